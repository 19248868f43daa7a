"""``baton log rebuild``: the log is the record, so every projection can be thrown away and made anew."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from escalation.store.codec import FOLD, folded
from escalation.store.sqlite.database import connect
from escalation.store.sqlite.event_log import project
from escalation.store.sqlite.insights import EVENTS

log = logging.getLogger(__name__)


def refold(file: Path) -> None:
    """A Baton whose fold knows more than the one that wrote the projections makes them anew from the log."""
    with closing(connect(file)) as connection:
        _refold(connection)


def _refold(connection: sqlite3.Connection) -> None:
    if connection.execute("pragma user_version").fetchone()[0] == FOLD:
        return
    try:
        rebuild(connection, owed=False)
        connection.execute(f"pragma user_version = {FOLD}")
    except (
        ValueError,
        KeyError,
        TypeError,
    ) as problem:  # a damaged log: what was projected stays; `baton log verify` says where
        log.warning("the projections could not be rebuilt: %s", problem)


def rebuild(db: sqlite3.Connection, owed: bool = True) -> int:
    """Make the projections anew from the log, in one transaction; returns how many conversations there are.
    Without ``owed`` the turns that are owed stay as they are.

    An event that cannot be read or cannot follow raises what :func:`evolve` raises, and nothing is changed.
    """
    db.execute("begin immediate")
    try:
        db.execute("delete from conversations")
        if owed:
            db.execute("delete from owed")
        names = [name for (name,) in db.execute("select distinct conversation from events").fetchall()]
        for name in names:
            _one(db, name, owed)
    except BaseException:
        db.execute("rollback")
        raise
    db.execute("commit")
    return len(names)


def _one(db: sqlite3.Connection, name: str, owed: bool) -> None:
    state = folded(name, db.execute(EVENTS, (name,)))
    project(db, state)
    if owed and state.pending:  # due at once: whoever starts next takes it up
        row = (state.pending.turn, name, state.pending.epoch)
        db.execute(
            "insert into owed (turn, conversation, epoch, due_at, attempts) values (?, ?, ?, 0, 0)", row
        )
