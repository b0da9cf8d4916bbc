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

[ "$(id -u)" = 0 ] || stop 'making a root needs root'
for command in apt-get git unshare chroot; do
  command -v $command >/dev/null || stop "it needs $command"
done
sdk=$(dotnet --list-sdks 2>/dev/null | sed -n 's|^10\..* \[\(.*\)/sdk\]$|\1|p' | tail -1)
[ -n "$sdk" ] || stop 'it needs the .NET 10 SDK'
if ! command -v debootstrap >/dev/null; then
  timeout 600 apt-get update -qq </dev/null || true
  DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 debootstrap >&2 </dev/null ||
    stop 'debootstrap cannot be installed'
fi

if [ -n "$folder" ]; then
  [ ! -e "$folder" ] || stop "$folder exists; name a new folder"
  mkdir -p "$folder"
else
  folder=$(mktemp -d /tmp/bokgi-bare.XXXXXX)
fi
folder=$(readlink -f "$folder")
chmod 755 "$folder"

child=
end() {
  trap - EXIT INT TERM HUP
  if [ -n "$child" ]; then
    kill -KILL "$child" 2>/dev/null || true # this ends its processes and mounts, too
    wait "$child" 2>/dev/null || true
  fi
  rm -rf --one-file-system "$folder" 2>/dev/null || { sleep 2; rm -rf --one-file-system "$folder"; } # the killed processes may have written a last file
}
trap end EXIT
trap 'end; exit 130' INT
trap 'end; exit 143' TERM HUP

# Runs a command in its own mount and process namespaces, so that nothing of them is left when it ends. It runs in the background, because the
# shell handles signals while it waits for a background process.
apart() {
  local code=0
  unshare --mount --pid --fork --kill-child -- "$@" </dev/null &
  child=$!
  wait "$child" || code=$?
  child=
  return $code
}

addresses() { grep -hv '^ *#' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | grep -oE "[a-z]+://[^] ]*/$1/?( |\$)" | head -1 | tr -d ' ' || true; }
mirror=$(addresses debian)
mirror=${mirror:-http://deb.debian.org/debian}
security=$(addresses debian-security)
eval "$(apt-config shell proxy Acquire::http::Proxy)"
export http_proxy=${http_proxy:-${proxy:-}} # debootstrap does not read apt's settings
[ -n "$http_proxy" ] || unset http_proxy

# Settings for the access to packages, as NAME=VALUE.
carried=()
while IFS= read -r -d '' variable; do
  case ${variable%%=*} in
    http_proxy | https_proxy | no_proxy | all_proxy | HTTP_PROXY | HTTPS_PROXY | NO_PROXY | ALL_PROXY | NUGET_* | npm_config_* | NPM_CONFIG_*) carried+=("$variable") ;;
  esac
done < <(env -0)
certificates=/etc/ssl/certs/ca-certificates.crt
if [ -s $certificates ]; then
  carried+=(SSL_CERT_FILE=/host-certificates.crt NODE_EXTRA_CA_CERTS=/host-certificates.crt npm_config_cafile=/host-certificates.crt)
fi

make_base() {
  local base=$folder/base
  apart debootstrap --variant=minbase bookworm "$base" "$mirror" >"$folder/debootstrap.log" 2>&1 || { tail -20 "$folder/debootstrap.log" >&2; stop 'debootstrap failed'; }
  {
    echo "deb $mirror bookworm main"
    [ -z "$security" ] || echo "deb $security bookworm-security main"
  } >"$base/etc/apt/sources.list"
  apt-config dump Acquire | grep -v ' "";$' >"$base/etc/apt/apt.conf.d/90host"
  cp -r /etc/apt/auth.conf* "$base/etc/apt/" 2>/dev/null || true
  cp -L /etc/resolv.conf /etc/hosts "$base/etc/"
  [ ! -s $certificates ] || cp $certificates "$base/host-certificates.crt"
  printf '#!/bin/sh\nexit 101\n' >"$base/usr/sbin/policy-rc.d" # no package starts a service
  chmod 755 "$base/usr/sbin/policy-rc.d"
  echo 'somebody:x:1000:1000::/home/somebody:/bin/bash' >>"$base/etc/passwd"
  mkdir -p "$base/usr/share/dotnet" "$base/work/bokgi" "$base/work/shared" "$base/home/somebody"
  ln -s ../share/dotnet/dotnet "$base/usr/bin/dotnet"
  # shellcheck disable=SC2016 # the shell in the root
  enter base root 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ca-certificates libssl3 \
    "$(apt-cache pkgnames libicu | grep -E "^libicu[0-9]+$")"' >"$folder/apt.log" 2>&1 || { tail -20 "$folder/apt.log" >&2; stop 'what the SDK needs cannot be installed'; }
}

# Copies the base and clones the repository into it for a user: make_root NAME USER
make_root() {
  local root=$folder/$1 home
  cp -a "$folder/base" "$root"
  git clone -q --no-hardlinks "$repository" "$root/work/bokgi"
  home=$root$(home_of "$2")
  mkdir -p "$home/.nuget/NuGet"
  cp ~/.nuget/NuGet/NuGet.Config "$home/.nuget/NuGet/" 2>/dev/null || true
  cat /usr/etc/npmrc /etc/npmrc ~/.npmrc 2>/dev/null | grep -v '^cafile' >"$home/.npmrc" || true
  [ "$2" = root ] || chown -R 1000:1000 "$home" "$root/work/bokgi"
}

home_of() { if [ "$1" = root ]; then echo /root; else echo "/home/$1"; fi; }

# Runs a shell command in a root: enter NAME USER COMMAND
# shellcheck disable=SC2016 # for the shell in the root
enter() {
  local home user=0:0
  home=$(home_of "$2")
  [ "$2" = root ] || user=1000:1000
  apart bash -euc 'root=$1 sdk=$2 shared=$3
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    mount --bind "$sdk" "$root/usr/share/dotnet"
    mount -o remount,bind,ro "$root/usr/share/dotnet"
    if [ -d "$shared" ]; then
      mount --bind "$shared" "$root/work/shared"
      mount -o remount,bind,ro "$root/work/shared"
    fi
    shift 3
    exec env -i "$@"' enter "$folder/$1" "$sdk" "$repository/../shared" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" LC_ALL=C.UTF-8 TERM=dumb DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true "${carried[@]}" \
    chroot --userspec=$user "$folder/$1" bash -c "$3"
}

# shellcheck disable=SC2016 # the shell in the root
run_and_ask='cd /work/bokgi
  PORT=0 scripts/run.sh >/tmp/run.log 2>&1 &
  server=$!
  address=
  until [ -n "$address" ]; do
    kill -0 $server 2>/dev/null || { cat /tmp/run.log; exit 1; }
    sleep 1
    address=$(sed -n "s/^listening on //p" /tmp/run.log)
  done
  cat /tmp/run.log
  exec 3<>"/dev/tcp/127.0.0.1/${address##*:}"
  printf "GET /health HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" >&3
  read -r answer <&3
  echo "/health: $answer"
  kill -TERM $server
  wait $server || exit
  case $answer in *" 200 "*) ;; *) exit 1 ;; esac'

failed=0
# Runs a command, and reports whether it ended with the expected exit code: ends CODE DESCRIPTION COMMAND...
ends() {
  local wanted=$1 what=$2 code=0
  shift 2
  echo "== $what"
  "$@" || code=$?
  if [ $code = "$wanted" ]; then
    echo "== passed: $what"
  else
    echo "== failed: $what: exit code $code instead of $wanted"
    failed=1
  fi
}

names_what_is_missing() {
  local code=0 package
  enter "$@" >"$folder/said" 2>&1 || code=$?
  cat "$folder/said"
  for package in nodejs npm postgresql redis-server python3-aiosmtpd; do
    grep -q "^test.sh: the tests need.* $package" "$folder/said" || { echo "$package is not named"; return 1; }
  done
  return $code
}

echo "== making the roots in $folder, from $mirror"
make_base
make_root installs root
make_root bare somebody
ends 0 'an ordinary user, nothing but the SDK: scripts/run.sh' enter bare somebody "$run_and_ask"
ends 2 'an ordinary user, nothing but the SDK: scripts/test.sh says what is missing' names_what_is_missing bare somebody 'cd /work/bokgi && scripts/test.sh'
ends 0 'root, who may install: scripts/run.sh' enter installs root "$run_and_ask"
tests='cd /work/bokgi && scripts/test.sh'
[ ${#filter[@]} -eq 0 ] || tests+=$(printf ' %q' "${filter[@]}")
ends 0 'root, who may install: scripts/test.sh' enter installs root "$tests"
exit $failed
