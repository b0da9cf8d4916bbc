#!/usr/bin/env bash
# How long a command takes from its start to its end, in seconds: medians of whole processes over ten synthetic markets.
#   bench/starts/run.sh [-n COUNT] [PROGRAM [OTHER]]   ./bokgi by default; with two programs, they take turns. COUNT (11) runs of each command
# The last column of a program is a ratio: of a kept backtest to one that keeps nothing (goal: at most 1.5), of `strategies` to --help (1.5), of
# the others to `strategies` (2).
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
count=11
if [ "${1:-}" = -n ]; then
  count=$2
  shift 2
fi
[ $# -gt 0 ] || set -- "$root/bokgi"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DATA_ROOT=$work/lake STATE_ROOT=$work/lake LANG=C.UTF-8
mkdir "$work/readonly" && chmod 555 "$work/readonly"
backtest=(backtest --symbols BTC_KRW --strategy volume_long_candle --timeframe 1H)
"$1" generate >/dev/null
"$1" "${backtest[@]}" >/dev/null
"$1" "${backtest[@]}" >/dev/null

# Runs a command and prints its seconds: seconds STATE PROGRAM ARGUMENTS
seconds() {
  local state=$1 start=$EPOCHREALTIME
  shift
  STATE_ROOT=$state "$@" >/dev/null 2>"$work/error" || { echo "run.sh: $* failed: $(tail -n 1 "$work/error")" >&2; exit 1; }
  echo "$EPOCHREALTIME $start" | awk '{ printf "%.3f\n", $1 - $2 }'
}

median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

run=$("$1" runs --json --limit 2 | grep -o '"run_id": "[^"]*"' | cut -d'"' -f4 | paste -sd' ')
newest=${run%% *}
while IFS='|' read -r name state arguments; do
  read -ra arguments <<<"$arguments"
  for ((i = 0; i < count; i++)); do
    for program in "$@"; do seconds "$state" "$program" "${arguments[@]}" >>"$work/${program//\//_} $name"; done
  done
  line=$(printf '%-24s' "$name")
  for program in "$@"; do
    own=$(median <"$work/${program//\//_} $name")
    case $name in
      'a backtest, kept') other='a backtest, not kept' ;;
      strategies) other=help ;;
      *) other=strategies ;;
    esac
    [ -e "$work/${program//\//_} $other" ] || other=$name
    line+=$(echo "$own $(median <"$work/${program//\//_} $other")" | awk '{ printf "%8.2f %6.2f", $1, $1 / $2 }')
  done
  echo "$line"
done <<LIST
help|$DATA_ROOT|--help
strategies|$DATA_ROOT|strategies
a backtest, not kept|$work/readonly|${backtest[*]}
a backtest, kept|$DATA_ROOT|${backtest[*]}
runs|$DATA_ROOT|runs
show|$DATA_ROOT|show $newest
explain|$DATA_ROOT|explain $newest --limit 10
note|$DATA_ROOT|note $newest tried
export|$DATA_ROOT|export $newest trades
compare|$DATA_ROOT|compare $run
LIST
