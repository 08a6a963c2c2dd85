#!/usr/bin/env bash
# Get and start real services, run one command with their addresses in its environment, stop them again.
#   scripts/services/with_services.sh [postgres] [elasticsearch] [elasticsearch9] [chromium] [libreoffice] [wrk] -- COMMAND...
#   scripts/services/with_services.sh --keep FOLDER [--anew] ... -- COMMAND...   the servers' data stays in FOLDER
# The command sees TEST_POSTGRES_URL, TEST_ELASTICSEARCH_URL, TEST_ELASTICSEARCH9_URL, CHROMIUM_PATH, SOFFICE_PATH,
# WRK_PATH.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
python="$here/../../.venv/bin/python"
[ -x "$python" ] || python=$(command -v python3.11 || command -v python3)
exec "$python" "$here/with_services.py" "$@"
