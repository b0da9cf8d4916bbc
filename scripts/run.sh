#!/usr/bin/env bash
# The demonstration: generates ten synthetic markets if DATA_ROOT has no candles yet, runs both strategies over every market, and then
# starts the server on http://localhost:8000 (PORT), which shows these two runs. Ctrl-C stops it.
#   scripts/run.sh              everything
#   scripts/run.sh --no-serve   without the server
# Runs are stored under STATE_ROOT, which is DATA_ROOT if unset. BOKGI names the program to run instead of ./bokgi.
set -euo pipefail
bokgi=${BOKGI:-$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../bokgi}
export DATA_ROOT=${DATA_ROOT:-./data}

serve=yes
case ${1:-} in
  '') ;;
  --no-serve) serve=no ;;
  -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  *) echo "run.sh: unknown option '$1'; there are --no-serve and --help" >&2; exit 2 ;;
esac

if [ -z "$(find -L "$DATA_ROOT" -mindepth 3 -maxdepth 3 -name '*.parquet' -print -quit 2>/dev/null)" ]; then
  "$bokgi" generate
fi
for strategy in volume_long_candle volume_zone_breakout; do
  "$bokgi" backtest --symbols '*' --strategy "$strategy" --timeframe 1H
done
[ $serve = no ] || exec "$bokgi" serve
