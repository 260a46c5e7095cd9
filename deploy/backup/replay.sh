#!/bin/bash
# Repeats what the binary log has after a dump, up to a position or a time, on the database that the dump was restored into:
#   replay.sh DEFAULTS_FILE DATABASE DUMP --stop-datetime="2026-11-26 09:59:00" BINLOG…
#   replay.sh DEFAULTS_FILE DATABASE DUMP --stop-position=4711 BINLOG…
# DEFAULTS_FILE is of an administrator of the new server. BINLOG… are the files, from the one that the dump names on.
set -euo pipefail
defaults=$1 database=$2 dump=$3 stop=$4
shift 4
start=$(gzip -dc "$dump" | grep -m 1 -oE "^-- CHANGE MASTER TO MASTER_LOG_FILE='[^']+', MASTER_LOG_POS=[0-9]+") || true
if [ -z "$start" ]; then
  echo "The dump does not say where the binary log was: the server has none." >&2
  exit 1
fi
first=$(sed -E "s/.*LOG_FILE='([^']+)'.*/\1/" <<<"$start")
if [ "$(basename "$1")" != "$first" ]; then
  echo "The first file must be $first." >&2
  exit 1
fi
mariadb-binlog --database="$database" --start-position="${start##*=}" "$stop" "$@" |
  mariadb --defaults-file="$defaults" "$database"
