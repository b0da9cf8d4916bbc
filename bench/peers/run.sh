#!/usr/bin/env bash
# Compares how fast bokgi, DuckDB and polars (both from npm) load the same three lakes, and how fast a flat binary file is read:
# 100 symbols x 365 days, 10 symbols x 3 years of hours, 3 symbols x 420,000 minutes. All use two threads and warm caches. The programs
# take turns, three times each; the median counts.
#   bench/peers/run.sh
# Prints milliseconds, and each time as a multiple of bokgi's. Exit code: 0 measured; 1 the programs loaded different numbers of rows;
# 2 node is missing.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=$here/../..
bench=$root/bench/Bokgi.Benchmarks

case ${1:-} in
  '') ;;
  -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  *) echo "run.sh: unknown option '$1'; there is --help" >&2; exit 2 ;;
esac

if ! command -v npm >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { timeout 300 apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq --no-install-recommends nodejs npm; } >&2 </dev/null || true
fi
command -v npm >/dev/null || { echo 'run.sh: the peers need node and npm; on Debian: sudo apt-get install nodejs npm' >&2; exit 2; }

# Installs the packages in artifacts/, which git ignores.
peers=$root/artifacts/load-peers
mkdir -p "$peers"
cp "$here"/package.json "$here"/load.mjs "$peers"
if [ ! -d "$peers/node_modules" ] || ! cmp -s "$here/package-lock.json" "$peers/package-lock.json"; then
  cp "$here/package-lock.json" "$peers"
  (cd "$peers" && timeout 600 npm ci --no-audit --no-fund --loglevel=error) >&2 </dev/null
fi

timeout 600 dotnet build "$bench" -c Release -v quiet --nologo -clp:NoSummary >&2 </dev/null
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program=$bench/bin/Release/net10.0/Bokgi.Benchmarks.dll
timeout 300 dotnet "$program" lake "$work"
for _ in 1 2 3; do
  for set in daily hourly minute; do
    timeout 120 dotnet "$program" lake "$work" $set
    for peer in polars duckdb; do timeout 120 node "$peers/load.mjs" $peer "$work" $set; done
  done
done >"$work/times" </dev/null

lscpu | sed -n 's/^\(Model name\|CPU(s)\): */# \1: /p'
sort -k1,1 -k2,2 -k3,3n "$work/times" | awk '
  { key = $1 " " $2; seen[key]++; if (seen[key] == 2) middle[key] = $3; if (!($1 in rows)) rows[$1] = $4; else if (rows[$1] != $4) { bad = 1; print "DIFFERS: " $0 } }
  END {
    split("daily hourly minute", sets); split("bokgi_series bokgi_table polars duckdb flat_file", programs)
    printf "%-8s %10s", "warm, ms", "rows"
    for (p = 1; p <= 5; p++) printf " %20s", programs[p]
    print ""
    for (s = 1; s <= 3; s++) {
      printf "%-8s %10d", sets[s], rows[sets[s]]
      for (p = 1; p <= 5; p++) { ms = middle[sets[s] " " programs[p]]; printf " %11.2f (%5.2fx)", ms, ms / middle[sets[s] " bokgi_series"] }
      print ""
    }
    exit bad
  }'
