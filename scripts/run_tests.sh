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

# What asks no database anything, and the long walks of who may do what, whose answers come from Python: once is enough.
once=()
for path in tests/regulations/text tests/consult/test_sanitizing.py tests/consult/test_desk_every_address.py \
    tests/regulations/admin/test_every_address.py tests/portal tests/home/test_styleguide.py; do
    once+=("--ignore=$path")
done

round "SQLite" -m "not e2e"
DATABASE_URL="${TEST_POSTGRES_URL:?make test sets it}" round "PostgreSQL" -m "not e2e" "${once[@]}" "${folders[@]}"
round "browser" -m e2e
exit $status
