#!/usr/bin/env bash
# Makes, lists, verifies and restores backups: bokgi backup, with the words of earlier scripts.
#   scripts/backup.sh all | postgres | redis | results | data | s3
#   scripts/backup.sh cleanup [days] | stats | verify [file] | restore FILE
# Exit code: 0 done; 1 refused, or a backup that was verified is damaged; 2 a backup failed.
set -euo pipefail

[ $# -gt 0 ] || { sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 1; }
what=$1
shift
case $what in
  -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "$0"; exit 0 ;;
  postgres) what=database; [ -n "${DATABASE_URL:-}" ] || echo 'backup.sh: DATABASE_URL is not set, so this saves the SQLite database' >&2 ;;
esac
exec "${BOKGI:-$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../bokgi}" backup "$what" "$@"
