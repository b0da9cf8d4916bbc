#!/usr/bin/env bash
# The end-to-end scenarios, against a server of their own: a free port, an empty state, a small synthetic lake, and no exchange. The server is always stopped.
#   scripts/run_e2e_tests.sh                   the scenarios
#   scripts/run_e2e_tests.sh --with-unit       and the unit tests
#   scripts/run_e2e_tests.sh --with-frontend   and the dashboard in a browser: there is no dashboard yet
#   scripts/run_e2e_tests.sh --full            all of it
# Each scenario is printed with its outcome; the last line reads "N passed, N failed, N not yet".
# Exit code: 0 what exists passed; 1 something failed; 2 something needed, or a part that was asked for, does not exist.
# BOKGI names another program than ./bokgi.
set -euo pipefail
root=$(readlink -f "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/..")
bokgi=$(readlink -f "${BOKGI:-$root/bokgi}")

stop() {
  echo "run_e2e_tests.sh: $1" >&2
  exit "${2:-2}"
}

with_unit=no
for option in "$@"; do
  case $option in
    --with-unit) with_unit=yes ;;
    --with-frontend | --full) stop "$option needs the dashboard, which does not exist yet; run without it" ;;
    -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    *) stop "unknown option '$option'; there are --with-unit, --with-frontend, --full and --help" ;;
  esac
done
for command in curl node; do
  command -v $command >/dev/null || stop "the scenarios need $command; on Debian: sudo apt-get install curl nodejs"
done

folder=$(mktemp -d)
server=
end() {
  trap - EXIT INT TERM
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap end EXIT
trap 'end; exit 130' INT
trap 'end; exit 143' TERM

# Nothing of the caller's settings may lead to the caller's data.
unset DATABASE_URL ALLOW_ANONYMOUS ALLOWED_HOSTS ENVIRONMENT
export DATA_ROOT=$folder/data STATE_ROOT=$folder/state HOST=127.0.0.1 PORT=0 LC_ALL=C.UTF-8
export no_proxy=127.0.0.1
cd "$folder" # holds no appsettings.json
mkdir state
"$bokgi" generate --symbols BTC_KRW ETH_KRW XRP_KRW --end 2024-03-01 --days 60 --minute-days 1 >generate.log 2>&1 ||
  { cat generate.log >&2; stop 'bokgi generate failed' 1; }

: >serve.log # it is read before the server may have opened it
"$bokgi" serve >>serve.log 2>&1 </dev/null &
server=$!
# Builtins only: a signal that meets the end of a child is lost on the shell.
mkfifo never
exec 7<>never
base=
for ((tries = 0; tries < 600; tries++)); do
  while read -r line; do
    case $line in "listening on "*) base=${line#listening on } ;; esac
  done <serve.log
  [ -z "$base" ] || break
  kill -0 $server 2>/dev/null || break
  read -rt 0.1 -u 7 || true
done
[ -n "$base" ] || { cat serve.log >&2; stop 'the server did not start' 1; }

passed=0 failed=0 missing=0

outcome() {
  printf '%-8s %s\n' "$1" "$2"
}

# Runs a function as a scenario: scenario TITLE FUNCTION
scenario() {
  if "$2" >"$folder/said" 2>&1; then
    passed=$((passed + 1))
    outcome passed "$1"
  else
    failed=$((failed + 1))
    outcome failed "$1"
    sed 's/^/         /' "$folder/said"
  fi
}

not_yet() {
  missing=$((missing + 1))
  outcome 'not yet' "$1"
}

# Asks, and demands 200 and a JavaScript condition over the answer `it`: answers PATH CONDITION
answers() {
  local code
  code=$(curl -sS --max-time 20 -o "$folder/body" -w '%{http_code}' "$base$1") || return 1
  [ "$code" = 200 ] || { echo "GET $1 answered $code instead of 200: $(head -c 300 "$folder/body")"; return 1; }
  # shellcheck disable=SC2016 # JavaScript's dollars
  node -e 'const [condition, body] = process.argv.slice(1)
    const it = JSON.parse(require("fs").readFileSync(body, "utf8"))
    if (!new Function("it", `return ${condition}`)(it)) { console.log(`not so: ${condition}, in ${JSON.stringify(it).slice(0, 300)}`); process.exit(1) }' "$2" "$folder/body"
}

health() { answers /health 'it.status === "ok"' && answers /api/health 'it.status === "ok"'; }
strategies() { answers /api/strategies 'it.strategies.includes("volume_zone_breakout") && it.count === it.strategies.length'; }
unit_tests() { (cd "$root" && timeout 1800 dotnet test --project tests/Bokgi.UnitTests -c Release --no-progress </dev/null); }

scenario 'the server is healthy' health
scenario 'there are strategies' strategies
for title in 'paper trading starts' 'its status says that it runs' 'it lists its strategies' 'it has market data' 'it has positions' 'it has a history, and stops'; do
  not_yet "$title"
done
[ $with_unit = no ] || scenario 'unit tests' unit_tests

echo "$passed passed, $failed failed, $missing not yet"
[ $failed -eq 0 ]
