#!/usr/bin/env bash
# How fast this machine runs Bokgi, beside what is wanted:
#   scripts/benchmark.sh [--candles N] [--compare] [--monitor] [--export csv|json] [--json]
# Runs are kept under STATE_ROOT (DATA_ROOT when unset). BOKGI names another program than ./bokgi.
exec "${BOKGI:-$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../bokgi}" benchmark "$@"
