#!/usr/bin/env bash
# Every test, in three rounds of pytest: on SQLite, on PostgreSQL, in the browser. Called by `make test` among its services.
set -uo pipefail
cd "$(dirname "$0")/.."
status=0

round() {  # round NAME PYTEST-ARGUMENTS...
    printf '\n== tests: %s\n' "$1"
    shift
    # A file stays in one process: what it builds once (a search index, a register) is built once.
    .venv/bin/python -m pytest -n "${TEST_PROCESSES:-2}" --dist loadfile "$@" </dev/null || status=1
}

folders=()
for folder in tests/accounts tests/consult tests/regulations tests/search tests/home tests/portal tests/scripts; do
    [ -d "$folder" ] && folders+=("$folder")
done

round "SQLite" -m "not e2e"
DATABASE_URL="${TEST_POSTGRES_URL:?make test sets it}" round "PostgreSQL" -m "not e2e" "${folders[@]}"
round "browser" -m e2e
exit $status
