"""Reading a database for :mod:`escalation.store.verify`, conversation by conversation."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from escalation.store.sqlite.insights import EVENTS
from escalation.store.verify import Fault, Projected, Tally, faults_of

_NAMES = "select conversation from events union select id from conversations order by 1"
_PROJECTED = "select fold, seq, state, epoch, agent from conversations where id = ?"
_ORPHANS = "select turn, conversation from owed where conversation not in (select id from conversations)"


def verify(db: sqlite3.Connection, tally: Tally) -> Iterator[Fault]:
    """Every fault of the database; ``tally`` counts as it goes."""
    for (name,) in db.execute(_NAMES).fetchall():
        row = db.execute(_PROJECTED, (name,)).fetchone()
        owed = {turn for (turn,) in db.execute("select turn from owed where conversation = ?", (name,))}
        projected = Projected(row[0], tuple(row[1:])) if row else None
        yield from faults_of(name, db.execute(EVENTS, (name,)), projected, owed, tally)
    for turn, name in db.execute(_ORPHANS):
        yield Fault(name, f"turn {turn} is owed to a conversation that is not there")


def verify_file(file: Path, tally: Tally, still: bool = False) -> tuple[str, ...]:
    """Every fault of a database file, in words. ``still``: nobody has it open."""
    mode = "mode=ro&immutable=1" if still else "mode=ro"
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?{mode}", uri=True, timeout=10)) as database:
        return tuple(map(str, verify(database, tally)))
