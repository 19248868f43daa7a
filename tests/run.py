"""``make test``: every suite in the environment it belongs to, and one line about what could not run."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tests.chromium import find

ROOT = Path(__file__).resolve().parents[1]
BROWSER = "tests/browser"
HUB = ["tests/core", "tests/store", "tests/bridge", "tests/access", "tests/knowledge"]


def _start(venv: str, *arguments: str, output: IO[str] | None = None) -> subprocess.Popen[str]:
    command = [str(ROOT / venv / "bin" / "python"), "-m", "pytest", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT if output else None, text=True
    )


def _pytest(venv: str, *arguments: str) -> int:
    print(f"\n=== {venv}: pytest {' '.join(arguments)}", flush=True)
    return _start(venv, *arguments).wait()


@contextmanager
def _beside(venv: str, *arguments: str) -> Iterator[Callable[[], int]]:
    """Tests that mostly wait for a browser, run beside the others; the call that is given waits for them and
    prints what they said.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        running = _start(venv, *arguments, output=output)

        def ended() -> int:
            code = running.wait()
            print(f"\n=== {venv}: pytest {' '.join(arguments)} (run beside the others)", flush=True)
            output.seek(0)
            print(output.read(), flush=True)
            return code

        try:
            yield ended
        finally:
            running.terminate()
            running.wait()


def _browser_tests() -> int:
    """How many tests do not run without a browser, as pytest itself counts them."""
    command = [str(ROOT / ".venv-test" / "bin" / "python"), "-m", "pytest", "--collect-only", BROWSER]
    listed = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout
    return sum("::" in line for line in listed.splitlines())


def main() -> int:
    """Run all; the exit code of the first suite that failed. ``BATON_TEST=all`` demands the browser tests."""
    browser = find() is not None
    others = [f"--ignore={folder}" for folder in (*HUB, BROWSER)]
    if browser:
        with _beside(".venv-test", BROWSER) as ended:
            codes = [_pytest(".venv-hub", *HUB), _pytest(".venv-test", "tests", *others), ended()]
    else:
        codes = [_pytest(".venv-hub", *HUB), _pytest(".venv-test", "tests", *others)]
    if not browser:
        count = _browser_tests()
        print(
            f"\n!!! NO CHROMIUM: {count} browser tests did NOT run. Install it (Debian: apt-get install"
            " chromium).",
            flush=True,
        )
        codes.append(1 if os.environ.get("BATON_TEST") == "all" else 0)
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main())
