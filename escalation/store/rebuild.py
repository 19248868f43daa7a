"""``baton log rebuild``: the log is the record, so every projection can be thrown away and made anew."""

from __future__ import annotations

import sqlite3

from escalation.core.conversation import Conversation, evolve
from escalation.store.codec import from_row
from escalation.store.sqlite import project


def rebuild(db: sqlite3.Connection, owed: bool = True) -> int:
    """Make the projections anew from the log, in one transaction; returns how many conversations there are. Without ``owed`` the
    turns that are owed stay as they are.

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
    state = Conversation(name)
    for row in db.execute("select seq, at, kind, version, data, text from events where conversation = ? order by seq", (name,)):
        state = evolve(state, from_row(row))
    project(db, state)
    if owed and state.pending:  # due at once: whoever starts next takes it up
        row = (state.pending.turn, name, state.pending.epoch)
        db.execute("insert into owed (turn, conversation, epoch, due_at, attempts) values (?, ?, ?, 0, 0)", row)
