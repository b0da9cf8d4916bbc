#!/usr/bin/env bash
# Compares the engine with hand-written C that does the same work: nanoseconds per candle for each, and their ratio.
#   bench/limit/run.sh          measures both
#   bench/limit/run.sh --c      measures only the C program
# CC names the compiler (default: gcc, else clang). Exit code: 0 measured; 1 the candles or signals of the two differ; 2 no compiler.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
bench=$here/../Bokgi.Benchmarks

case ${1:-} in
  '' | --c) ;;
  -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  *) echo "run.sh: unknown option '$1'; there are --c and --help" >&2; exit 2 ;;
esac

compiler=${CC:-$(command -v gcc || command -v clang || true)}
if [ -z "$compiler" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { timeout 300 apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq --no-install-recommends gcc libc6-dev; } >&2 </dev/null || true
  compiler=$(command -v gcc || true)
fi
[ -n "$compiler" ] || { echo 'run.sh: the limit needs a C compiler; on Debian: sudo apt-get install gcc libc6-dev' >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Disables fused multiply-add, so that every operation rounds as it does in the engine.
"$compiler" -O3 -march=native -ffp-contract=off -fwrapv -std=gnu11 -Wall -o "$work/limit" "$here/limit.c" -lm

lscpu | sed -n 's/^\(Model name\|CPU(s)\|L[123][a-z]* cache\): */# \1: /p'
if [ "${1:-}" = --c ]; then exec "$work/limit"; fi

timeout 600 dotnet build "$bench" -c Release -v quiet --nologo -clp:NoSummary >&2 </dev/null
"$work/limit" >"$work/c"
timeout 600 dotnet "$bench/bin/Release/net10.0/Bokgi.Benchmarks.dll" limit >"$work/net" </dev/null

grep '^#' "$work/c"
awk '
  /^#/ { next }
  FNR == NR { c[$1] = $2; count[$1] = $3; order[++rows] = $1; next }
  { net[$1] = $2; if ($1 in count && ($3 != count[$1] || ($1 == "checksum" && $2 "" != c[$1] ""))) { bad = 1; print "DIFFERS: " $1 ": C " c[$1] " " count[$1] ", .NET " $2 " " $3 } }
  END {
    printf "%-34s %12s %12s %8s %9s\n", "ns per candle (and setting)", "C", ".NET", "ratio", "signals"
    for (i = 1; i <= rows; i++) {
      name = order[i]
      if (name == "checksum") continue
      if (name in net) printf "%-34s %12.3f %12.3f %8.2f %9d\n", name, c[name], net[name], net[name] / c[name], count[name]
      else printf "%-34s %12.3f %12s %8s %9d\n", name, c[name], "", "", count[name]
    }
    exit bad
  }' "$work/c" "$work/net"
