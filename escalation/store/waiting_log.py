"""The events that a queue is read from, of all conversations, in the order they were committed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from escalation.core.events import Event, Recorded
from escalation.store.codec import from_row

_BETWEEN = "select min(rowid), max(rowid) from events"
_EVENTS = "select conversation, seq, at, kind, version, data, text from events where rowid > ? and rowid <= ?"
_AT = "select at, rowid from events where rowid >= ? order by rowid limit 1"


def first_since(db: sqlite3.Connection, at: int) -> int:
    """The number up to which everything was committed before ``at``: looked for by halves, for no index is on
    times.
    """
    low, high = db.execute(_BETWEEN).fetchone()
    low, high = low or 0, high or 0
    while low < high:
        middle = (low + high) // 2
        time, place = db.execute(_AT, (middle,)).fetchone()
        low, high = (place + 1, high) if time < at else (low, middle)
    return low - 1


def queue_events(
    db: sqlite3.Connection, kinds: Iterable[type[Event]], after: int
) -> tuple[int, list[tuple[str, Recorded]]]:
    """Events of these kinds with a number above ``after``, and the number of the last event there is."""
    names = [kind.kind for kind in kinds]
    last = db.execute("select coalesce(max(rowid), 0) from events").fetchone()[0]
    query = f"{_EVENTS} and kind in ({', '.join('?' * len(names))}) order by rowid"
    rows = db.execute(query, (after, last, *names)).fetchall()
    return int(last), [(row[0], from_row(row[1:])) for row in rows]
