#!/bin/sh
# Makes .venv from the lock files. Run by `make`; a second run with unchanged locks does nothing.
#   deploy/setup.sh [FOLDER [LOCK…]]    by default .venv from requirements.lock
# Errors are one sentence with the remedy, exit code 2.
set -eu
cd "$(dirname "$0")/.."
root="$(pwd)"
venv="${1:-.venv}"
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- requirements.lock

stop() { echo "baton setup: $1" >&2; exit 2; }

python=""
for candidate in "${PYTHON:-}" python3.11 python3; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
    version="$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true)"
    [ "$version" = "3.11" ] && { python="$candidate"; break; }
done
[ -n "$python" ] || stop "Python 3.11 is needed and was not found. On Debian 12: apt-get install python3 python3-venv. Elsewhere, name it: make run PYTHON=/path/to/python3.11"
"$python" -c 'import ensurepip, venv' 2>/dev/null || stop "Python's venv module is missing. On Debian 12: apt-get install python3-venv"

stamp="$(cat requirements-uv.lock "$@" deploy/setup.sh | "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')"
[ -f "$venv/.baton-stamp" ] && [ "$(cat "$venv/.baton-stamp")" = "$stamp $root" ] && exit 0

free="$("$python" -c 'import shutil; print(shutil.disk_usage(".").free // 2**20)')"
[ "$free" -ge 2500 ] || stop "$free MB of disk are free here and 2500 MB are needed for the first set-up. Free some, or clone elsewhere."

echo "Setting up $venv (once; a few minutes on a slow line)"
rm -rf "$venv"
"$python" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock ||
    stop "The installer could not be fetched. Is the package index reachable?"
for lock in "$@"; do
    echo "Installing $(grep -c '^[a-zA-Z0-9]' "$lock") packages from $lock"
    "$venv/bin/uv" pip install --quiet --compile-bytecode --python "$venv/bin/python" --require-hashes -r "$lock" ||
        stop "The packages of $lock could not be installed. Is the package index reachable?"
done
site="$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
# The project itself, and the hook that lets Rasa start without TensorFlow, also for a plain `rasa train`.
printf '%s\nimport bot.small_rasa; bot.small_rasa.install()\n' "$root" > "$site/baton.pth"
printf '#!/bin/sh\nexec "%s" -m escalation.cli "$@"\n' "$root/$venv/bin/python" > "$venv/bin/baton"
chmod +x "$venv/bin/baton"
# Compiled once here: where Python may not write beside its sources, every start would compile thousands of files again.
"$venv/bin/python" -m compileall -q actions bot escalation knowledge
echo "$stamp $root" > "$venv/.baton-stamp"
