#!/usr/bin/env bash
# Write the lock files, every package with its hashes, for Python 3.11 and newer on every platform. Needs the network.
#   scripts/lock.sh [--upgrade]      --upgrade also moves what requirements*.txt does not pin
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {  # compile TARGET HEADER ARGUMENTS...: pins kept where they still fit; never the address of an index
    local target=$1 header=$2
    shift 2
    .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links -o "$target" "$@"
    printf '%s\n%s\n' "# Written by \`make lock\`$header" "$(cat "$target")" >"$target.new"
    mv "$target.new" "$target"
}

compile requirements.lock " from requirements.txt: edit that file, not this one." requirements.txt "$@"
compile requirements-dev.lock " from requirements.txt and requirements-dev.txt: edit those, not this one." \
    -c requirements.lock requirements.txt requirements-dev.txt "$@"
grep '^uv==' requirements-dev.txt |
    compile requirements-uv.lock ": the installer that installs the other two, itself installed by pip." --no-annotate -
