"""What can go wrong, done on purpose: processes killed or paused, the disk full, the database locked, an
agent gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import house as houses
from tests.chaos.clients import Leaver

TARGETS = ("escalation", "escalation", "bot", "actions")
NAMES = {"escalation": "the hub", "bot": "the bot", "actions": "the action server"}
ORPHANS_S = 15
UP_S = 120
DISK_MB = 2048  # what is not used costs no memory
BLOCK = b"\0" * 65536


class NotBackError(RuntimeError):
    """The installation did not come back, so there is nothing to look at any more; ``str()`` says what it
    said last.
    """


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """A disk of its own for one installation; None where this machine does not let us have one."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=700", "tmpfs", str(folder)]
    if (
        sys.platform != "linux"
        or os.geteuid() != 0
        or subprocess.run(mount, capture_output=True, check=False).returncode != 0
    ):
        yield None
        return
    try:
        yield folder / "home"
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@dataclass
class Faults:
    """Everything that is broken in one storm. ``findings`` are sentences about what did not come back as it
    should.
    """

    house: houses.House
    chance: random.Random
    leaver: Leaver | None = None
    small: bool = False
    findings: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    left: bool = False

    def plan(self, count: int) -> list[str]:
        """Which faults, in which order: every kind at least once where there is room, the quick ones most
        often.
        """
        rare = list(KINDS)[: max(0, count - 2)]
        planned = [*rare, *self.chance.choices(list(OFTEN), k=max(0, count - len(rare)))]
        self.chance.shuffle(planned)
        return planned[:count]

    async def break_something(self, what: str) -> None:
        """One fault, and its end. What this machine does not let us do keeps its place, so that a seed means
        the same everywhere.
        """
        if what == "fill the disk" and not self.small:
            print(
                "  SKIPPED: the installation has no disk of its own that could be filled (run make chaos as"
                " root on Linux)",
                flush=True,
            )
            return
        self.done.append(what)
        await KINDS[what](self)

    async def kill_one(self) -> None:
        self._signal(self.chance.choice(TARGETS), signal.SIGKILL)

    async def pause_one(self) -> None:
        module = self.chance.choice(TARGETS)
        pid = self._signal(module, signal.SIGSTOP)
        await asyncio.sleep(self.chance.uniform(0.5, 4))
        if pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def _signal(self, module: str, sent: signal.Signals) -> int | None:
        try:
            pid = self.house.pid_of(module)
            os.kill(pid, sent)
        except (AssertionError, ProcessLookupError):  # it is down already and comes back by itself
            return None
        print(f"  {sent.name} to {NAMES[module]}", flush=True)
        return pid

    async def two_at_once(self) -> None:
        await asyncio.gather(
            self.kill_one(), KINDS[self.chance.choice(["pause a process", "lock the database"])](self)
        )

    async def lock_the_database(self) -> None:
        """Another program holds the write lock, as a careless backup does."""
        seconds = self.chance.uniform(1, 6)
        with contextlib.closing(
            sqlite3.connect(self.house.home / "baton.db", timeout=5, isolation_level=None)
        ) as database:
            with contextlib.suppress(
                sqlite3.OperationalError
            ):  # locked by the hub just now: then nothing is held
                database.execute("begin immediate")
            await asyncio.sleep(seconds)

    async def fill_the_disk(self) -> None:
        disk, filler = self.house.home.parent, self.house.home / "filler"
        try:
            _resize(disk, _used(disk) + len(BLOCK))
            await asyncio.to_thread(_fill, filler)
            await asyncio.sleep(self.chance.uniform(1, 4))
        finally:
            filler.unlink(missing_ok=True)
            _resize(disk, DISK_MB * 2**20)

    async def lose_an_agent(self) -> None:
        """The leaver goes as soon as they hold a conversation, and never comes back."""
        if self.leaver and not self.left:
            self.left = True
            await self.leaver.vanish()

    async def kill_the_supervisor(self) -> None:
        """Its children must end with it; then it is started again."""
        children = _children(self.house.process.pid)
        self.house.process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(self.house.process.wait)
        await _until(lambda: not _alive(children), ORPHANS_S)
        orphans = _alive(children)
        if orphans:
            self.findings.append(
                f"{len(orphans)} processes outlived the killed supervisor by {ORPHANS_S} s:"
                f" {', '.join(orphans.values())}"
            )
        for pid in orphans:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        await _until(lambda: not _alive(children), ORPHANS_S)
        await self.start_again()

    async def start_again(self) -> None:
        """The same installation, as a person or the machine's own supervisor starts it again."""
        said = len(self.house.said())
        self._up()
        await _until(
            lambda: "Baton is running" in self.house.said()[said:] or self.house.process.poll() is not None,
            UP_S,
        )
        if "Baton is running" not in self.house.said()[said:]:
            last = self.house.said()[said:].strip().splitlines()[-1:]
            raise NotBackError(f"Baton did not start again after its supervisor was killed: {' '.join(last)}")

    def _up(self) -> None:
        with self.house.output.open("ab") as log:
            command = [sys.executable, "-m", "escalation.cli", "up"]
            self.house.process = subprocess.Popen(command, env=self.house.environment, stdout=log, stderr=log)


Fault = Callable[[Faults], Awaitable[None]]
OFTEN: dict[str, Fault] = {
    "kill a process": Faults.kill_one,
    "pause a process": Faults.pause_one,
    "two at once": Faults.two_at_once,
    "lock the database": Faults.lock_the_database,
}
KINDS: dict[str, Fault] = {
    "kill the supervisor": Faults.kill_the_supervisor,
    "lose an agent for good": Faults.lose_an_agent,
    "fill the disk": Faults.fill_the_disk,
    **OFTEN,
}


def _used(disk: Path) -> int:
    found = os.statvfs(disk)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def _resize(disk: Path, size: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True, capture_output=True)


def _fill(file: Path) -> None:
    """Until not one byte more fits."""
    with file.open("wb", buffering=0) as out:
        for block in (BLOCK, b"\0"):
            try:
                while True:
                    out.write(block)
            except OSError as problem:
                if problem.errno != errno.ENOSPC:
                    raise


def _words_of(pid: int) -> str | None:
    """The command line of a process that runs; None of one that ended."""
    folder = Path("/proc") / str(pid)
    try:
        if (folder / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return None
        return (folder / "cmdline").read_bytes().decode(errors="replace").replace("\0", " ").strip()
    except OSError:
        return None


def _children(parent: int) -> dict[int, str]:
    """Every process below this one, with its words."""
    found: dict[int, str] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and _parent(folder) == parent and (words := _words_of(int(folder.name))):
            found |= {int(folder.name): words, **_children(int(folder.name))}
    return found


def _parent(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _alive(children: dict[int, str]) -> dict[int, str]:
    """Those that still run under the same words: a number given to another process meanwhile is not ours."""
    return {pid: " ".join(words.split()[1:4]) for pid, words in children.items() if _words_of(pid) == words}


async def _until(holds: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        await asyncio.sleep(0.1)
