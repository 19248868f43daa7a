"""Whether the hub can do its work: room on the disk, a database that reads and writes, a bot that answers.

However many ask, each is looked at once every :data:`FRESH_S`; one that hangs is not asked a second time
meanwhile.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from escalation.store.records import StoreError

FRESH_S, LONGEST_S = 2.0, 1.5
LEAST_FREE_MB = 100
MB = 2**20


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at. ``detail`` is for whoever runs Baton and names no path, number or
    person.
    """

    ok: bool
    detail: str


class _Probe:
    def __init__(self, work: Callable[[], Awaitable[Check]], silent: str) -> None:
        self._work, self._silent = work, silent
        self._asked: asyncio.Future[Check] | None = None

    async def ask(self) -> Check:
        if self._asked is None or self._asked.done():
            self._asked = asyncio.ensure_future(self._work())
        done, _ = await asyncio.wait([self._asked], timeout=LONGEST_S)
        return self._asked.result() if done else Check(False, self._silent)


class Readiness:
    """``stored`` reads and writes what is kept or raises :class:`StoreError`; ``bot`` is asked whether a bot
    would take a turn now.
    """

    def __init__(
        self,
        home: Path,
        stored: Callable[[], Awaitable[None]],
        bot: Callable[[], Awaitable[bool]],
        least_free_mb: int = LEAST_FREE_MB,
    ) -> None:
        self._home, self._probe, self._bot, self._least_mb = home, stored, bot, least_free_mb
        self._probes = {
            "disk": _Probe(self._disk, "does not answer"),
            "database": _Probe(self._stored, "does not answer; another program may hold it"),
            "bot": _Probe(self._answering, "does not answer"),
        }
        self._looking: asyncio.Future[dict[str, Check]] | None = None
        self._at = 0.0

    async def look(self) -> dict[str, Check]:
        """Every check by its name, not older than :data:`FRESH_S`."""
        if self._looking is None or (self._looking.done() and time.monotonic() - self._at > FRESH_S):
            self._at, self._looking = time.monotonic(), asyncio.ensure_future(self._all())
        return await asyncio.shield(self._looking)

    async def _all(self) -> dict[str, Check]:
        results = await asyncio.gather(*(probe.ask() for probe in self._probes.values()))
        return dict(zip(self._probes, results, strict=True))

    async def _disk(self) -> Check:
        return await asyncio.to_thread(self._room)

    def _room(self) -> Check:
        try:
            with tempfile.TemporaryFile(dir=self._home) as file:
                file.write(bytes(4096))
                file.flush()
            free = shutil.disk_usage(self._home).free // MB
        except OSError:
            return Check(False, "cannot be written")
        return (
            Check(True, "has room")
            if free >= self._least_mb
            else Check(False, f"has less than {self._least_mb} MB free")
        )

    async def _stored(self) -> Check:
        try:
            await self._probe()
        except StoreError:
            return Check(False, "cannot be read or written")
        return Check(True, "reads and writes")

    async def _answering(self) -> Check:
        return Check(True, "answers") if await self._bot() else Check(False, "does not answer")
