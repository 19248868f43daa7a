"""``make test``: every suite in the environment it belongs to, and one line about what could not run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.chromium import find

ROOT = Path(__file__).resolve().parents[1]
HUB = ["tests/core", "tests/store", "tests/bridge", "tests/access", "tests/knowledge"]


def _pytest(venv: str, *arguments: str) -> int:
    print(f"\n=== {venv}: pytest {' '.join(arguments)}", flush=True)
    return subprocess.run([str(ROOT / venv / "bin" / "python"), "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode


def _browser_tests() -> int:
    """How many tests do not run without a browser, as pytest itself counts them."""
    command = [str(ROOT / ".venv-test" / "bin" / "python"), "-m", "pytest", "--collect-only", "tests/browser"]
    listed = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout
    return sum("::" in line for line in listed.splitlines())


def main() -> int:
    """Run all; the exit code of the first suite that failed. ``BATON_TEST=all`` demands the browser tests."""
    browser = find() is not None
    codes = [_pytest(".venv-hub", *HUB)]
    left = [*HUB, *(["tests/browser"] if not browser else [])]
    codes.append(_pytest(".venv-test", "tests", *(f"--ignore={folder}" for folder in left)))
    if not browser:
        count = _browser_tests()
        print(f"\n!!! NO CHROMIUM: {count} browser tests did NOT run. Install it (Debian: apt-get install chromium).", flush=True)
        codes.append(1 if os.environ.get("BATON_TEST") == "all" else 0)
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main())
