#!/usr/bin/env bash
# Tries the deployment in real containers: builds the images, runs deploy/docker-compose.yml with all its profiles, and does to it what happens in
# its life: each docker-compose line of the how-to, a killed worker, the end-to-end scenarios, upgrades, restores, and a version that is not healthy.
# Needs no registry and no Docker engine: podman runs the containers, and base images are made here (deploy/podman/bases.sh). Root on Debian 12,
# 20 GB and half an hour; --with-tests also runs the whole test suite in its container, which takes another hour. It tries the committed state,
# and installs the packages that it needs (podman, docker-compose and others).
#   deploy/try_containers.sh [--with-tests] [FOLDER]    FOLDER (default: a new one below /tmp) keeps the base images for the next time
# Each line tells what was tried and its outcome; the last one reads "N passed, N failed". What was started is stopped, however the script ends.
# Exit code: 0 all passed; 1 something failed; 2 a requirement is missing.
set -euo pipefail
repository=$(readlink -f "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/..")

stop() {
  echo "try_containers.sh: $1" >&2
  exit 2
}

folder='' with_tests=no
for option in "$@"; do
  case $option in
    --with-tests) with_tests=yes ;;
    -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    -*) stop "unknown option '$option'; there are --with-tests and --help" ;;
    *) folder=$option ;;
  esac
done
[ "$(id -u)" = 0 ] || stop 'it needs root'
command -v docker >/dev/null || stop "it needs Docker's command line, for deploy.sh; on Debian: apt-get install docker.io"
command -v dotnet >/dev/null || stop 'it needs the .NET 10 SDK'
curl -fs -m 2 -o /dev/null http://127.0.0.1:8000/health && stop 'port 8000 is in use; stop the server that uses it'
missing=()
for package in podman runc netavark aardvark-dns iptables docker-compose debootstrap nodejs jq; do
  dpkg -s $package >/dev/null 2>&1 || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  timeout 600 apt-get update -qq </dev/null || true
  DEBIAN_FRONTEND=noninteractive timeout 1800 apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" >&2 </dev/null ||
    stop "these packages cannot be installed: ${missing[*]}"
fi
folder=${folder:-$(mktemp -d /tmp/bokgi-containers.XXXXXX)}
mkdir -p "$folder"
folder=$(readlink -f "$folder")

cat >"$folder/containers.conf" <<'C'
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=5000:5000"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
[network]
network_backend = "netavark"
C
# chroot: the images are built without containers of their own, whose network some machines refuse.
export CONTAINERS_CONF=$folder/containers.conf BUILDAH_ISOLATION=chroot DOCKER_HOST=unix://$folder/docker.sock
podman=(podman --root "$folder/store" --runroot "$folder/run" --storage-driver overlay)
unset COMPOSE_FILE COMPOSE_PROJECT_NAME ENVIRONMENT

helpers=()
end() {
  trap - EXIT INT TERM HUP
  "${podman[@]}" ps -aq 2>/dev/null | xargs -r "${podman[@]}" rm -f -t 2 >/dev/null 2>&1 || true
  "${podman[@]}" volume prune -f >/dev/null 2>&1 || true
  "${podman[@]}" network prune -f >/dev/null 2>&1 || true
  for helper in "${helpers[@]}"; do kill "$helper" 2>/dev/null || true; done
  rm -rf "$folder/bokgi" "$folder/s3" "$folder/docker.sock"
}
trap end EXIT
trap 'end; exit 130' INT
trap 'end; exit 143' TERM HUP

"${podman[@]}" system service --time 0 "$DOCKER_HOST" >"$folder/service.log" 2>&1 &
helpers+=($!)
# podman leaves health checks to timers of systemd; this loop does them where systemd does not run.
while sleep 2; do
  for container in $("${podman[@]}" ps -q --filter health=starting --filter health=healthy --filter health=unhealthy 2>/dev/null); do
    timeout 20 "${podman[@]}" healthcheck run "$container" >/dev/null 2>&1 || true
  done
done &
helpers+=($!)

echo '== base images'
"$repository/deploy/podman/bases.sh" "$folder" "${podman[@]}" >"$folder/bases.log" 2>&1 || { tail -20 "$folder/bases.log" >&2; stop 'the base images could not be made'; }

passed=0 failed=0
# Runs a command as a check: check TITLE COMMAND...
check() {
  local title=$1
  shift
  if "$@" >"$folder/said" 2>&1; then
    passed=$((passed + 1))
    echo "passed   $title"
  else
    failed=$((failed + 1))
    echo "failed   $title"
    tail -60 "$folder/said" | sed 's/^/         /'
  fi
}
# Repeats a command for up to three minutes until it succeeds: comes COMMAND...
comes() {
  local tries
  for ((tries = 0; tries < 180; tries++)); do
    "$@" && return 0
    sleep 1
  done
  return 1
}
is() { [ "$1" = "$2" ] || { echo "is '$1' instead of '$2'"; return 1; }; }
code() { # code EXPECTED COMMAND...: the command ends with this exit code
  local expected=$1 code=0
  shift
  "$@" || code=$?
  is $code "$expected"
}

rm -rf "$folder/bokgi"
git clone -q --no-hardlinks "$repository" "$folder/bokgi"
cd "$folder/bokgi"
git config user.name try
git config user.email try@localhost
# The root's compose file includes this one, which only Compose 2.20 understands.
export COMPOSE_FILE=deploy/docker-compose.yml COMPOSE_PROJECT_NAME=bokgi POSTGRES_PASSWORD=of-the-trial

get() { curl -fsS -m 60 -H "Authorization: Bearer ${key:-none}" "http://127.0.0.1:8000$1"; }
post() { curl -fsS -m 300 -H "Authorization: Bearer ${key:-none}" -H 'Content-Type: application/json' -d "$2" "http://127.0.0.1:8000$1"; }
# The lines below are written out as a user types them; what looks at their effect goes through this function, which may have other settings.
compose=(docker-compose --profile worker)
compose() { "${compose[@]}" "$@"; }
database() { compose exec -T postgres psql -U coin_user -d coin_db -Atc "$1"; }
status_of() { docker inspect --format '{{.State.Health.Status}}' "bokgi_$1_1"; }
healthy() { [ "$(status_of "$1")" = healthy ]; }
# Everything that users made: rows, trades as the server answers them wherever their files are, and candles.
contents() {
  database 'SELECT count(*), sum("TotalTrades"), md5(string_agg(runs::text, chr(10) ORDER BY "RunId")) FROM runs'
  database 'SELECT count(*) FROM presets; SELECT count(*) FROM paper_sessions'
  local run
  for run in $(database 'SELECT "RunId" FROM runs ORDER BY 1'); do
    if get "/api/backtests/$run/trades" >"$folder/trades"; then sha256sum <"$folder/trades"; else echo "no trades of $run: $RANDOM"; fi
  done
  compose exec -T backend sh -c 'find /data -name "*.parquet" | sort | xargs sha256sum | sha256sum'
}

echo '== the lines of the how-to'
check 'docker-compose build' docker-compose build
check 'docker-compose up -d backend' docker-compose up -d backend
check 'PostgreSQL, Redis and the server become healthy' eval 'comes healthy postgres && comes healthy redis && comes healthy backend'
check 'docker-compose --profile worker up -d worker' docker-compose --profile worker up -d worker
check 'docker-compose exec -T postgres psql' is "$(database 'SELECT count(*) FROM runs')" 0
check 'the server is not root' is "$(docker-compose exec -T backend id -u)" 1654
check 'the worker is not root' is "$(docker-compose --profile worker exec -T worker id -u)" 1654
check 'only 127.0.0.1:8000 is published' is "$(docker ps --format '{{.Ports}}' | tr -d ' ' | sort -u | tr -d '\n')" '127.0.0.1:8000->8000/tcp'
check 'pg_dump has the major version of the server' is "$(docker-compose exec -T backend pg_dump --version | grep -o '[0-9]*' | head -1)" "$(database 'SHOW server_version_num' | cut -c1-2)"
check 'health is not critical' comes eval 'compose exec -T backend bokgi health; [ $? -le 1 ]'

echo '== work'
check 'candles are generated' docker-compose exec -T backend bokgi generate --symbols BTC_KRW ETH_KRW XRP_KRW --end 2024-03-01 --days 60 --minute-days 2
run='{"strategy":"volume_zone_breakout","symbols":["KRW-BTC","KRW-ETH","KRW-XRP"],"timeframe":"1H","start_date":"2024-01-01","end_date":"2024-02-29"}'
check 'a run is kept' post /api/backtests/run "$run"
check 'a preset is kept' post /api/strategies/presets '{"name":"trial","strategy":"volume_zone_breakout","params":{"volume_window":12}}'

# Kills the main process of a worker that is at work, as the kernel would when memory ends. All work is left to two workers.
kill_worker() {
  local task host pid
  SERVER_CONCURRENCY=0 compose up -d --scale worker=2 backend worker || return 1
  comes healthy backend || return 1
  compose exec -T backend bokgi generate --symbols A1_KRW A2_KRW A3_KRW A4_KRW A5_KRW A6_KRW --end 2024-03-01 --days 200 --minute-days 200 || return 1
  task=$(post /api/backtests/run-async '{"strategy":"volume_zone_breakout","params":{"volume_window":200},"symbols":["*"],"timeframe":"1M","start_date":"2023-06-01","end_date":"2024-02-29"}' | jq -r .task_id)
  database "DO \$\$ BEGIN LOOP PERFORM FROM task_steps WHERE \"State\" = 'running'; EXIT WHEN FOUND; PERFORM pg_sleep(0.01); END LOOP; END \$\$" || return 1
  host=$(database "SELECT split_part(\"Owner\", '-', 1) FROM task_steps WHERE \"State\" = 'running' LIMIT 1")
  pid=$(docker inspect --format '{{.State.Pid}}' "$host")
  [ "$pid" -gt 1 ] || return 1
  kill -KILL "$pid" || return 1
  # shellcheck disable=SC2016 # for eval
  comes eval '[ "$(get /api/backtests/status/'"$task"' | jq -r .status)" = completed ]' || { get "/api/backtests/status/$task"; return 1; }
  # The step that it was doing was done again.
  [ "$(database 'SELECT max("Attempts") FROM task_steps')" -ge 2 ]
}
check 'a worker is killed with -9, and its task is completed' kill_worker

scenarios() {
  docker run -d --rm --name exchange --network container:bokgi_backend_1 -v bokgi_data:/data bokgi fake-exchange --from 2024-02-29T09:00 --speed 60
  scripts/run_e2e_tests.sh --server http://127.0.0.1:8000
}
export UPBIT_URL=http://127.0.0.1:8100 UPBIT_WEBSOCKET_URL=ws://127.0.0.1:8100/websocket/v1
docker-compose up -d backend >/dev/null 2>&1
check 'the server is healthy with other settings' comes healthy backend
check 'the end-to-end scenarios pass against the containers' scenarios
docker rm -f exchange >/dev/null 2>&1 || true
unset UPBIT_URL UPBIT_WEBSOCKET_URL

echo '== the environments of deploy.sh'
npm_folder=$folder/s3
cp -r tests/Bokgi.IntegrationTests/Storage/Servers/fauxqs "$npm_folder"
(cd "$npm_folder" && timeout 600 npm ci --no-audit --no-fund --loglevel=error >"$folder/npm.log" 2>&1) || stop 'the S3 server cannot be installed'
(cd "$npm_folder" && exec node server.mjs 9199 trial 0.0.0.0 >"$folder/s3.log" 2>&1) &
helpers+=($!)
gateway=$(docker network inspect bokgi_default | jq -r '.[0].IPAM.Config[0].Gateway')
check 'deploy.sh (development) over the containers that run' scripts/deploy.sh
check 'the server is healthy' comes healthy backend
key=of-the-trial-which-is-long-enough
cp .env.example .env
sed -i -e "s|^POSTGRES_PASSWORD=.*|POSTGRES_PASSWORD=$POSTGRES_PASSWORD|; s|^ENVIRONMENT=.*|ENVIRONMENT=|; s|^API_KEYS=.*|API_KEYS=trial:admin:$key|; s|^AWS_BUCKET_NAME=.*|AWS_BUCKET_NAME=trial|" \
  -e "s|^AWS_ENDPOINT_URL=.*|AWS_ENDPOINT_URL=http://$gateway:9199|; s|^AWS_ACCESS_KEY_ID=.*|AWS_ACCESS_KEY_ID=test|; s|^AWS_SECRET_ACCESS_KEY=.*|AWS_SECRET_ACCESS_KEY=test|" .env
unset POSTGRES_PASSWORD COMPOSE_FILE COMPOSE_PROJECT_NAME
compose=(docker-compose --project-name bokgi --env-file .env -f deploy/docker-compose.yml --profile worker)

before=$(contents)
check 'there is something to lose' eval '[ "$(database "SELECT count(*) FROM runs")" -ge 2 ] && [ "$(database "SELECT count(*) FROM presets")" -ge 1 ] && [ "$(database "SELECT count(*) FROM paper_sessions")" = 1 ]'
image=$(docker image inspect --format '{{.Id}}' bokgi:latest)
# shellcheck disable=SC2034 # for eval
backups=$(compose exec -T backend bokgi backup stats --json | jq length)
check 'a dry run for production changes nothing' eval 'scripts/deploy.sh production --dry-run && is "$(docker image inspect --format "{{.Id}}" bokgi:latest)" "$image" && is "$(compose exec -T backend bokgi backup stats --json | jq length)" "$backups"'
check 'staging without API_KEYS is refused' code 2 env API_KEYS= scripts/deploy.sh staging
check 'production with a known password is refused' code 2 env POSTGRES_PASSWORD=development scripts/deploy.sh production --yes
check 'production asks, and does nothing without an answer' eval 'code 2 scripts/deploy.sh production </dev/null && echo n | code 1 scripts/deploy.sh production'

# The next version, in this clone alone: it has another table.
next_version() {
  cat >"src/Bokgi.Host/Platform/Database/Migrations/Postgres/$1_$2.cs" <<S
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Bokgi.Host.Platform.Database.Migrations.Postgres;

[DbContext(typeof(PostgresBokgiContext))]
[Migration("$1_$2")]
internal sealed class $2 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE of_$2 (number integer);");
}
S
  sed -i "/IReadOnlyList<string> Migrations/,/];/ s/^    ];/        \"$1_$2\",\n    ];/" src/Bokgi.Host/Platform/Database/PostgresEngine.cs
}
next_version 20980101000000 NextVersion
check 'deploy.sh staging: a version with another table, S3 and keys, over the version before' scripts/deploy.sh staging
check 'it runs' comes healthy backend
check 'the new table is there' is "$(database 'SELECT count(*) FROM "of_nextversion"')" 0
check 'runs, presets, sessions, files and candles are those of before' is "$(contents)" "$before"
check 'the bucket is part of its health' eval '{ compose exec -T backend bokgi health verbose || true; } | grep "storage *OK"'
check 'without a key it refuses' is "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8000/api/backtests/history)" 401
saved=$(compose exec -T backend bokgi backup stats --json | jq -r '[.[].file | select(startswith("postgresql"))][0]')

echo '== restores'
check 'a run is kept in the new version' post /api/backtests/run "$run"
restore() {
  compose stop backend worker &&
    compose run --rm -T backend backup restore "$saved" --yes &&
    compose up -d backend worker &&
    comes healthy backend
}
check 'the backup of the version before is restored into this one' restore
check 'runs, presets, sessions are those of before' is "$(contents | head -3)" "$(head -3 <<<"$before")"
by_hand() {
  local file
  file=$(compose exec -T backend bokgi backup database --json | jq -r '.[0].file')
  compose exec -T backend cat "/backups/$file" >"$folder/backup.sql.gz"
  post /api/backtests/run "$run" || return 1 # is gone after the restore
  compose stop backend worker
  gunzip -c "$folder/backup.sql.gz" | compose exec -T postgres psql -q -v ON_ERROR_STOP=1 -U coin_user -d coin_db || return 1
  compose up -d backend worker
  comes healthy backend
}
check 'gunzip into psql restores the database' by_hand
check 'runs, presets, sessions are those of before, again' is "$(contents | head -3)" "$(head -3 <<<"$before")"
redis_by_hand() {
  compose exec -T redis redis-cli set of-the-trial kept
  local file
  file=$(compose exec -T backend bokgi backup redis --json | jq -r '.[0].file')
  compose exec -T redis redis-cli flushall
  compose exec -T backend cat "/backups/$file" | gunzip -c >"$folder/dump.rdb"
  compose stop redis
  docker cp "$folder/dump.rdb" bokgi_redis_1:/data/dump.rdb
  compose start redis
  comes eval '[ "$(compose exec -T redis redis-cli get of-the-trial)" = kept ]'
}
check 'gunzip to dump.rdb restores Redis' redis_by_hand
results_by_hand() {
  local file
  file=$(compose exec -T backend bokgi backup results --json | jq -r '.[0].file')
  compose exec -T backend sh -c "mv /state/results /state/lost && tar -xzf /backups/$file -C /state && diff -r -x '.*' /state/results /state/lost && rm -r /state/lost"
}
check 'tar restores the files of runs' results_by_hand

echo '== a version that is not healthy'
before=$(contents)
next_version 20990101000000 SickVersion
sed -i 's/^CMD \["serve"\]/CMD ["strategies"]/' deploy/Dockerfile # it ends at once
image=$(docker image inspect --format '{{.Id}}' bokgi:latest)
# Somebody works while the version is built.
meanwhile() {
  sleep 10
  post /api/backtests/run "$run" >"$folder/meanwhile" 2>&1
}
meanwhile &
check 'deploy.sh production --yes goes back' code 1 env HEALTH_TIMEOUT=40 scripts/deploy.sh production --yes
wait $! || true
meanwhile_id=$(jq -r .run_id "$folder/meanwhile")
check 'the image of before runs' is "$(docker inspect --format '{{.Image}}' bokgi_backend_1)" "$image"
check 'it is healthy' comes healthy backend
check 'the table of the failed version is gone' is "$(database "SELECT count(*) FROM pg_tables WHERE tablename = 'of_sickversion'")" 0
check 'the run that was made during the build is there' get "/api/backtests/$meanwhile_id/trades"
curl -fsS -X DELETE -H "Authorization: Bearer $key" "http://127.0.0.1:8000/api/backtests/$meanwhile_id" >/dev/null || true
check 'everything else is as before' is "$(contents)" "$before"
git checkout -q deploy/Dockerfile
rm src/Bokgi.Host/Platform/Database/Migrations/Postgres/20990101000000_SickVersion.cs
sed -i /SickVersion/d src/Bokgi.Host/Platform/Database/PostgresEngine.cs
check 'deploy.sh production --yes deploys the version that is healthy' scripts/deploy.sh production --yes
check 'everything is as before' is "$(contents)" "$before"

if [ $with_tests = yes ]; then
  echo '== the tests in their container'
  check 'docker-compose build test' compose build test
  check 'docker-compose run --rm test' compose run --rm test
fi

echo '== the end'
check 'docker-compose down --remove-orphans' compose down --remove-orphans
check 'nothing runs any more' is "$(docker ps -q)" ''
check 'up again' compose up -d backend
check 'healthy again' comes healthy backend
check 'the volumes kept everything' is "$(contents)" "$before"

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
