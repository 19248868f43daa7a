#!/bin/sh
# `make lock`: one resolution for everything, then the lock files cut from it. Hash-pinned, without addresses.
set -eu
cd "$(dirname "$0")/.."
uv="${UV:-.venv/bin/uv}"
all="$(mktemp)"
trap 'rm -f "$all"' EXIT
compile() {
    "$uv" pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-annotate --no-header --quiet "$@"
}
compile --extra bot --extra tensorflow --extra dev -o "$all"
compile --extra bot -c "$all" -o requirements.lock
compile -c requirements.lock -o requirements-hub.lock
compile --extra dev -c "$all" -o requirements-dev.lock
compile --extra bot --extra tensorflow -c "$all" -o requirements-tensorflow.lock
