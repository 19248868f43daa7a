"""Which processes belong to a ``BATON_HOME``: those its supervisor has noted, and those that hold its
instance lock.

A number alone proves nothing, for numbers are given again. A process is known by its number and the moment it
started.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

FILE = "processes.json"
LOCK, HUBS = "lock", "hubs"  # the instance lock; what hubs share
SUPERVISOR = "baton up"
ASKED_S, KILLED_S = 12.0, 5.0
log = logging.getLogger(__name__)


class Process(msgspec.Struct, frozen=True):
    """One process: its number, what it is, since when (for people), and the system's stamp of its start."""

    pid: int
    what: str
    since: str
    stamp: str

    @property
    def alive(self) -> bool:
        """Whether it still is the same process, and still runs."""
        return stamp_of(self.pid) == self.stamp

    def __str__(self) -> str:
        """For people."""
        return f"{self.what} (process {self.pid}, since {self.since})"


def stamp_of(pid: int) -> str | None:
    """When a process started, as the system counts; None when there is none or it has ended."""
    try:
        words = (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        )
        return None if words[0] in "ZX" else f"{words[19]} {_boot()}"
    except (OSError, IndexError):
        return _stamp_by_ps(pid) if sys.platform != "linux" else None


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def _stamp_by_ps(pid: int) -> str | None:
    told = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False, timeout=10
    ).stdout
    state, _, started = told.strip().partition(" ")
    return None if not state or state.startswith("Z") else started.strip()


def seen(pid: int, what: str) -> Process | None:
    """The process that has this number now."""
    stamp = stamp_of(pid)
    return Process(pid, what, _since(pid), stamp) if stamp else None


def _since(pid: int) -> str:
    """When it started, on the clock of people."""
    at = dt.datetime.now().astimezone()
    with contextlib.suppress(OSError, IndexError, ValueError):
        ticks = int(
            Path(f"/proc/{pid}/stat")
            .read_text(encoding="utf-8", errors="replace")
            .rpartition(")")[2]
            .split()[19]
        )
        booted = next(
            line
            for line in Path("/proc/stat").read_text(encoding="ascii").splitlines()
            if line.startswith("btime")
        )
        at = dt.datetime.fromtimestamp(int(booted.split()[1]) + ticks / os.sysconf("SC_CLK_TCK")).astimezone()
    return at.strftime("%-d %b %H:%M")


class Ledger:
    """``home/run/processes.json``, written by the supervisor alone; a new one begins empty but for the
    supervisor.
    """

    def __init__(self, home: Path) -> None:
        self._file, self._noted = home / "run" / FILE, dict[str, Process]()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self.note(SUPERVISOR, os.getpid())

    def note(self, what: str, pid: int) -> None:
        """A process of ours has started."""
        if process := seen(pid, what):
            self._noted[what] = process
            self._write()

    def forget(self, what: str) -> None:
        """It has ended."""
        if self._noted.pop(what, None):
            self._write()

    def _write(self) -> None:
        new = self._file.with_name(f"{FILE}.new")
        try:
            new.write_bytes(msgspec.json.encode(list(self._noted.values())))
            new.replace(self._file)
        except OSError as problem:  # a process is kept running all the same; its lock tells of it
            log.warning("the processes could not be noted: %s", problem)


def noted(home: Path) -> list[Process]:
    """What the supervisor has written down and still runs."""
    try:
        found = msgspec.json.decode((home / "run" / FILE).read_bytes(), type=list[Process])
    except (OSError, msgspec.MsgspecError):
        return []
    return [process for process in found if process.alive]


def of_home(home: Path) -> list[Process]:
    """Every process that provably belongs to ``home``, without the one that asks; the supervisor first."""
    found = {one.pid: one for one in noted(home)}
    for pid in _holding(home / "run"):
        if pid not in found and (process := seen(pid, _command(pid))):
            found[pid] = process
    return sorted(
        (one for one in found.values() if one.pid != os.getpid()),
        key=lambda one: (one.what != SUPERVISOR, one.pid),
    )


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        return " ".join(words[1:4]).strip()[:60] or words[0][:60]
    return "a process"


def _holding(folder: Path) -> Iterator[int]:
    """Who has a lock itself, and not only its file, open; the kernel tells (Linux)."""
    places = {str(folder.resolve() / name) for name in (LOCK, HUBS)}
    for opened in Path("/proc").glob("[0-9]*/fd"):
        with contextlib.suppress(OSError):
            for link in opened.iterdir():
                if (
                    str(link.readlink()) in places
                    and "FLOCK" in (opened.parent / "fdinfo" / link.name).read_text()
                ):
                    yield int(opened.parent.name)
                    break


def send(process: Process, number: signal.Signals) -> None:
    """Signal a process, if it still is the one that is meant."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform != "linux":
            if process.alive:
                os.kill(process.pid, number)
            return
        handle = os.pidfd_open(process.pid)
        try:
            if process.alive:  # asked while the handle keeps the number from being given again
                signal.pidfd_send_signal(handle, number)
        finally:
            os.close(handle)


def end_all(home: Path, say: Callable[[str], None]) -> list[Process]:
    """End every process of ``home``; what still runs then. The supervisor is asked first, for it ends the
    others in order.
    """
    found = of_home(home)
    for process in found:
        say(f"Ending {process}")
    supervisor = [process for process in found if process.what == SUPERVISOR]
    for process in supervisor or found:
        send(process, signal.SIGTERM)
    if survivors := _after(home, ASKED_S):
        for process in survivors:
            send(process, signal.SIGKILL)
        survivors = _after(home, KILLED_S)
    return survivors


def _after(home: Path, within_s: float) -> list[Process]:
    limit = time.monotonic() + within_s
    while (left := of_home(home)) and time.monotonic() < limit:
        time.sleep(0.1)
    return left
