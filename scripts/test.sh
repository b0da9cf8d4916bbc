#!/usr/bin/env bash
# Builds and runs every test, with the format check and line coverage.
#   scripts/test.sh                   everything
#   scripts/test.sh --filter Korean   tests whose full name contains the word; no coverage limit
#   scripts/test.sh --soak            the long versions of the tests that have one
# The last line reads "N passed, N failed", with ", N skipped" when there are any.
# Exit code: 0 all passed; 1 a test, the format, the coverage or the build failed; 2 a requirement is missing.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

least_coverage=80
results=artifacts/test
filter=()

while [ $# -gt 0 ]; do
  case $1 in
    --soak) export BOKGI_SOAK=1 ;;
    --filter)
      [ $# -ge 2 ] || { echo 'test.sh: --filter needs a part of a test name' >&2; exit 2; }
      filter=(--filter-method "*$2*" --ignore-exit-code 8) # a project may have no matching test
      shift
      ;;
    -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    *) echo "test.sh: unknown option '$1'; there are --soak, --filter WORD and --help" >&2; exit 2 ;;
  esac
  shift
done

# Retries, because apt waits for the lock of another apt when it installs, but not when it updates its lists.
update_package_lists() {
  local attempt said
  for ((attempt = 0; attempt < 60; attempt++)); do
    said=$(LC_ALL=C timeout 600 apt-get update -qq </dev/null 2>&1) && return 0
    case $said in *'Could not get lock'*) sleep 5 ;; *) break ;; esac
  done
  printf '%s\n' "$said" >&2
}

# Checks for the programs that the tests need besides .NET, listed as "command package", and installs missing ones if possible.
need_commands() {
  local command package missing=()
  while read -r command package; do
    PATH=$PATH:$(printf '%s:' /usr/lib/postgresql/*/bin) command -v "$command" >/dev/null || missing+=("$package")
  done <<'LIST'
node nodejs
npm npm
initdb postgresql
redis-server redis-server
aiosmtpd python3-aiosmtpd
setsid util-linux
setpriv util-linux
systemd-analyze systemd
LIST
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    update_package_lists
    DEBIAN_FRONTEND=noninteractive timeout 1800 apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" \
      >&2 </dev/null && return 0
  fi
  echo "test.sh: the tests need ${missing[*]}; on Debian: sudo apt-get install ${missing[*]}" >&2
  exit 2
}

dotnet --version >/dev/null 2>&1 || { echo 'test.sh: the tests need the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0' >&2; exit 2; }
need_commands

status=0
complain() {
  echo "test.sh: $1" >&2
  status=1
}

export DOTNET_TieredPGO=0 # profiling does not pay for hundreds of short processes

rm -rf "$results" && mkdir -p "$results"
timeout 600 dotnet tool restore >"$results/tools.log" 2>&1 || { cat "$results/tools.log" >&2; exit 1; }
timeout 300 dotnet csharpier check . || complain 'files are not formatted: run scripts/format.sh'
timeout 1800 dotnet build Bokgi.slnx -c Release -v quiet --nologo -clp:NoSummary || { echo 'test.sh: the build failed' >&2; exit 1; }

passed=0 failed=0 skipped=0 failures=

# Prints one counter of a trx file: count FILE NAME
count() { sed -n "s/.*<Counters .*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -1; }

# Prints the failed tests of a trx file with message and location. They come last, so that a truncated log still shows them.
name_failed() {
  sed -n '/<UnitTestResult [^>]*outcome="Failed"/,/<\/UnitTestResult>/{
    s/.*<UnitTestResult [^>]*testName="\([^"]*\)".*/failed: \1/p
    /<Message>/,/<\/Message>/p
    /<StackTrace>/p
  }' "$1" | sed -e 's/<[^>]*>//g; s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&#xD;//g; s/&amp;/\&/g' | cut -c1-400
}

# Runs one project and adds the counts of its trx file. A run that fails without a failed test (a crash, a time-out) counts as a failed test.
run_project() {
  local name code=0 ok bad idle coverage=()
  name=$(basename "$1")
  # Only unit tests measure coverage: the profiler would slow every process that the integration tests start.
  [ "$name" != Bokgi.UnitTests ] ||
    coverage=(--coverage --coverage-settings "$PWD/tests/coverage.settings.xml" --coverage-output-format cobertura
      --coverage-output "$PWD/$results/$name.cobertura.xml")
  timeout 5400 dotnet test --project "$1" -c Release --no-build --no-progress --results-directory "$results" \
    --report-trx --report-trx-filename "$name.trx" "${filter[@]}" "${coverage[@]}" </dev/null || code=$?
  if [ -s "$results/$name.trx" ] && [ -n "$(count "$results/$name.trx" total)" ]; then
    ok=$(count "$results/$name.trx" passed)
    idle=$(count "$results/$name.trx" notExecuted)
    bad=$(($(count "$results/$name.trx" total) - ok - idle))
  else
    ok=0 idle=0 bad=0
    [ $code -ne 0 ] || code=1
  fi
  if [ $code -ne 0 ]; then
    complain "$name ended with exit code $code"
    [ $bad -gt 0 ] || bad=1
    failures+=$(name_failed "$results/$name.trx" 2>/dev/null)$'\n'
  fi
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + idle))
}

# Compares the bytes that benchmarks allocate with bench/Bokgi.Benchmarks/allocations.json; each budget counts as a test. Times are only printed.
run_allocations() {
  local code=0 log=$results/allocations.log closing
  timeout 300 dotnet bench/Bokgi.Benchmarks/bin/Release/net10.0/Bokgi.Benchmarks.dll allocations </dev/null >"$log" 2>&1 || code=$?
  closing=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log" | tail -1)
  sed 's/^\([0-9]* passed, [0-9]* failed\)$/allocation budgets: \1/' "$log"
  if [ $code -ne 0 ] || [ -z "$closing" ]; then
    complain "the allocation budgets ended with exit code $code"
    [ "${closing#* }" -gt 0 ] 2>/dev/null || closing='0 1'
  fi
  passed=$((passed + ${closing% *})) failed=$((failed + ${closing#* }))
}

for project in tests/*Tests; do run_project "$project"; done
[ ${#filter[@]} -gt 0 ] || run_allocations

if [ ${#filter[@]} -eq 0 ]; then
  timeout 300 dotnet reportgenerator "-reports:$results/*.cobertura.xml" "-targetdir:$results/coverage" '-reporttypes:Html;TextSummary' \
    '-assemblyfilters:+Bokgi;+Bokgi.MarketData' -verbosity:Error "minimumCoverageThresholds:lineCoverage=$least_coverage" ||
    complain "line coverage is below $least_coverage %: see $results/coverage/index.html"
  echo "coverage by the unit tests ($results/coverage/index.html):"
  grep -E '^ *Line coverage:|^Bokgi[^ ]* ' "$results/coverage/Summary.txt" || complain 'no coverage was collected'
fi

[ $failed -eq 0 ] || status=1
printf '%s' "$failures"
[ $((passed + failed)) -gt 0 ] || complain 'no test ran'
echo "$passed passed, $failed failed$([ $skipped -eq 0 ] || echo ", $skipped skipped")"
exit $status
