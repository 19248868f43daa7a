"""Events and folds as rows: strict both ways, so that a log nobody can read is never written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from bot.wire import decoded, encoded, plain, typed
from escalation.core.conversation import Conversation, evolve
from escalation.core.events import KINDS, Event, Recorded, TurnDone

EventRow = tuple[int, int, str, int, str, str | None]
Fields = dict[str, Any]
FOLD = 7  # raised when the fold of a conversation learns something from events that were there before
MAYBE = ("understanding", "scores", "decision", "case")  # of a turn; an empty object where there is none
LATER = ("guide", "marks")  # what a case has had since its first version; kept where it says something


class UnreadableEventError(ValueError):
    """A stored event that no known shape fits; names kind and version."""


def to_row(recorded: Recorded) -> tuple[int, int, str, int, str | None, str, str | None]:
    """seq, at, kind, version, client id, data, text."""
    data = fields_of(recorded.event)
    text = data.pop("text", None)
    event = recorded.event
    return (
        recorded.seq,
        recorded.at,
        event.kind,
        event.version,
        data.get("client_id"),
        msgspec.json.encode(data).decode(),
        text,
    )


def fields_of(event: Event) -> Fields:
    """An event's fields as they are stored."""
    fields: Fields = plain(event)
    if isinstance(event, TurnDone):
        fields |= {name: {} for name in MAYBE if fields[name] is None}
        fields["case"] = {name: value for name, value in fields["case"].items() if value or name not in LATER}
    return fields


def from_row(row: EventRow) -> Recorded:
    """The event of a row (seq, at, kind, version, data, text); an erased text reads as empty."""
    seq, at, kind, version, data, text = row
    shape = KINDS.get((kind, version))
    if shape is None:
        raise UnreadableEventError(
            f"Event {seq}: kind {kind} version {version} is unknown. Was it written by a newer Baton?"
        )
    fields = msgspec.json.decode(data)
    if "text" in shape.__dataclass_fields__:
        fields["text"] = text or ""
    return Recorded(seq, at, _convert(fields, shape))


def _convert(fields: Fields, shape: type[Event]) -> Event:
    if shape is TurnDone:
        fields |= {name: None for name in MAYBE if fields.get(name) == {}}
    try:
        return typed(fields, shape)
    except msgspec.ValidationError as problem:
        raise UnreadableEventError(
            f"An event of kind {shape.kind} version {shape.version} does not fit its shape: {problem}"
        ) from problem


def folded(conversation: str, stored: Iterable[EventRow]) -> Conversation:
    """A conversation from its events; raises for one that cannot be read or cannot follow."""
    state = Conversation(conversation)
    for row in stored:
        state = evolve(state, from_row(row))
    return state


def fold_to_text(fold: Conversation) -> str:
    """The projection's column ``fold``."""
    return encoded(fold).decode()


def fold_from_text(text: str) -> Conversation:
    """The inverse of :func:`fold_to_text`."""
    return decoded(text, Conversation)
