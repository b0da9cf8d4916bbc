#!/usr/bin/env bash
# Tries both commands of the README on bare machines: in chroots of Debian 12 made by debootstrap, with this machine's .NET SDK and what the SDK
# itself needs. In the first root scripts/test.sh may install what the tests need. In the second one an ordinary user may not install anything:
# scripts/run.sh must work nevertheless, and scripts/test.sh must say what is missing. It tests the committed state, with ../shared beside it if
# that exists. Needs root on Debian, half an hour and 8 GB.
#   scripts/try_bare.sh                 in a new folder below /tmp
#   scripts/try_bare.sh FOLDER          in a folder that does not exist yet
#   scripts/try_bare.sh --filter WORD   only these tests in the first root
# The roots get this machine's access to packages (proxies, mirror, certificates, settings of apt, NuGet and npm). The folder, mounts and
# processes are removed however the script ends.
# Exit code: 0 all as expected; 1 something is not; 2 a requirement is missing.
set -euo pipefail
repository=$(readlink -f "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/..")
. "$repository/scripts/debian_roots.sh"

stop() {
  echo "try_bare.sh: $1" >&2
  exit 2
}

folder='' filter=()
while [ $# -gt 0 ]; do
  case $1 in
    --filter)
      [ $# -ge 2 ] || stop '--filter needs a part of a test name'
      filter=(--filter "$2")
      shift
      ;;
    -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
    -*) stop "unknown option '$1'; there are --filter WORD and --help" ;;
    *) folder=$1 ;;
  esac
  shift
done

command -v git >/dev/null || stop 'it needs git'
sdk=$(dotnet --list-sdks 2>/dev/null | sed -n 's|^10\..* \[\(.*\)/sdk\]$|\1|p' | tail -1)
[ -n "$sdk" ] || stop 'it needs the .NET 10 SDK'
mounts=("$sdk:usr/share/dotnet")
[ ! -d "$repository/../shared" ] || mounts+=("$repository/../shared:work/shared")

# Adds to a root what the SDK needs, and the places where the SDK and the clone will be.
add_sdk() {
  mkdir -p "$roots/$1/usr/share/dotnet" "$roots/$1/work/bokgi" "$roots/$1/work/shared"
  ln -s ../share/dotnet/dotnet "$roots/$1/usr/bin/dotnet"
  # shellcheck disable=SC2016 # the shell in the root
  enter "$1" root 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ca-certificates libssl3 \
    "$(apt-cache pkgnames libicu | grep -E "^libicu[0-9]+$")"' >"$roots/apt.log" 2>&1 || { tail -20 "$roots/apt.log" >&2; stop 'what the SDK needs cannot be installed'; }
}

# Copies the base and clones the repository into it for a user: clone_root NAME USER
clone_root() {
  local root=$roots/$1 home
  cp -a "$roots/base" "$root"
  git clone -q --no-hardlinks "$repository" "$root/work/bokgi"
  home=$root$(home_of "$2")
  mkdir -p "$home/.nuget/NuGet"
  cp ~/.nuget/NuGet/NuGet.Config "$home/.nuget/NuGet/" 2>/dev/null || true
  cat /usr/etc/npmrc /etc/npmrc ~/.npmrc 2>/dev/null | grep -v '^cafile' >"$home/.npmrc" || true
  [ "$2" = root ] || chown -R 1000:1000 "$home" "$root/work/bokgi"
}

run_and_ask="cd /work/bokgi
  log=/tmp/run.log
  PORT=0 scripts/run.sh >\$log 2>&1 &
  server=\$!
  $ask_health"

# shellcheck disable=SC2317 # `ends` calls it
names_what_is_missing() {
  local code=0 package
  enter "$@" >"$roots/said" 2>&1 || code=$?
  cat "$roots/said"
  for package in nodejs npm postgresql redis-server python3-aiosmtpd; do
    grep -q "^test.sh: the tests need.* $package" "$roots/said" || { echo "$package is not named"; return 1; }
  done
  return "$code"
}

prepare_roots "$folder"
echo "== making the roots in $roots, from $mirror"
make_root base
add_sdk base
clone_root installs root
clone_root bare somebody
ends 0 'an ordinary user, nothing but the SDK: scripts/run.sh' enter bare somebody "$run_and_ask"
ends 2 'an ordinary user, nothing but the SDK: scripts/test.sh says what is missing' names_what_is_missing bare somebody 'cd /work/bokgi && scripts/test.sh'
ends 0 'root, who may install: scripts/run.sh' enter installs root "$run_and_ask"
tests='cd /work/bokgi && scripts/test.sh'
[ ${#filter[@]} -eq 0 ] || tests+=$(printf ' %q' "${filter[@]}")
ends 0 'root, who may install: scripts/test.sh' enter installs root "$tests"
exit $failed
