#!/usr/bin/env bash
# Runs the end-to-end scenarios in order, against servers that it starts on free ports with empty state and a small synthetic lake. The first
# server has no exchange. The second one has a fake exchange that plays the lake, and must show real candles, positions and trades. Servers are
# always stopped.
#   scripts/run_e2e_tests.sh                   the scenarios
#   scripts/run_e2e_tests.sh --with-unit       also the unit tests
#   scripts/run_e2e_tests.sh --with-frontend   also the dashboard in a browser, which does not exist yet
#   scripts/run_e2e_tests.sh --full            everything
#   scripts/run_e2e_tests.sh --server URL      the scenarios against a server that runs already, has candles of these markets and an exchange
# Each scenario is printed with its outcome; the last line reads "N passed, N failed".
# Exit code: 0 all scenarios passed; 1 something failed; 2 a requirement is missing, or a requested part does not exist yet.
# BOKGI names the program to run instead of ./bokgi; SECONDS_TO_STOP is how long paper trading runs (45).
set -euo pipefail
root=$(readlink -f "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/..")
bokgi=$(readlink -f "${BOKGI:-$root/bokgi}")

stop() {
  echo "run_e2e_tests.sh: $1" >&2
  exit "${2:-2}"
}

with_unit=no running=
while [ $# -gt 0 ]; do
  case $1 in
    --with-unit) with_unit=yes ;;
    --with-frontend | --full) stop "$1 needs the dashboard, which does not exist yet; run without it" ;;
    --server)
      [ $# -ge 2 ] || stop '--server needs an address, such as http://127.0.0.1:8000'
      running=${2%/}
      shift
      ;;
    -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    *) stop "unknown option '$1'; there are --with-unit, --with-frontend, --full, --server URL and --help" ;;
  esac
  shift
done
command -v node >/dev/null || stop 'the scenarios need node 18 or later; on Debian: sudo apt-get install nodejs'

folder=$(mktemp -d)
server=
exchange=
stop_server() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
  fi
}
end() {
  trap - EXIT INT TERM
  stop_server
  if [ -n "$exchange" ]; then
    kill "$exchange" 2>/dev/null || true
    wait "$exchange" 2>/dev/null || true
  fi
  rm -rf "$folder"
}
trap end EXIT
trap 'end; exit 130' INT
trap 'end; exit 143' TERM

# The caller's settings must not lead to the caller's data.
unset DATABASE_URL ALLOW_ANONYMOUS ALLOWED_HOSTS ENVIRONMENT
export DATA_ROOT=$folder/data HOST=127.0.0.1 PORT=0 LC_ALL=C.UTF-8
export no_proxy=127.0.0.1
cd "$folder" # holds no appsettings.json
[ -n "$running" ] || "$bokgi" generate --symbols BTC_KRW ETH_KRW XRP_KRW --end 2024-03-01 --days 60 --minute-days 2 >generate.log 2>&1 ||
  { cat generate.log >&2; stop 'bokgi generate failed' 1; }

# A pause with builtins only: the shell can lose a signal that arrives just as a child process ends.
mkfifo never
exec 7<>never
pause() { read -rt "$1" -u 7 || true; }

# Waits until a program listens, and sets "address": listening PID LOG
listening() {
  local line tries
  for ((tries = 0; tries < 3000; tries++)); do
    while read -r line; do
      case $line in "listening on "*) address=${line#listening on }; return 0 ;; esac
    done <"$2"
    kill -0 "$1" 2>/dev/null || return 1
    pause 0.1
  done
  return 1
}

# Starts a new server with empty state: serve_fresh NAME
serve_fresh() {
  stop_server
  export STATE_ROOT=$folder/state-$1
  mkdir "$STATE_ROOT"
  : >"serve-$1.log" # "listening" may read it before the server has opened it
  "$bokgi" serve >>"serve-$1.log" 2>&1 </dev/null &
  server=$!
  listening $server "serve-$1.log" || { cat "serve-$1.log" >&2; stop 'the server did not start' 1; }
  base=$address
}

passed=0 failed=0 with_exchange=no

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

# Sends a request, and requires status 200 and a JavaScript condition on the response `it`: asks METHOD PATH CONDITION [BODY]
asks() {
  # shellcheck disable=SC2016 # the dollars belong to JavaScript
  node -e 'const [method, url, condition, body] = process.argv.slice(1)
    const fail = message => { console.log(message); process.exit(1) }
    const headers = body ? { "Content-Type": "application/json" } : {}
    fetch(url, { method, headers, body, signal: AbortSignal.timeout(120_000) })
      .then(async answer => {
        const text = await answer.text()
        if (answer.status !== 200) fail(`${method} ${url} answered ${answer.status} instead of 200: ${text.slice(0, 300)}`)
        const it = JSON.parse(text)
        if (!new Function("it", `return ${condition}`)(it)) fail(`not so: ${condition}, in ${text.slice(0, 300)}`)
      })
      .catch(error => fail(`${method} ${url}: ${error.cause?.message ?? error.message}`))' "$1" "$base$2" "$3" ${4:+"$4"}
}
answers() { asks GET "$1" "$2"; }

# Repeats a request for up to five minutes until the condition holds: comes PATH CONDITION
comes() {
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    if answers "$1" "$2" >"$folder/last"; then return 0; fi
    pause 0.5
  done
  cat "$folder/last"
  return 1
}

seconds_to_stop=${SECONDS_TO_STOP:-45}
paper=/api/simulation
zone='[{"strategy_name":"volume_zone_breakout","params":{"volume_window":10,"top_percentile":0.2,"breakout_buffer":0.0}}]'
request="{\"symbols\":[\"KRW-BTC\",\"KRW-ETH\",\"KRW-XRP\"],\"strategies\":{\"KRW-BTC\":$zone,\"KRW-ETH\":$zone,\"KRW-XRP\":$zone}}"
numeric='typeof each.unrealized_pnl === "number"'
candle='["open", "high", "low", "close"].every(name => typeof each[name] === "number")'
summable='Number.isFinite(it.trades.reduce((sum, each) => sum + each.realized_pnl, 0))'

health() { answers /health 'it.status === "ok"' && answers /api/health 'it.status === "ok"'; }
strategies() { answers /api/strategies 'it.strategies.includes("volume_zone_breakout") && it.count === it.strategies.length'; }
starts() { asks POST $paper/start 'it.session_id && it.is_running === true' "$request" && SECONDS=0; }
runs() { answers $paper/status 'it.is_running === true'; }
lists() { answers $paper/strategies 'it.strategies.length === 3 && it.strategies.every(each => each.symbol && each.strategy_name === "volume_zone_breakout")'; }
market() {
  answers $paper/market-data "it.candles.length === 3 && it.candles.every(each => each.symbol && $candle)" &&
    { [ $with_exchange = no ] || comes $paper/market-data 'it.candles.every(each => each.source === "session")'; }
}
positions() {
  answers $paper/positions "it.positions.every(each => $numeric)" &&
    { [ $with_exchange = no ] || comes $paper/positions "it.positions.length > 0 && it.positions.every(each => $numeric)"; }
}
trades_and_stop() {
  answers $paper/history "$summable" && { [ $with_exchange = no ] || comes $paper/history "it.trades.length > 0 && $summable"; } || return 1
  while [ $SECONDS -lt $seconds_to_stop ]; do pause 0.5; done
  asks POST $paper/stop 'it.is_running === false' '{}'
}
unit_tests() { (cd "$root" && timeout 1800 dotnet test --project tests/Bokgi.UnitTests -c Release --no-progress </dev/null); }

# Runs the eight scenarios in order: round NAME
round() {
  if [ -n "$running" ]; then base=$running; else serve_fresh "$1"; fi
  scenario "$1: the server is healthy" health
  scenario "$1: there are strategies" strategies
  scenario "$1: paper trading starts" starts
  scenario "$1: its status says that it runs" runs
  scenario "$1: it lists its strategies" lists
  scenario "$1: it has market data" market
  scenario "$1: it has positions" positions
  scenario "$1: it has a history, and stops" trades_and_stop
}

closing() {
  [ $with_unit = no ] || scenario 'unit tests' unit_tests
  echo "$passed passed, $failed failed"
  [ $failed -eq 0 ]
}

if [ -n "$running" ]; then
  with_exchange=yes
  round "$running"
  closing
  exit
fi

export UPBIT_URL=http://127.0.0.1:9 UPBIT_WEBSOCKET_URL=ws://127.0.0.1:9 # nobody listens there
round 'no exchange'

: >exchange.log
"$bokgi" fake-exchange --port 0 --from 2024-02-29T09:00 --speed 60 >>exchange.log 2>&1 </dev/null &
exchange=$!
listening $exchange exchange.log || { cat exchange.log >&2; stop 'the fake exchange did not start' 1; }
export UPBIT_URL=$address UPBIT_WEBSOCKET_URL=ws://${address#http://}/websocket/v1
with_exchange=yes
round 'fake exchange'
closing
