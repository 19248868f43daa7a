"""Every kind of event a conversation's log can hold.

An event is a fact that happened; it is never changed. ``kind`` and ``version`` name its shape for ever: a
shape that must change gets a new version and the old one stays readable (``tests/golden/events``). ``text``
is what a person or the bot said; the store keeps it in a column of its own, so that erasure can blank it and
``seq`` stays.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from bot.judgement import Decision, Evidence, Outcome, Tag, TurnScores, Understanding
from bot.turn import DialogueState, Variables
from escalation.core.assignment import OfferFacts
from escalation.core.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events; :data:`KINDS` is the register."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Event):
    """A customer opened a conversation."""

    kind: ClassVar[str] = "conversation.opened"
    customer: str
    channel: str
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSaid(Event):
    """A customer's message; ``client_id`` makes sending it again harmless."""

    kind: ClassVar[str] = "customer.said"
    client_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What the customer can press, by its words."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BotSaid(Event):
    """What the bot said: the rendered words, and which answer they came from (law 9)."""

    kind: ClassVar[str] = "bot.said"
    turn: str
    role: str
    text: str
    article: str | None = None
    article_version: int | None = None
    key: str | None = None
    variables: Variables = field(default_factory=dict)
    options: list[Choice] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSaid(Event):
    """An agent's message to the customer."""

    kind: ClassVar[str] = "agent.said"
    client_id: str
    agent: str
    agent_name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemSaid(Event):
    """A line from the closed list of system texts; not speech, so it needs no floor."""

    kind: ClassVar[str] = "system.said"
    key: str
    text: str
    variables: Variables = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnDue(Event):
    """A bot turn is owed for the customer's words from ``first`` to ``last`` (sequence numbers)."""

    kind: ClassVar[str] = "turn.due"
    turn: str
    epoch: int
    first: int
    last: int
    mode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnDone(Event):
    """A turn's judgement: what was understood, the scores, the decision with evidence, and the new case.

    What is None was not there: the case of a turn that came too late.
    """

    kind: ClassVar[str] = "turn.done"
    turn: str
    epoch: int
    last: int
    mode: str
    understanding: Understanding | None
    scores: TurnScores | None
    decision: Decision | None
    case: DialogueState | None
    settings: str
    model: str
    actions: list[Outcome] = field(default_factory=list)
    took_ms: int = 0
    spoken: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnFailed(Event):
    """A turn that gave no result; ``error`` is from the bot's closed list, never a stack trace."""

    kind: ClassVar[str] = "turn.failed"
    turn: str
    epoch: int
    last: int
    mode: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOff(Event):
    """The conversation waits for a person."""

    kind: ClassVar[str] = "handoff.requested"
    epoch: int
    reason: Reason
    priority: int
    rule: Tag | None = None
    evidence: tuple[Evidence, ...] = ()
    counterfactual: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentJoined(Event):
    """An agent took the floor (``barge_in``: without being asked)."""

    kind: ClassVar[str] = "agent.joined"
    epoch: int
    agent: str
    agent_name: str
    barge_in: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLeft(Event):
    """The agent let go and nobody else has it yet: back into the queue."""

    kind: ClassVar[str] = "agent.left"
    epoch: int
    agent: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReplaced(Event):
    """How the agent who has just joined came to have it from another: ``why`` is ``transfer``, ``absent``,
    ``disabled`` or ``supervisor``; ``text`` is the reason a supervisor gave.
    """

    kind: ClassVar[str] = "agent.replaced"
    agent: str
    before: str
    before_name: str
    why: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReassigned(Event):
    """The supervisor ``by`` gave it to the agent who has just joined, for the reason in ``text``."""

    kind: ClassVar[str] = "agent.reassigned"
    agent: str
    before: str
    before_name: str
    by: str
    by_name: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedBack(Event):
    """The bot has the floor again. A cut: words before it never trigger again."""

    kind: ClassVar[str] = "handed.back"
    epoch: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Event):
    """The conversation ended."""

    kind: ClassVar[str] = "conversation.closed"
    epoch: int
    by: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopened(Event):
    """A closed conversation goes on with the bot. A cut, like :class:`HandedBack`."""

    kind: ClassVar[str] = "conversation.reopened"
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRated(Event):
    """A thumb on one answer; ``of`` is the answer's sequence number."""

    kind: ClassVar[str] = "answer.rated"
    of: int
    helpful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(Event):
    """The customer's rating of the whole contact, 1 to 5, with an optional comment."""

    kind: ClassVar[str] = "conversation.rated"
    stars: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileShared(Event):
    """A file from the customer or the agent (``by``). ``file`` is its name here, ``text`` the name it came
    with.
    """

    kind: ClassVar[str] = "file.shared"
    client_id: str
    by: str
    file: str
    media: str
    size: int
    text: str
    agent: str | None = None
    agent_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueWanted(Event):
    """Who transferred the conversation would like this agent to take it."""

    kind: ClassVar[str] = "colleague.wanted"
    agent: str
    colleague: str
    colleague_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed(Event):
    """Which department it waits for and what its agent must be able to do; ``by`` is ``rules`` or an
    agent.
    """

    kind: ClassVar[str] = "conversation.routed"
    department: str | None
    skills: list[str] = field(default_factory=list)
    by: str = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactGiven(Event):
    """Where else the customer can be reached (``channel``: email, or none any more); ``text`` is the address,
    shown to be theirs.
    """

    kind: ClassVar[str] = "contact.given"
    channel: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded(Event):
    """An agent's note to agents; the customer never sees it. ``mentions`` are logins it names,
    and that of the agent who had the conversation.
    """

    kind: ClassVar[str] = "note.added"
    client_id: str
    agent: str
    agent_name: str
    text: str
    mentions: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled(Event):
    """The labels the conversation has from now on, all of them."""

    kind: ClassVar[str] = "conversation.labelled"
    agent: str
    agent_name: str
    labels: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed(Event):
    """Its agent answers later, not before ``until`` (UTC milliseconds; 0: now after all)."""

    kind: ClassVar[str] = "conversation.snoozed"
    agent: str
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictGiven(Event):
    """What an agent says of the hand-over with sequence number ``of``."""

    kind: ClassVar[str] = "verdict.given"
    agent: str
    of: int
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered(Event):
    """A waiting conversation rings at an agent until ``until`` (UTC milliseconds); ``facts`` say why at this
    one. Accepting is :class:`AgentJoined`.
    """

    kind: ClassVar[str] = "agent.offered"
    epoch: int
    agent: str
    agent_name: str
    until: int
    facts: OfferFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferEnded(Event):
    """It rings there no more: ``ending`` is ``declined``, ``missed`` (not accepted in time) or ``gone`` (the
    agent is no longer online).
    """

    kind: ClassVar[str] = "offer.ended"
    epoch: int
    agent: str
    agent_name: str
    ending: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReminded(Event):
    """The agent who has it was reminded that the customer waits for an answer, since ``since`` (UTC
    milliseconds).
    """

    kind: ClassVar[str] = "agent.reminded"
    epoch: int
    agent: str
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaWarned(Event):
    """An answer is nearly late: ``clock`` is ``first``, ``next`` or ``resolution``, or ``wait`` in the queue,
    running since ``since``; ``level`` the name of the SLA.
    """

    kind: ClassVar[str] = "sla.warned"
    clock: str
    level: str
    since: int
    due_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaBreached(Event):
    """An answer is late; the fields are those of :class:`SlaWarned`."""

    kind: ClassVar[str] = "sla.breached"
    clock: str
    level: str
    since: int
    due_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerLeft(Event):
    """The customer who waits closed the page at ``since`` (UTC milliseconds). Their place is kept for a
    while; with ``place_kept`` false it no longer is.
    """

    kind: ClassVar[str] = "customer.left"
    since: int
    place_kept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerReturned(Event):
    """The customer who had left the page is back."""

    kind: ClassVar[str] = "customer.returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackBooked(Event):
    """Who waits would rather be called back at ``due_at`` (UTC milliseconds; they read it in ``zone``).
    ``channel`` is ``phone`` or ``email``, ``text`` the number or the address.
    """

    kind: ClassVar[str] = "callback.booked"
    due_at: int
    zone: str
    channel: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackCancelled(Event):
    """The customer cancelled the call-back and waits again."""

    kind: ClassVar[str] = "callback.cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackDue(Event):
    """The time of the call-back has come: the conversation is back in the queue, with priority."""

    kind: ClassVar[str] = "callback.due"
    due_at: int


_ALL: tuple[type[Event], ...] = (
    Opened,
    CustomerSaid,
    BotSaid,
    AgentSaid,
    SystemSaid,
    TurnDue,
    TurnDone,
    TurnFailed,
    HandedOff,
    AgentJoined,
    AgentLeft,
    HandedBack,
    Closed,
    Reopened,
    AnswerRated,
    Rated,
    FileShared,
    AgentReplaced,
    AgentReassigned,
    ColleagueWanted,
    Routed,
    ContactGiven,
    NoteAdded,
    Labelled,
    Snoozed,
    VerdictGiven,
    Offered,
    OfferEnded,
    AgentReminded,
    SlaWarned,
    SlaBreached,
    CustomerLeft,
    CustomerReturned,
    CallbackBooked,
    CallbackCancelled,
    CallbackDue,
)
KINDS: dict[tuple[str, int], type[Event]] = {(kind.kind, kind.version): kind for kind in _ALL}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the log. ``seq`` starts at 1 without gaps; ``at`` is UTC milliseconds."""

    seq: int
    at: int
    event: Event
