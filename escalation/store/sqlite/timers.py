"""The timers of conversations as rows, one of a kind for each conversation."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from escalation.core.timers import Timer
from escalation.store.records import DueTimer
from escalation.store.sqlite.database import Database
from escalation.store.sqlite.rows import rows

_PUT = "insert or replace into timers (conversation, kind, epoch, of_at, due_at) values (?, ?, ?, ?, ?)"
_DUE = (
    "select conversation, kind, epoch, of_at as of, due_at from timers where due_at <= ? order by due_at"
    " limit ?"
)


class SqliteTimers:
    """See :class:`escalation.store.ports.TimerRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def keep(self, timers: Mapping[str, Sequence[Timer]]) -> None:

        def write(db: sqlite3.Connection) -> None:
            db.executemany("delete from timers where conversation = ?", [(name,) for name in timers])
            db.executemany(
                _PUT,
                [
                    (name, timer.kind, timer.epoch, timer.of, timer.due_at)
                    for name, running in timers.items()
                    for timer in running
                ],
            )

        if timers:
            await self._db.write(write)

    async def due(self, now: int, most: int = 500) -> list[DueTimer]:
        return await self._db.read(lambda db: rows(db.execute(_DUE, (now, most)), DueTimer))

    async def all(self) -> dict[str, list[Timer]]:
        query = "select conversation, kind, epoch, of_at as of, due_at from timers"
        kept: dict[str, list[Timer]] = {}
        for row in await self._db.read(lambda db: rows(db.execute(query), DueTimer)):
            kept.setdefault(row.conversation, []).append(Timer(row.kind, row.epoch, row.of, row.due_at))
        return kept
