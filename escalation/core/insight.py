"""What one conversation teaches about the knowledge base: questions the bot could not answer or answered
wrongly, and what came of each answer. A pure fold over the conversation's events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from escalation.core import events as ev
from escalation.core.reasons import Reason

UNKNOWN, REJECTED, THUMB, ESCALATED = "unknown", "rejected", "thumb", "escalated"
_LET_DOWN = frozenset(
    {
        Reason.FRUSTRATION,
        Reason.COMPLEXITY,
        Reason.LOW_CONFIDENCE,
        Reason.REPEATED_QUESTION,
        Reason.MISSING_KNOWLEDGE,
    }
)
_MISSED = frozenset({"miss", "none_of_these"})
AGAIN_MS = 7 * 86_400_000


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that got no good answer: ``why`` is unknown, rejected, thumb or escalated; ``article`` what
    was answered, if anything. ``frustration`` is the most that was felt since, ``agent_ms`` how long people
    spent on it, ``answers`` what they wrote.
    """

    conversation: str
    seq: int
    at: int
    text: str
    why: str
    article: str | None = None
    frustration: float = 0.0
    agent_ms: int = 0
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Served:
    """An article that was given as an answer (event ``seq``) to the words ``asked``, and what came of it."""

    conversation: str
    seq: int
    at: int
    article: str
    version: int
    helpful: bool | None = None
    rejected: bool = False
    escalated: bool = False
    again: bool = False
    asked: str = ""


@dataclass(slots=True)
class _Reading:
    """Where the fold is."""

    conversation: str
    said: tuple[int, int, str] | None = None
    gaps: dict[int, Gap] = field(default_factory=dict)
    served: dict[int, Served] = field(default_factory=dict)
    asked_by: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    rejected: frozenset[str] = frozenset()
    joined_at: int | None = None
    closed_at: int | None = None


def read(conversation: str, events: Iterable[ev.Recorded]) -> tuple[list[Gap], list[Served]]:
    """The gaps and the served answers of one conversation, in order."""
    reading = _Reading(conversation)
    for recorded in events:
        _STEPS.get(type(recorded.event), _nothing)(reading, recorded)
    return list(reading.gaps.values()), list(reading.served.values())


def _nothing(_reading: _Reading, _recorded: ev.Recorded) -> None:
    return


def _customer(reading: _Reading, recorded: ev.Recorded) -> None:
    assert isinstance(recorded.event, ev.CustomerSaid)
    if recorded.event.text:
        reading.said = recorded.seq, recorded.at, recorded.event.text


def _note(
    reading: _Reading, question: tuple[int, int, str] | None, why: str, article: str | None = None
) -> None:
    if question is None:
        return
    seq, at, text = question
    known = reading.gaps.get(seq)
    if known is None:
        reading.gaps[seq] = Gap(reading.conversation, seq, at, text, why, article)
    elif article and not known.article:
        reading.gaps[seq] = replace(known, why=why, article=article)


def _bot(reading: _Reading, recorded: ev.Recorded) -> None:
    event = recorded.event
    assert isinstance(event, ev.BotSaid)
    if event.role == "answer" and event.article:
        reading.served[recorded.seq] = Served(
            reading.conversation,
            recorded.seq,
            recorded.at,
            event.article,
            event.article_version or 0,
            asked=reading.said[2] if reading.said else "",
        )
    if reading.said:
        reading.asked_by[recorded.seq] = reading.said
    if event.key == "miss":
        _note(reading, reading.said, UNKNOWN)
    elif event.key == "none_of_these":  # the words that said so are no question: the one before them was
        before = [
            asked for seq, asked in reading.asked_by.items() if reading.said and asked[0] < reading.said[0]
        ]
        _note(reading, before[-1] if before else None, UNKNOWN)


def _judged(reading: _Reading, recorded: ev.Recorded) -> None:
    event = recorded.event
    assert isinstance(event, ev.TurnDone)
    frustration = event.scores.frustration if event.scores else 0.0
    if reading.gaps:
        last = next(reversed(reading.gaps))
        reading.gaps[last] = replace(
            reading.gaps[last], frustration=max(reading.gaps[last].frustration, frustration)
        )
    now = frozenset(event.case.rejected if event.case else ())
    for article in now - reading.rejected:
        for seq, answer in reading.served.items():
            if answer.article == article and not answer.rejected:
                reading.served[seq] = replace(answer, rejected=True)
                _note(reading, reading.asked_by.get(seq), REJECTED, article)
    reading.rejected = reading.rejected | now


def _rated(reading: _Reading, recorded: ev.Recorded) -> None:
    event = recorded.event
    assert isinstance(event, ev.AnswerRated)
    if event.of in reading.served:
        served = reading.served[event.of] = replace(reading.served[event.of], helpful=event.helpful)
        if not event.helpful:
            _note(reading, reading.asked_by.get(event.of), THUMB, served.article)


def _handed(reading: _Reading, recorded: ev.Recorded) -> None:
    event = recorded.event
    assert isinstance(event, ev.HandedOff)
    last = next(reversed(reading.served), None)
    if last is not None:
        reading.served[last] = replace(reading.served[last], escalated=True)
    if reading.gaps or event.reason not in _LET_DOWN:
        return
    if event.reason is not Reason.FRUSTRATION:
        _note(reading, reading.said, ESCALATED, reading.served[last].article if last is not None else None)
    elif last is not None:  # an outburst is no question: the one whose answer did not help was
        _note(reading, reading.asked_by.get(last), ESCALATED, reading.served[last].article)


def _joined(reading: _Reading, recorded: ev.Recorded) -> None:
    reading.joined_at = recorded.at


def _agent(reading: _Reading, recorded: ev.Recorded) -> None:
    event = recorded.event
    assert isinstance(event, ev.AgentSaid)
    if reading.gaps and event.text:
        last = next(reversed(reading.gaps))
        reading.gaps[last] = replace(reading.gaps[last], answers=(*reading.gaps[last].answers, event.text))


def _left(reading: _Reading, recorded: ev.Recorded) -> None:
    if reading.joined_at is not None and reading.gaps:
        last = next(reversed(reading.gaps))
        reading.gaps[last] = replace(
            reading.gaps[last], agent_ms=reading.gaps[last].agent_ms + recorded.at - reading.joined_at
        )
    reading.joined_at = None
    if isinstance(recorded.event, ev.Closed):
        reading.closed_at = recorded.at


def _reopened(reading: _Reading, recorded: ev.Recorded) -> None:
    """Whoever comes back within a week was not helped for good."""
    if reading.served and recorded.at - (reading.closed_at or 0) < AGAIN_MS:
        last = next(reversed(reading.served))
        reading.served[last] = replace(reading.served[last], again=True)


_STEPS = {
    ev.CustomerSaid: _customer,
    ev.BotSaid: _bot,
    ev.TurnDone: _judged,
    ev.AnswerRated: _rated,
    ev.HandedOff: _handed,
    ev.AgentJoined: _joined,
    ev.AgentSaid: _agent,
    ev.AgentLeft: _left,
    ev.HandedBack: _left,
    ev.Closed: _left,
    ev.Reopened: _reopened,
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What an article did: how often it was given, and what came of it."""

    article: str
    served: int
    helpful: int
    unhelpful: int
    rejected: int
    escalated: int
    again: int


def effects(served: Iterable[Served]) -> list[Effect]:
    """One line an article, those that went wrong most often first."""
    by_article: dict[str, list[Served]] = {}
    for answer in served:
        by_article.setdefault(answer.article, []).append(answer)
    found = [
        Effect(
            article,
            len(given),
            sum(answer.helpful is True for answer in given),
            sum(answer.helpful is False for answer in given),
            sum(answer.rejected for answer in given),
            sum(answer.escalated for answer in given),
            sum(answer.again for answer in given),
        )
        for article, given in by_article.items()
    ]
    return sorted(
        found,
        key=lambda effect: (
            -(effect.unhelpful + effect.rejected + effect.escalated),
            -effect.served,
            effect.article,
        ),
    )


def asked_for(article: str, served: Iterable[Served], most: int = 50) -> list[str]:
    """Customers' own words that this article answered and nobody minded, the latest first, each once."""
    good = [
        answer
        for answer in served
        if answer.article == article
        and answer.asked
        and not (answer.rejected or answer.escalated or answer.helpful is False)
    ]
    return list(dict.fromkeys(answer.asked for answer in sorted(good, key=lambda answer: -answer.at)))[:most]
