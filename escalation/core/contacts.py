"""A conversation as the contacts it is made of, for reports: what became of each time a customer came.

A contact begins when the conversation is opened or reopened, and with the customer's first words after
:data:`SILENCE_MS` of silence with the bot; it ends when the conversation is closed, or when the next begins.
Only what the customer takes part in counts: an agent who opens a closed conversation again goes on with the
contact before. A pure fold over the conversation's events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.judgement import Understanding
from escalation.core import events as ev
from escalation.core.states import TABLE, State

SILENCE_MS = 12 * 3_600_000
_MISSED = frozenset({"miss", "none_of_these"})
_ANSWERS = frozenset({"answer", "step", "reply"})


@dataclass(slots=True, kw_only=True)
class Contact:
    """One contact; whoever gets it from the fold leaves it as it is. Times are UTC milliseconds; 0 means
    that it did not happen. Waiting, answer and reason are those of its first hand-off; ``agents`` are names
    by id of all who had it, ``responder`` who answered first, ``agent`` who had it last. ``misses`` and
    ``frustration`` say how the bot did: the most that was felt.
    """

    conversation: str
    seq: int
    began_at: int
    site: str = ""
    messages: int = 0
    answers: int = 0
    misses: int = 0
    frustration: float = 0.0
    risk: str = ""
    language: str = ""
    topics: list[str] = field(default_factory=list)
    handed_off_at: int = 0
    reason: str = ""
    department: str = ""
    due_at: int = 0
    taken_at: int = 0
    answered_at: int = 0
    abandoned_at: int = 0
    agents: dict[str, str] = field(default_factory=dict)
    responder: str = ""
    agent: str = ""
    verdict: str = ""
    judge: str = ""
    stars: int = 0
    ended_at: int = 0


@dataclass(slots=True)
class _Reading:
    """Where the fold is: the contacts before, and the one that goes on."""

    conversation: str
    site: str = ""
    state: State = State.NEW
    last_at: int = 0
    contacts: list[Contact] = field(default_factory=list)

    def begin(self, recorded: ev.Recorded) -> None:
        self.contacts.append(
            Contact(conversation=self.conversation, seq=recorded.seq, began_at=recorded.at, site=self.site)
        )

    @property
    def now(self) -> Contact:
        return self.contacts[-1]


Step = Callable[[_Reading, ev.Recorded, Any], None]


def contacts(conversation: str, events: Iterable[ev.Recorded]) -> list[Contact]:
    """The contacts of one conversation, in order."""
    reading = _Reading(conversation)
    for recorded in events:
        step = _STEPS.get(type(recorded.event))
        if step is None:
            continue
        step(reading, recorded, recorded.event)
        reading.state = TABLE.get((reading.state, type(recorded.event)), reading.state)
        reading.last_at = recorded.at
    return [contact for contact in reading.contacts if contact.messages or contact.handed_off_at]


def _opened(reading: _Reading, recorded: ev.Recorded, event: ev.Opened) -> None:
    reading.site = event.site
    reading.begin(recorded)


def _reopened(reading: _Reading, recorded: ev.Recorded, _event: ev.Reopened) -> None:
    reading.begin(recorded)


def _customer(reading: _Reading, recorded: ev.Recorded, _event: ev.Event) -> None:
    silence = recorded.at - reading.last_at
    if reading.state is State.BOT and reading.now.messages and silence > SILENCE_MS:
        reading.begin(recorded)
    reading.now.messages += 1


def _bot(reading: _Reading, _recorded: ev.Recorded, event: ev.BotSaid) -> None:
    now = reading.now
    now.answers += event.role in _ANSWERS
    now.misses += event.key in _MISSED and not now.handed_off_at


def _judged(reading: _Reading, _recorded: ev.Recorded, event: ev.TurnDone) -> None:
    now, understood = reading.now, event.understanding or Understanding()
    if event.scores:
        now.frustration = max(now.frustration, event.scores.frustration)
        now.risk = now.risk or event.scores.risk or ""
    now.language = understood.language or now.language
    if understood.topics and not now.handed_off_at:
        now.topics = list(understood.topics)


def _handed_off(reading: _Reading, recorded: ev.Recorded, event: ev.HandedOff) -> None:
    """Who had it before that had it without a wait."""
    now = reading.now
    if not now.handed_off_at:
        now.handed_off_at, now.reason = recorded.at, str(event.reason)
        now.taken_at, now.answered_at, now.responder = 0, 0, ""


def _routed(reading: _Reading, _recorded: ev.Recorded, event: ev.Routed) -> None:
    reading.now.department = event.department or ""


def _joined(reading: _Reading, recorded: ev.Recorded, event: ev.AgentJoined) -> None:
    if len(reading.contacts) > 1 and not (reading.now.messages or reading.now.handed_off_at):
        reading.contacts.pop()  # an agent opened it again: no customer came
        reading.now.ended_at = 0
    now = reading.now
    now.agents[event.agent], now.agent = event.agent_name, event.agent
    now.taken_at = now.taken_at or recorded.at


def _answered(reading: _Reading, recorded: ev.Recorded, agent: str) -> None:
    now = reading.now
    now.abandoned_at = 0
    if not now.answered_at:
        now.answered_at, now.responder = recorded.at, agent


def _agent(reading: _Reading, recorded: ev.Recorded, event: ev.AgentSaid) -> None:
    _answered(reading, recorded, event.agent)


def _left(_reading: _Reading, _recorded: ev.Recorded, _event: ev.AgentLeft) -> None:
    """It waits again; who had it stays known."""


def _file(reading: _Reading, recorded: ev.Recorded, event: ev.FileShared) -> None:
    if event.by == "agent":
        _answered(reading, recorded, event.agent or "")
    else:
        _customer(reading, recorded, event)


def _handed_back(reading: _Reading, recorded: ev.Recorded, event: ev.HandedBack) -> None:
    if reading.state is State.QUEUED and event.by == "customer":
        reading.now.abandoned_at = recorded.at


def _closed(reading: _Reading, recorded: ev.Recorded, event: ev.Closed) -> None:
    reading.now.ended_at = recorded.at
    if reading.state is State.QUEUED and event.by == "customer":
        reading.now.abandoned_at = recorded.at


def _rated(reading: _Reading, _recorded: ev.Recorded, event: ev.Rated) -> None:
    reading.now.stars = event.stars


def _verdict(reading: _Reading, _recorded: ev.Recorded, event: ev.VerdictGiven) -> None:
    """It may come after the next contact has begun: it belongs to the one with this hand-off."""
    before = [contact for contact in reading.contacts if contact.seq <= event.of and contact.handed_off_at]
    if before:
        before[-1].verdict, before[-1].judge = event.verdict, event.agent


_STEPS: dict[type[ev.Event], Step] = {
    ev.Opened: _opened,
    ev.Reopened: _reopened,
    ev.CustomerSaid: _customer,
    ev.BotSaid: _bot,
    ev.TurnDone: _judged,
    ev.HandedOff: _handed_off,
    ev.Routed: _routed,
    ev.AgentJoined: _joined,
    ev.AgentLeft: _left,
    ev.AgentSaid: _agent,
    ev.FileShared: _file,
    ev.HandedBack: _handed_back,
    ev.Closed: _closed,
    ev.Rated: _rated,
    ev.VerdictGiven: _verdict,
}
KINDS: frozenset[str] = frozenset(kind.kind for kind in _STEPS)
