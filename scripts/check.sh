#!/usr/bin/env bash
# Everything that can be said about the code without running the tests. All checks run; one that fails fails the whole.
set -uo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=()

check() {  # check NAME COMMAND...
    local name=$1 output
    shift
    if output=$("$@" 2>&1 </dev/null); then
        printf 'check: %-22s ok\n' "$name"
        # What a passing check has to say, it says behind this mark.
        grep '^note: ' <<<"$output" || true
    else
        printf 'check: %-22s FAIL\n%s\n' "$name" "$output"
        failed+=("$name")
    fi
}

# Nothing here may touch a real database; production settings get values of the right form that lead nowhere.
nowhere=(env DATABASE_URL=sqlite://:memory:)
production=(env DJANGO_SETTINGS_MODULE=portal.settings.production
    SECRET_KEY="$("$bin/python" -c 'import secrets; print(secrets.token_urlsafe(64))')"
    ALLOWED_HOSTS=portal.example BASE_URL=https://portal.example TRUSTED_PROXY_COUNT=1
    DATABASE_URL=postgres://portal:secret@127.0.0.1:1/portal
    ELASTICSEARCH_URL=http://127.0.0.1:1
    EMAIL_HOST=mail.portal.example DEFAULT_FROM_EMAIL=portal@portal.example)

check "style" "$bin/ruff" check --output-format concise .
check "format" "$bin/ruff" format --check --output-format concise .
check "import direction" "$bin/lint-imports" --no-cache
check "migrations complete" "${nowhere[@]}" "$bin/python" manage.py makemigrations --check --dry-run
check "production settings" "${production[@]}" "$bin/python" manage.py check --deploy --fail-level WARNING
check "personal data declared" "${nowhere[@]}" "$bin/python" manage.py personal_data --check
# The layout needs no service, also where a run of all tests must have them.
check "layout and templates" env -u REQUIRE_SERVICES "$bin/python" -m pytest -q -s -p no:cacheprovider tests/test_layout.py
check "lock files current" "$bin/python" scripts/check_lock.py

if [ ${#failed[@]} -gt 0 ]; then
    printf 'check: failed: %s\n' "$(IFS=,; echo "${failed[*]}")"
    exit 1
fi
