"""``baton log verify``: the log is the record, so everything else must follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from escalation.core.conversation import Conversation, IllegalEventError, evolve
from escalation.store.codec import EventRow, UnreadableEventError, fold_from_text, from_row


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


@dataclass(frozen=True, slots=True)
class Projected:
    """The row of a conversation: its fold, and the columns beside it (seq, state, epoch, agent)."""

    fold: str
    columns: tuple[int, str, int, str | None]


def faults_of(
    conversation: str,
    events: Iterable[EventRow],
    projected: Projected | None,
    owed: set[str],
    tally: Tally,
) -> Iterator[Fault]:
    """Every fault of one conversation as it is stored: its events in order, its row, and the turns that are
    owed to it.
    """
    state = Conversation(conversation)
    tally.conversations += 1
    for row in events:
        tally.events += 1
        try:
            state = evolve(state, from_row(row))
        except (IllegalEventError, UnreadableEventError) as problem:
            yield Fault(conversation, f"event {row[0]} cannot follow: {problem}")
            return
    yield from _projection(state, projected)
    wanted = {state.pending.turn} if state.pending else set()
    if projected and owed != wanted:
        yield Fault(
            conversation,
            f"owes {sorted(owed) or 'nothing'}, but the log says"
            f" {state.pending.turn if state.pending else 'nothing'}",
        )


def _projection(state: Conversation, projected: Projected | None) -> Iterator[Fault]:
    if projected is None:
        yield Fault(state.id, "has events and no row in the projection")
        return
    if fold_from_text(projected.fold) != state:
        yield Fault(state.id, f"the projection differs from the fold of its {state.seq} events")
    if projected.columns != (state.seq, str(state.state), state.epoch, state.agent):
        yield Fault(state.id, "a column of the projection differs from its fold")
