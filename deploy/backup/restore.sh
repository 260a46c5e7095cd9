#!/bin/bash
# Restores a dump into an empty database: restore.sh DEFAULTS_FILE DATABASE FILE.
# DEFAULTS_FILE is of the user who may create tables and triggers, `bank` in docs/operations.md.
set -euo pipefail
defaults=$1 database=$2 file=$3
query() { mariadb --defaults-file="$defaults" -BNe "$1" "$database"; }

if [ "$(query "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()")" != 0 ]; then
  echo "The database $database is not empty." >&2
  exit 1
fi
# Triggers get the user who restores as their definer: the one of the dump may not exist here. Only the lines that create
# triggers begin so; no line of data does.
gzip -dc "$file" | sed -E 's|^(/\*!50003 CREATE\*/ )/\*!50017 DEFINER=`[^`]*`@`[^`]*`\*/ |\1|' |
  mariadb --defaults-file="$defaults" "$database"
triggers=$(query "SELECT COUNT(*) FROM information_schema.triggers WHERE trigger_schema = DATABASE()")
in_dump=$(gzip -dc "$file" | grep -c '^/\*!50003 CREATE\*/ .* TRIGGER ')
if [ "$triggers" != "$in_dump" ] || [ "$triggers" = 0 ]; then
  echo "The dump has $in_dump triggers, the database $triggers." >&2
  exit 1
fi
echo "Restored, with $triggers triggers. Now: manage.py migrate --check, end_all_sessions, verify_ledger."
