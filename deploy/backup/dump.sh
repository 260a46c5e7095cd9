#!/bin/bash
# Dumps a database while the portal serves: dump.sh DEFAULTS_FILE DATABASE FOLDER. Prints the name of the file.
# DEFAULTS_FILE has the address, user and password of the user bank_backup in its section [client] (docs/operations.md).
set -euo pipefail
umask 077
defaults=$1 database=$2 folder=$3
file="$folder/$database-$(date -u +%Y%m%dT%H%M%SZ).sql.gz"

# One transaction reads all tables as they were at its start; the file says where the binary log then was.
# --skip-add-locks: the user who restores needs no right to lock tables.
options=(--single-transaction --skip-add-locks --no-tablespaces --hex-blob)
if [ "$(mariadb --defaults-file="$defaults" -BNe 'SELECT @@log_bin')" = 1 ]; then
  options+=(--master-data=2)
fi
mariadb-dump --defaults-file="$defaults" "${options[@]}" "$database" | gzip >"$file.part"
# A dump that was cut off lacks its last line.
gzip -dc "$file.part" | tail -n 1 | grep -q '^-- Dump completed'
mv "$file.part" "$file"
echo "$file"
