"""The events that a queue is read from, of all conversations, in the order they were committed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from escalation.core.events import Event, Recorded
from escalation.store.codec import from_row
from escalation.store.sqlite.database import Reading

_BETWEEN = "select min(rowid), max(rowid) from events"
_EVENTS = "select conversation, seq, at, kind, version, data, text from events where rowid > ? and rowid <= ?"
_AT = "select at, rowid from events where rowid >= ? order by rowid limit 1"


class SqliteQueueLog:
    """See :class:`escalation.store.ports.QueueLog`."""

    def __init__(self, reading: Reading) -> None:
        self._db = reading

    async def first_since(self, at: int) -> int:
        return await self._db.read(lambda db: _first_since(db, at))

    async def events(
        self, kinds: Iterable[type[Event]], after: int
    ) -> tuple[int, list[tuple[str, Recorded]]]:
        names = [kind.kind for kind in kinds]
        return await self._db.read(lambda db: _events(db, names, after))


def _first_since(db: sqlite3.Connection, at: int) -> int:
    """Looked for by halves, for no index is on times."""
    low, high = db.execute(_BETWEEN).fetchone()
    low, high = low or 0, high or 0
    while low < high:
        middle = (low + high) // 2
        time, place = db.execute(_AT, (middle,)).fetchone()
        low, high = (place + 1, high) if time < at else (low, middle)
    return low - 1


def _events(db: sqlite3.Connection, names: list[str], after: int) -> tuple[int, list[tuple[str, Recorded]]]:
    (last,) = db.execute("select coalesce(max(rowid), 0) from events").fetchone()
    query = f"{_EVENTS} and kind in ({', '.join('?' * len(names))}) order by rowid"
    rows = db.execute(query, (after, last, *names)).fetchall()
    return int(last), [(row[0], from_row(row[1:])) for row in rows]
