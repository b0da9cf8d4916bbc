# For scripts that try things on bare machines: fresh roots of Debian 12, made by debootstrap. A script that sources this file has a function
# `stop`, which ends it with exit code 2, and calls prepare_roots first. Needs root on Debian. The folder of the roots, their mounts and their
# processes are removed however the script ends. Roots get this machine's access to packages (proxies, mirror, certificates, settings of apt).
# shellcheck shell=bash

mounts=() # the folders that `enter` shows in a root, as OUTSIDE:INSIDE, read-only

# Checks the requirements and makes the folder of the roots, which must not exist yet; without a name it is a new one below /tmp:
# prepare_roots [FOLDER]
prepare_roots() {
  local command
  [ "$(id -u)" = 0 ] || stop 'making a root needs root'
  for command in apt-get unshare chroot; do
    command -v $command >/dev/null || stop "it needs $command"
  done
  if ! command -v debootstrap >/dev/null; then
    timeout 600 apt-get update -qq </dev/null || true
    DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 debootstrap >&2 </dev/null ||
      stop 'debootstrap cannot be installed'
  fi
  if [ -n "${1:-}" ]; then
    [ ! -e "$1" ] || stop "$1 exists; name a new folder"
    mkdir -p "$1"
    roots=$(readlink -f "$1")
  else
    roots=$(mktemp -d "${TMPDIR:-/tmp}/bokgi-bare.XXXXXX")
  fi
  chmod 755 "$roots"
  child=
  trap end EXIT
  trap 'end; exit 130' INT
  trap 'end; exit 143' TERM HUP
  find_access
}

end() {
  trap - EXIT INT TERM HUP
  if [ -n "$child" ]; then
    kill -KILL "$child" 2>/dev/null || true # this ends its processes and mounts, too
    wait "$child" 2>/dev/null || true
  fi
  rm -rf --one-file-system "$roots" 2>/dev/null || { sleep 2; rm -rf --one-file-system "$roots"; } # the killed processes may have written a last file
}

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

# Sets mirror, security and carried, the settings for the access to packages as NAME=VALUE.
find_access() {
  local variable proxy=
  mirror=$(addresses debian)
  mirror=${mirror:-http://deb.debian.org/debian}
  security=$(addresses debian-security)
  eval "$(apt-config shell proxy Acquire::http::Proxy)"
  export http_proxy=${http_proxy:-$proxy} # debootstrap does not read apt's settings
  [ -n "$http_proxy" ] || unset http_proxy
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
}

# Makes a root of Debian's base with a user `somebody`, whose apt works: make_root NAME
make_root() {
  local root=$roots/$1
  apart debootstrap --variant=minbase bookworm "$root" "$mirror" >"$roots/debootstrap.log" 2>&1 || { tail -20 "$roots/debootstrap.log" >&2; stop 'debootstrap failed'; }
  {
    echo "deb $mirror bookworm main"
    [ -z "$security" ] || echo "deb $security bookworm-security main"
  } >"$root/etc/apt/sources.list"
  apt-config dump Acquire | grep -v ' "";$' >"$root/etc/apt/apt.conf.d/90host"
  cp -r /etc/apt/auth.conf* "$root/etc/apt/" 2>/dev/null || true
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
  [ ! -s "$certificates" ] || cp "$certificates" "$root/host-certificates.crt"
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # no package starts a service
  chmod 755 "$root/usr/sbin/policy-rc.d"
  echo 'somebody:x:1000:1000::/home/somebody:/bin/bash' >>"$root/etc/passwd"
  mkdir -p "$root/home/somebody"
  chown 1000:1000 "$root/home/somebody"
}

home_of() { if [ "$1" = root ]; then echo /root; else echo "/home/$1"; fi; }

# Runs a shell command in a root as root or somebody: enter NAME USER COMMAND
# shellcheck disable=SC2016 # for the shell in the root
enter() {
  local home user=0:0
  home=$(home_of "$2")
  [ "$2" = root ] || user=1000:1000
  apart bash -euc 'root=$1 count=$2
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount --rbind /dev "$root/dev"
    shift 2
    for mount in "${@:1:count}"; do
      mount --bind "${mount%%:*}" "$root/${mount#*:}"
      mount -o remount,bind,ro "$root/${mount#*:}"
    done
    shift "$count"
    exec env -i "$@"' enter "$roots/$1" "${#mounts[@]}" "${mounts[@]}" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" LC_ALL=C.UTF-8 TERM=dumb DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true "${carried[@]}" \
    chroot --userspec=$user "$roots/$1" bash -c "$3"
}

# Shell text that waits until the server $server, whose output is in $log, answers /health or $path, and ends it. The page is in $log.page.
# shellcheck disable=SC2016,SC2034 # for another shell
ask_health='address=
  until [ -n "$address" ]; do
    kill -0 $server 2>/dev/null || { cat "$log"; exit 1; }
    sleep 1
    address=$(sed -n "s/^listening on //p" "$log")
  done
  cat "$log"
  exec 3<>"/dev/tcp/127.0.0.1/${address##*:}"
  printf "GET ${path:-/health} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" >&3
  read -r answer <&3
  cat <&3 >"$log.page"
  echo "${path:-/health}: $answer"
  kill -TERM $server
  wait $server || exit
  case $answer in *" 200 "*) ;; *) exit 1 ;; esac'

failed=0
# Runs a command, and reports whether it ended with the expected exit code: ends CODE DESCRIPTION COMMAND...
# shellcheck disable=SC2034 # the script's exit code
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
