#!/usr/bin/env bash
# Measures how fast this machine runs Bokgi, and compares it with the targets:
#   scripts/benchmark.sh [--candles N] [--compare] [--monitor] [--export csv|json] [--json]
# Results are stored under STATE_ROOT (DATA_ROOT if unset). BOKGI names the program to run instead of ./bokgi.
exec "${BOKGI:-$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../bokgi}" benchmark "$@"
