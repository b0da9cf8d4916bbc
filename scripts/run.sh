#!/usr/bin/env bash
# The demonstration: ten synthetic markets when DATA_ROOT holds no candles yet, then both strategies over every market there is.
set -euo pipefail
bokgi=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../bokgi
export DATA_ROOT=${DATA_ROOT:-./data}

if [ -z "$(find -L "$DATA_ROOT" -mindepth 3 -maxdepth 3 -name '*.parquet' -print -quit 2>/dev/null)" ]; then
  "$bokgi" generate
fi
for strategy in volume_long_candle volume_zone_breakout; do
  "$bokgi" backtest --symbols '*' --strategy "$strategy" --timeframe 1H
done
