#!/bin/bash
# Copies the files of a whole server while the portal serves: backup.sh DEFAULTS_FILE FOLDER. Faster than a dump to
# restore: the folder is the data directory of a new server, of the same version.
# DEFAULTS_FILE is of the user bank_backup (docs/operations.md); run it on the database server, as the user mysql or root.
set -euo pipefail
umask 077
defaults=$1 folder=$2
mariadb-backup --defaults-file="$defaults" --backup --target-dir="$folder"
mariadb-backup --prepare --target-dir="$folder"
