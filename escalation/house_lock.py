"""One supervisor a folder: a lock that ends with the process, however it ends."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

FILE = "lock"


class HeldError(RuntimeError):
    """Another Baton runs on this folder; ``str()`` names its process."""


class HouseLock:
    """Holds ``home/run/lock`` while this process lives."""

    def __init__(self, home: Path) -> None:
        folder = home / "run"
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / FILE).open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = holder_of(home)
            self._file.close()
            raise HeldError(f"Baton is running on {home} already (process {holder}). Stop it first, or set BATON_HOME.") from None
        self._file.seek(0)
        self._file.truncate()
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        """Let go."""
        self._file.close()


def holder_of(home: Path) -> int | None:
    """The process that holds the lock, or None."""
    try:
        with (home / "run" / FILE).open("r", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return int(file.read() or 0)
    except (FileNotFoundError, ValueError):
        return None
    return None
