#!/usr/bin/env bash
# Checks the health of the installation:
#   scripts/health_check.sh [verbose|monitor|alert] [--json]
# Exit code 0: well, 1: a warning, 2: something critical. BOKGI names the program to run instead of ./bokgi.
exec "${BOKGI:-$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../bokgi}" health "$@"
