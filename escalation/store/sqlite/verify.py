"""``baton log verify``: the log is the record, so everything else must follow from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from escalation.core.conversation import Conversation, IllegalEventError, evolve
from escalation.store.codec import UnreadableEventError, fold_from_text, from_row

_EVENTS = "select seq, at, kind, version, data, text from events where conversation = ? order by seq"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not follow from the log; ``str()`` names the conversation and the place."""

    conversation: str
    what: str

    def __str__(self) -> str:
        """For people."""
        return f"{self.conversation}: {self.what}"


@dataclass(slots=True)
class Tally:
    """How much was read."""

    conversations: int = 0
    events: int = 0


def verify(db: sqlite3.Connection, tally: Tally) -> Iterator[Fault]:
    """Every fault of the database; ``tally`` counts as it goes. Reads conversation by conversation."""
    names = db.execute(
        "select conversation from events union select id from conversations order by 1"
    ).fetchall()
    for (name,) in names:
        tally.conversations += 1
        yield from _conversation(db, name, tally)
    for turn, name in db.execute(
        "select turn, conversation from owed where conversation not in (select id from conversations)"
    ):
        yield Fault(name, f"turn {turn} is owed to a conversation that is not there")


def _conversation(db: sqlite3.Connection, name: str, tally: Tally) -> Iterator[Fault]:
    state = Conversation(name)
    for row in db.execute(_EVENTS, (name,)):
        tally.events += 1
        try:
            state = evolve(state, from_row(row))
        except (IllegalEventError, UnreadableEventError) as problem:
            yield Fault(name, f"event {row[0]} cannot follow: {problem}")
            return
    yield from _projection(db, state)


def _projection(db: sqlite3.Connection, state: Conversation) -> Iterator[Fault]:
    row = db.execute(
        "select fold, seq, state, epoch, agent from conversations where id = ?", (state.id,)
    ).fetchone()
    if row is None:
        yield Fault(state.id, "has events and no row in the projection")
        return
    if fold_from_text(row[0]) != state:
        yield Fault(state.id, f"the projection differs from the fold of its {state.seq} events")
    if tuple(row[1:]) != (state.seq, str(state.state), state.epoch, state.agent):
        yield Fault(state.id, "a column of the projection differs from its fold")
    owed = {turn for (turn,) in db.execute("select turn from owed where conversation = ?", (state.id,))}
    if owed != ({state.pending.turn} if state.pending else set()):
        yield Fault(
            state.id,
            f"owes {sorted(owed) or 'nothing'}, but the log says"
            f" {state.pending.turn if state.pending else 'nothing'}",
        )
