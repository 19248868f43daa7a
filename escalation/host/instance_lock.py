"""The instance lock: one Baton a folder, held as long as any of its processes lives.

The processes that Baton starts inherit it, so that nobody who needs the folder for themselves takes it from
under a hub that outlived its supervisor. A hub that runs alone holds a second lock, shared with others of its
kind.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO

from escalation.host.processes import HUBS, LOCK, of_home, stamp_of

FILE = LOCK


class LockedError(RuntimeError):
    """Another Baton runs on this folder; ``str()`` names its processes."""


class HouseLock:
    """Holds ``home/run/lock`` while this process, or one that inherited it, lives. ``alone``: no hub may run
    by itself either.
    """

    def __init__(self, home: Path, alone: bool = False) -> None:
        self._file = _locked(home, FILE, fcntl.LOCK_EX)
        try:
            self._hubs = _locked(home, HUBS, fcntl.LOCK_EX) if alone else None
        except LockedError:
            self._file.close()
            raise
        self._file.seek(0)
        self._file.truncate()
        self._file.write(str(os.getpid()))
        self._file.flush()

    @property
    def inherited(self) -> tuple[int, ...]:
        """What a child has to be given so that it holds the lock, too."""
        return (self._file.fileno(),)

    def release(self) -> None:
        """Let go; whoever inherited it holds it on."""
        self._file.close()
        if self._hubs:
            self._hubs.close()


class HubLock:
    """Says that a hub works on ``home``, whoever started it. Hubs share it; raises :class:`LockedError` while
    one needs the folder alone.
    """

    def __init__(self, home: Path) -> None:
        self._file = _locked(home, HUBS, fcntl.LOCK_SH)

    def release(self) -> None:
        """Let go."""
        self._file.close()


def _locked(home: Path, name: str, how: int) -> IO[str]:
    folder = home / "run"
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / name).open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except OSError:
        file.close()
        raise LockedError(_sentence(home, name)) from None
    return file


def _sentence(home: Path, name: str) -> str:
    found = of_home(home)
    holder = holder_of(home) if name == FILE else None
    who = ", ".join(map(str, found)) or (f"process {holder}" if holder else "another program holds its lock")
    return (
        f"Baton is already running in {home}: {who}. Stop it first, end it with `baton up --take-over`, or"
        " set BATON_HOME to another folder."
    )


def holder_of(home: Path) -> int | None:
    """The process that took the lock and still runs, or None; those that outlived it are named by
    :func:`of_home`.
    """
    try:
        with (home / "run" / FILE).open("r", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                pid = int(file.read() or 0)
                return pid if stamp_of(pid) else None
    except (FileNotFoundError, ValueError):
        return None
    return None
