"""The hand-over note: what an agent should know before they say a word, from the log alone. Pure; every line
names its message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.judgement import ANSWERED, Evidence, Understanding
from escalation.core import events as ev
from escalation.core.lines import article_of
from escalation.core.matter import asks

SHOWN_WANTS, FEW_WORDS = 3, 2
NEEDS_ORDER = frozenset({"order_status", "do_cancel", "do_return", "do_readdress"})
BotTurns = list[tuple[int, ev.TurnDone]]
REJECTED, HELPED, OPEN = "rejected", "helped", "open"


@dataclass(frozen=True, slots=True)
class Line:
    """Words about the message ``seq``; ``more`` says how it was taken, or what kind of thing it is."""

    seq: int
    text: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """What the bot did in the company's systems, and how that ended."""

    seq: int
    action: str
    order: str | None
    result: str


@dataclass(frozen=True, slots=True)
class Mood:
    """The sentiment of one customer's message, −1 to 1."""

    seq: int
    sentiment: float


@dataclass(frozen=True, slots=True)
class Why:
    """The reason of the last hand-over with its evidence, and what would have kept the bot."""

    seq: int
    reason: str
    rule: str | None
    evidence: tuple[Line, ...]
    counterfactual: str | None


@dataclass(frozen=True, slots=True)
class HandoverNote:
    """What the customer wants, what they gave, what the bot tried and how it was taken, the mood, why a
    person, what is missing.
    """

    wants: tuple[Line, ...]
    gave: tuple[Line, ...]
    tried: tuple[Line, ...]
    did: tuple[Job, ...]
    mood: tuple[Mood, ...]
    why: Why | None
    missing: tuple[str, ...]


def handover_note(log: Iterable[ev.Recorded], title: Callable[[str], str] = str) -> HandoverNote:
    """The note of what happened since the last hand-back or reopening: what was before is settled, unless it
    is reopened and nothing was judged since. ``title`` names an article.

    What the customer gave, and why they last came to a person, outlive that: nobody is asked for an order
    number twice.
    """
    whole = list(log)
    events = since_cut(whole)
    turns, said = _turns(events), _said(events)
    gave = _gave(_turns(whole))
    return HandoverNote(
        wants=_wants(turns, said),
        gave=gave,
        tried=_tried(events, title),
        did=_did(turns),
        mood=tuple(Mood(turn.last, turn.scores.sentiment if turn.scores else 0.0) for _, turn in turns),
        why=_why(events, said) or _why(whole, _said(whole)),
        missing=_missing(turns, gave),
    )


def _turns(events: list[ev.Recorded]) -> BotTurns:
    return [(event.seq, event.event) for event in events if isinstance(event.event, ev.TurnDone)]


def _said(events: list[ev.Recorded]) -> dict[int, str]:
    return {event.seq: event.event.text for event in events if isinstance(event.event, ev.CustomerSaid)}


def since_cut(events: list[ev.Recorded]) -> list[ev.Recorded]:
    """The events after the last hand-back or reopening (law 8). Who reopens a conversation reads on where it
    ended, as long as nothing was judged since.
    """
    cut = max(
        (at for at, recorded in enumerate(events) if isinstance(recorded.event, ev.HandedBack | ev.Reopened)),
        default=-1,
    )
    if cut >= 0 and isinstance(events[cut].event, ev.Reopened) and not _turns(events[cut:]):
        return [*since_cut(events[:cut]), *events[cut + 1 :]]
    return events[cut + 1 :]


def _wants(turns: BotTurns, said: dict[int, str]) -> tuple[Line, ...]:
    """The messages that ask for something, small talk left out; the first and the latest ones."""
    asking = [
        turn
        for _, turn in turns
        if asks(_understood(turn)) and turn.last in said and not _only_gives(said[turn.last], turn)
    ]
    judged = {turn.last for _, turn in turns}
    lines = [Line(turn.last, said[turn.last], _subject(turn)) for turn in asking]
    lines += [
        Line(seq, text) for seq, text in said.items() if seq not in judged and seq > max(judged, default=0)
    ]
    return tuple(lines) if len(lines) <= SHOWN_WANTS else (lines[0], *lines[-(SHOWN_WANTS - 1) :])


def _only_gives(text: str, turn: ev.TurnDone) -> bool:
    """Whether the message is hardly more than a number or address that was asked for."""
    entities = _understood(turn).entities
    for entity in entities:
        text = text.replace(entity.value, " ")
    return bool(entities) and len(text.split()) < FEW_WORDS


def _understood(turn: ev.TurnDone) -> Understanding:
    return turn.understanding or Understanding()


def _subject(turn: ev.TurnDone) -> str:
    return (_understood(turn).article or "") if _understood(turn).band in ANSWERED else ""


def _gave(turns: BotTurns) -> tuple[Line, ...]:
    """Numbers, addresses, dates and the like, each once."""
    found: dict[tuple[str, str], Line] = {}
    for _, turn in turns:
        for given in _understood(turn).entities:
            kind = given.entity.replace("_", " ")
            found.setdefault((kind, given.value), Line(turn.last, given.value, kind))
    return tuple(found.values())


def _tried(events: list[ev.Recorded], title: Callable[[str], str]) -> tuple[Line, ...]:
    """The answers the bot gave, and whether they were refused, helped, or left open."""
    thumbs = {
        event.event.of: event.event.helpful for event in events if isinstance(event.event, ev.AnswerRated)
    }
    rejected = {
        name
        for event in events
        if isinstance(event.event, ev.TurnDone) and event.event.case
        for name in event.event.case.rejected
    }
    lines = []
    for event in events:
        if article := article_of(event.event):
            refused = thumbs.get(event.seq) is False or article in rejected
            taken = REJECTED if refused else HELPED if thumbs.get(event.seq) else OPEN
            lines.append(Line(event.seq, title(article), taken))
    return tuple(lines)


def _did(turns: BotTurns) -> tuple[Job, ...]:
    """What the bot changed in the company's systems, and how that ended."""
    return tuple(
        Job(seq, job.action, job.order, job.result)
        for seq, turn in turns
        for job in turn.actions
        if job.action != "order_status"
    )


def _why(events: list[ev.Recorded], said: dict[int, str]) -> Why | None:
    handed = next(
        (
            (recorded.seq, recorded.event)
            for recorded in reversed(events)
            if isinstance(recorded.event, ev.HandedOff)
        ),
        None,
    )
    if handed is None:
        return None
    seq, event = handed
    evidence = tuple(_pointed(piece, seq, said) for piece in event.evidence)
    rule = str(event.rule) if event.rule else None
    return Why(seq, str(event.reason), rule, evidence, event.counterfactual)


def _pointed(evidence: Evidence, seq: int, said: dict[int, str]) -> Line:
    """Evidence with the message it was found in, counted back from the hand-over."""
    before = [at for at in said if at < seq]
    at = before[-1 - evidence.ago] if evidence.ago < len(before) else seq
    return Line(at, evidence.what.detail or evidence.what.kind, evidence.words)


def _missing(turns: BotTurns, gave: tuple[Line, ...]) -> tuple[str, ...]:
    """What has to be asked still: what an order needs, and what the bot could not answer."""
    intents, kinds = {_understood(turn).intent for _, turn in turns}, {fact.more for fact in gave}
    needed = [name for name in ("order number", "email") if intents & NEEDS_ORDER and name not in kinds]
    return tuple(needed)
