#!/usr/bin/env bash
# Builds this version and puts it in the place of the one that runs, in containers of this machine, in nine steps: check, back up, build, start the
# databases, migrate, queues, start, health, report. If a step after the build fails, the previous version comes back, with its database.
#   scripts/deploy.sh [development|staging|production] [--yes] [--dry-run]
# Settings come from .env in the repository's root (copy .env.example); development (default) works without. staging and production need API_KEYS
# and a POSTGRES_PASSWORD of their own. production asks before it begins; --yes does not. --dry-run checks, prints the commands, and runs none.
# Exit code: 0 deployed; 1 not deployed: what ran before still runs, or runs again; 2 a requirement is missing, or the way back failed.
# WORKERS is the number of workers (1), HEALTH_TIMEOUT how many seconds a new version may take until it is healthy (120).
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.."

stop() {
  echo "deploy.sh: $1" >&2
  exit "${2:-2}"
}

target='' yes=no dry=no
for option in "$@"; do
  case $option in
    development | staging | production) [ -z "$target" ] || stop "one environment at a time: $target or $option"; target=$option ;;
    --yes) yes=yes ;;
    --dry-run) dry=yes ;;
    -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    *) stop "unknown option '$option'; there are development, staging, production, --yes, --dry-run and --help" ;;
  esac
done
export ENVIRONMENT=${target:-development}
workers=${WORKERS:-1} patience=${HEALTH_TIMEOUT:-120}
[[ $workers =~ ^[0-9]+$ ]] || stop "WORKERS is '$workers'; set it to a number"
[[ $patience =~ ^[0-9]+$ ]] || stop "HEALTH_TIMEOUT is '$patience'; set it to a number of seconds"

step() { echo "== $1/9 $2"; }

# Runs a command that changes something, or prints it: does COMMAND...
does() {
  if [ $dry = yes ]; then echo "would run: $*"; else "$@"; fi
}

step 1 "Check tools and settings for $ENVIRONMENT"
command -v docker >/dev/null || stop 'it needs Docker; see https://docs.docker.com/engine/install'
docker info >/dev/null 2>&1 || stop 'the container engine does not answer; start it, or let this user use it (docker info)'
if docker compose version >/dev/null 2>&1; then
  program=(docker compose)
elif command -v docker-compose >/dev/null; then
  program=(docker-compose)
else
  stop 'it needs Docker Compose; see https://docs.docker.com/compose/install'
fi
settings=.env
if [ -e .env ]; then
  written=$(sed -n 's/^ENVIRONMENT=["'"'"']\{0,1\}\([a-z]*\).*/\1/p' .env | tail -1)
  [ "${written:-$ENVIRONMENT}" = "$ENVIRONMENT" ] || stop ".env is for $written; say 'deploy.sh $written', or change ENVIRONMENT in it"
elif [ "$ENVIRONMENT" = development ]; then
  settings=deploy/development.env
else
  stop "$ENVIRONMENT needs .env; copy .env.example to .env and fill it in"
fi
compose=("${program[@]}" --project-name bokgi --env-file "$settings" -f deploy/docker-compose.yml --profile worker)
migrate=("${compose[@]}" run --rm -T backend migrate)
health=("${compose[@]}" exec -T backend bokgi health verbose)

resolved=$("${compose[@]}" config 2>&1) || stop "the settings do not fit deploy/docker-compose.yml: $(tail -1 <<<"$resolved")"
# The first value of a setting as the containers get it, without quotes: value NAME
value() { sed -n "s/^ *$1: *//p" <<<"$resolved" | head -1 | tr -d "\"'" | sed 's/^null$//'; }
if [ "$ENVIRONMENT" != development ]; then
  [ -n "$(value API_KEYS)" ] || stop "$ENVIRONMENT needs API_KEYS in .env, such as API_KEYS=me:admin:$(head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n')"
  case $(value POSTGRES_PASSWORD) in
    '' | development | postgres | password | coin_password) stop "$ENVIRONMENT needs a POSTGRES_PASSWORD that is not a well-known one" ;;
  esac
fi
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
version="$version ($(git describe --always --dirty 2>/dev/null || echo 'no git'))"
exec 9<scripts/deploy.sh
flock -n 9 || stop 'another deploy.sh runs'
if [ "$ENVIRONMENT" = production ] && [ $yes = no ] && [ $dry = no ]; then
  read -rp "Deploy $version to production? [y/N] " answer || stop 'production asks; say --yes where nobody can answer'
  case $answer in y | Y | yes) ;; *) stop 'not deployed' 1 ;; esac
fi

# Makes a backup and prints the file of the database: save all|database
save() {
  local made
  if [ "$running" = 'true false' ]; then
    made=$("${compose[@]}" exec -T backend bokgi backup "$1" --json) || { printf '%s\n' "$made" >&2; return 1; }
  else
    made=$("${compose[@]}" run --rm -T backend backup "$1" --json) || { printf '%s\n' "$made" >&2; return 1; }
  fi
  grep -o '"postgresql/[^"]*"' <<<"$made" | head -1 | tr -d '"' | grep .
}

step 2 'Back up'
before='' backup='' running=''
if docker volume inspect bokgi_postgres >/dev/null 2>&1; then
  server=$("${compose[@]}" ps -q backend 2>/dev/null | head -1)
  if [ -n "$server" ]; then
    before=$(docker inspect --format '{{.Image}}' "$server")
    running=$(docker inspect --format '{{.State.Running}} {{.State.Restarting}}' "$server")
  else
    before=$(docker image inspect --format '{{.Id}}' bokgi:latest 2>/dev/null) ||
      stop 'there is a database (the volume bokgi_postgres), but no image that knows it: build the version that was used last, or back up and remove the volume'
  fi
  does "${compose[@]}" up -d --no-recreate postgres redis
  if [ $dry = yes ]; then
    echo 'would back up everything'
  else
    backup=$(save all) || stop 'the backup failed; nothing was changed' 1
    echo "made $backup and what belongs to it"
  fi
else
  echo 'there is no database yet, so there is nothing to back up'
fi

step 3 "Build $version"
[ -z "$before" ] || does docker tag "$before" bokgi:before || stop 'the image that runs could not be kept; nothing was changed' 1
does "${compose[@]}" build backend || stop 'the build failed; what ran before still runs' 1

migrated=no
# Brings back what ran before: back REASON
back() {
  trap - INT TERM HUP
  echo "== the new version is not in place: $1" >&2
  "${compose[@]}" logs --tail 30 backend worker >&2 || true
  [ -n "$before" ] || stop 'there is no version before this one to go back to; the containers are left for a look' 1
  "${compose[@]}" stop backend worker || true
  # One that starts again and again may have been missed while it did not run.
  "${compose[@]}" ps -a -q backend worker | xargs -r docker rm -f >/dev/null || true
  docker tag bokgi:latest bokgi:failed || true
  docker tag bokgi:before bokgi:latest || stop "the previous image could not be named bokgi:latest; do it by hand: docker tag $before bokgi:latest"
  if [ $migrated = yes ]; then
    "${compose[@]}" run --rm -T backend backup restore "$backup" --yes || stop "the database could not be restored; restore $backup by hand, then start bokgi:before"
  fi
  { start && healthy; } || stop 'the previous version is not healthy either; look at its logs'
  stop 'the previous version runs again, with its database; the new one is the image bokgi:failed' 1
}

start() { does "${compose[@]}" up -d --scale worker="$workers" backend worker; }

# Waits until the server reports itself healthy and the workers run, and prints the report. A full disk or a long queue is not the version's fault.
healthy() {
  local report='' until=$((SECONDS + patience)) worker
  while [ $SECONDS -lt $until ]; do
    report=$("${health[@]}" 2>&1) || true
    if grep -Eq '^ *api +(OK|WARNING)' <<<"$report" && ! grep -Eq '^ *(api|database|redis|storage|workers) +CRITICAL' <<<"$report"; then
      printf '%s\n' "$report"
      for worker in $("${compose[@]}" ps -q worker); do
        [ "$(docker inspect --format '{{.State.Running}} {{.State.Restarting}} {{.RestartCount}}' "$worker")" = 'true false 0' ] || { echo 'a worker does not stay up'; return 1; }
      done
      return 0
    fi
    sleep 2
  done
  printf '%s\n' "$report"
  return 1
}

step 4 'Start PostgreSQL and Redis'
trap 'back "it was interrupted"' INT TERM HUP
does "${compose[@]}" up -d postgres redis || back 'PostgreSQL or Redis does not start'

step 5 'Migrate the database'
if [ -n "$before" ]; then
  does "${compose[@]}" stop backend worker || back 'the server does not stop'
fi
if [ $dry = yes ]; then
  does "${migrate[@]}"
else
  # What was written during the build is in no backup yet.
  if [ -n "$before" ] && ! "${migrate[@]}" --check; then
    running=stopped
    backup=$(save database) || back 'the database could not be backed up again'
    echo "made $backup, the last state before the migration"
    migrated=yes
  fi
  "${migrate[@]}" || back 'the database could not be migrated'
fi

step 6 'Queues'
does "${migrate[@]}" --queues || back 'the queues could not be made'

step 7 'Start server and workers'
start || back 'the containers do not start'

step 8 'Health'
if [ $dry = yes ]; then
  does "${health[@]}"
else
  healthy || back 'it is not healthy'
fi
trap - INT TERM HUP

step 9 'Report'
if [ $dry = yes ]; then
  echo "nothing was changed; without --dry-run, $version would run now"
else
  "${compose[@]}" ps
  echo "$version runs at http://127.0.0.1:8000${backup:+; $backup is from before}"
fi
