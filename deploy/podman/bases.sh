#!/usr/bin/env bash
# Makes the images that deploy/Dockerfile and deploy/docker-compose.yml build on and run, where no registry can be reached: from Ubuntu's packages
# and this machine's .NET SDK, under the names that those files ask for. They hold this machine's access to packages (certificates, settings of apt,
# NuGet and npm), so they are for trials on this machine only. Called by deploy/try_containers.sh.
#   deploy/podman/bases.sh FOLDER COMMAND...   COMMAND is podman with its options
set -euo pipefail
folder=$1
shift
podman=("$@")

mirror=${UBUNTU_MIRROR:-http://archive.ubuntu.com/ubuntu}
keyring=ubuntu-keyring_2023.11.28.1_all.deb
keyring_sha256=36de43b15853ccae0028e9a767613770c704833f82586f28eb262f0311adb8a8

sdk=$(dotnet --list-sdks | sed -n 's|^10\..* \[\(.*\)/sdk\]$|\1|p' | tail -1)
mkdir -p "$folder/context"
cd "$folder"

if [ ! -e noble ]; then
  curl -fsSO "$mirror/pool/main/u/ubuntu-keyring/$keyring"
  echo "$keyring_sha256  $keyring" | sha256sum -c --quiet
  dpkg-deb -x "$keyring" keyring
  debootstrap --variant=minbase --components=main,universe --keyring=keyring/usr/share/keyrings/ubuntu-archive-keyring.gpg \
    noble noble.new "$mirror" /usr/share/debootstrap/scripts/gutsy
  mv noble.new noble
fi
tar -C noble -c . | "${podman[@]}" import - localhost/noble >/dev/null

cp /etc/ssl/certs/ca-certificates.crt context/certificates.crt
apt-config dump Acquire | grep -v ' "";$' >context/90host
mkdir -p context/nuget
cp ~/.nuget/NuGet/NuGet.Config context/nuget/ 2>/dev/null || true
{ cat /usr/etc/npmrc /etc/npmrc ~/.npmrc 2>/dev/null | grep -v '^\(cafile\|nodedir\)' || true; } >context/npmrc
rm -rf context/dotnet
cp -a "$sdk" context/dotnet

cat >context/postgres.sh <<'S'
#!/bin/bash
# What the official image does with these variables, as far as docker-compose.yml uses it.
set -euo pipefail
install -d -o postgres -g postgres -m 700 "$PGDATA"
as_postgres() { setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"; }
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  install -o postgres -m 600 /dev/stdin /tmp/password <<<"$POSTGRES_PASSWORD"
  as_postgres initdb -D "$PGDATA" -U "$POSTGRES_USER" --encoding=UTF8 --auth-local=trust --auth-host=scram-sha-256 --pwfile=/tmp/password
  rm /tmp/password
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  as_postgres pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  as_postgres createdb -U "$POSTGRES_USER" "$POSTGRES_DB"
  as_postgres pg_ctl -D "$PGDATA" -m fast -w stop
fi
exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$@" -c listen_addresses='*'
S
cat >context/redis.sh <<'S'
#!/bin/bash
set -euo pipefail
chown -R redis:redis /data
cd /data
exec setpriv --reuid=redis --regid=redis --init-groups -- "$@"
S
chmod 755 context/*.sh

# Builds an image from standard input: image NAME
image() { "${podman[@]}" build --quiet --isolation chroot --network host --format docker -t "$1" -f - context; }

image localhost/ubuntu-with-access <<'D'
FROM localhost/noble
COPY 90host /etc/apt/apt.conf.d/90host
COPY nuget /root/.nuget/NuGet
COPY npmrc /root/.npmrc
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
COPY certificates.crt /etc/ssl/certs/ca-certificates.crt
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt npm_config_cafile=/etc/ssl/certs/ca-certificates.crt NUGET_CERT_REVOCATION_MODE=offline
D
image mcr.microsoft.com/dotnet/sdk:10.0-noble <<'D'
FROM localhost/ubuntu-with-access
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends curl git libicu74 libssl3t64 tzdata && rm -rf /var/lib/apt/lists/*
COPY dotnet /usr/share/dotnet
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
D
image mcr.microsoft.com/dotnet/aspnet:10.0-noble <<'D'
FROM localhost/ubuntu-with-access
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libicu74 libssl3t64 tzdata && rm -rf /var/lib/apt/lists/*
COPY dotnet/dotnet dotnet/LICENSE.txt dotnet/ThirdPartyNotices.txt /usr/share/dotnet/
COPY dotnet/host /usr/share/dotnet/host
COPY dotnet/shared /usr/share/dotnet/shared
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet && groupadd --gid 1654 app && useradd --uid 1654 --gid 1654 --create-home app
ENV APP_UID=1654 DOTNET_RUNNING_IN_CONTAINER=true
D
image docker.io/library/postgres:16-alpine <<'D'
FROM localhost/ubuntu-with-access
RUN mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf \
    && apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql-16 && rm -rf /var/lib/apt/lists/*
COPY postgres.sh /usr/local/bin/
ENV PGDATA=/var/lib/postgresql/data PATH=/usr/lib/postgresql/16/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
VOLUME /var/lib/postgresql/data
STOPSIGNAL SIGINT
EXPOSE 5432
ENTRYPOINT ["postgres.sh"]
CMD ["postgres"]
D
image docker.io/library/redis:7.0-alpine <<'D'
FROM localhost/ubuntu-with-access
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/*
COPY redis.sh /usr/local/bin/
VOLUME /data
EXPOSE 6379
ENTRYPOINT ["redis.sh"]
CMD ["redis-server", "--protected-mode", "no"]
D
rm -rf context/dotnet
