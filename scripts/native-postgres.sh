#!/usr/bin/env bash
# Starts a native PostgreSQL 17 with pgvector on a Debian whose own archive has no pgvector: a small tree of the next release, made by
# debootstrap (about a minute, 700 MB) and run in a chroot. Needs root. Usage: native-postgres.sh start|stop DIRECTORY PORT
set -euo pipefail
action=${1:?start or stop} directory=${2:?a directory} port=${3:?a port}
binaries=/usr/lib/postgresql/17/bin
data=/var/lib/postgresql/rankwell-test

as_postgres() { chroot "$directory" su postgres -c "$1"; }

if [ "$action" = stop ]; then
  as_postgres "$binaries/pg_ctl -D $data -m immediate stop" || true
  umount "$directory/proc" || true
  exit 0
fi

command -v debootstrap > /dev/null || { apt-get update -qq && apt-get install -y -qq debootstrap > /dev/null; }
if [ ! -x "$directory$binaries/postgres" ]; then
  archive=$(awk '/^URIs:/ { print $2; exit }' /etc/apt/sources.list.d/*.sources 2> /dev/null || true)
  [ -n "$archive" ] || archive=$(awk '$1 == "deb" { print $2; exit }' /etc/apt/sources.list 2> /dev/null)
  debootstrap --variant=minbase --include=postgresql-17,postgresql-17-pgvector trixie "$directory" "$archive" > /dev/null
fi
mountpoint -q "$directory/proc" || mount -t proc proc "$directory/proc"
as_postgres "[ -d $data ] || $binaries/initdb -D $data -A trust -U postgres --locale=C.UTF-8 > /dev/null"
as_postgres "$binaries/pg_ctl -D $data -w -l $data/server.log -o '-p $port -c listen_addresses=127.0.0.1 -c max_connections=200' start > /dev/null"
