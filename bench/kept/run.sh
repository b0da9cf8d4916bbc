#!/usr/bin/env bash
# How long a client waits for a run over HTTP that is kept: one symbol, a year of hours, each strategy, one client and eight.
#   bench/kept/run.sh [-n ROUNDS] [PROGRAM [OTHER]]   ./bokgi by default; with two programs, they take turns, ROUNDS (3) times
# Prints the median over the rounds of: requests a second, p50 and p99 in milliseconds; after those of the second program, its ratios to the
# first. Each server is warmed up by two thousand runs of each strategy. The client is ab, on the same machine (Debian: apache2-utils).
set -euo pipefail
root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
rounds=3
if [ "${1:-}" = -n ]; then
  rounds=$2
  shift 2
fi
[ $# -gt 0 ] || set -- "$root/bokgi"
command -v ab >/dev/null || { echo 'run.sh: it needs ab; on Debian: apt-get install apache2-utils' >&2; exit 2; }

work=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
export DATA_ROOT=$work/lake LANG=C.UTF-8
"$1" generate --symbols BTC_KRW --end 2025-01-01 --days 400 --minute-days 1 >/dev/null
for strategy in volume_long_candle volume_zone_breakout; do
  echo '{"strategy":"'$strategy'","symbols":["BTC_KRW"],"timeframe":"1H","start_date":"2024-01-01","end_date":"2024-12-31"}' >"$work/$strategy"
done

# Sends runs and prints requests a second, p50 and p99: send SERVER STRATEGY CLIENTS RUNS
send() {
  ab -q -k -l -c "$3" -n "$4" -e "$work/percentiles" -p "$work/$2" -T application/json "http://127.0.0.1:$((8400 + $1))/api/backtests/run" >"$work/said"
  ! grep -q 'Non-2xx' "$work/said" || { echo 'run.sh: the server refused a run' >&2; exit 1; }
  echo "$(awk '/^Requests per second/ { print $4 }' "$work/said") $(awk -F, '$1 == 50 || $1 == 99 { print $2 }' "$work/percentiles" | paste -sd' ')"
}

for ((i = 1; i <= $#; i++)); do
  mkdir "$work/$i"
  STATE_ROOT=$work/$i PORT=$((8400 + i)) "${!i}" serve >"$work/$i/log" 2>&1 &
  servers+=($!)
  curl -fsS --retry 100 --retry-all-errors --retry-delay 1 -o /dev/null "http://127.0.0.1:$((8400 + i))/health" 2>/dev/null
  for strategy in volume_long_candle volume_zone_breakout; do send $i $strategy 4 2000 >/dev/null; done
done
printf '%-22s %-8s' strategy clients
for ((i = 1; i <= $#; i++)); do printf '%10s %8s %8s' rate p50 p99; done
echo
for strategy in volume_long_candle volume_zone_breakout; do
  for clients in 1 8; do
    for ((round = 0; round < rounds; round++)); do
      for ((i = 1; i <= $#; i++)); do send $i $strategy $clients $((clients * 100 + 200)) >>"$work/$i/$strategy.$clients"; done
    done
    for ((i = 1; i <= $#; i++)); do
      for field in 1 2 3; do awk '{ print $'$field' }' "$work/$i/$strategy.$clients" | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; done
    done | paste -sd' ' | awk -v name="$strategy" -v clients=$clients '{
      printf "%-22s %-8d", name, clients
      for (i = 1; i <= NF; i++) printf(i % 3 == 1 ? "%10.1f" : " %8.2f", $i)
      if (NF == 6) printf "   rate x %.2f, p50 x %.2f, p99 x %.2f", $4 / $1, $5 / $2, $6 / $3
      print ""
    }'
  done
done
