"""What people and the bot may ask of a conversation. A command may be refused; an event already happened."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.judgement import Decision, Outcome, TurnScores, Understanding
from bot.turn import DialogueState, Variables
from escalation.core.assignment import OfferFacts
from escalation.core.events import Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A customer opens a conversation."""

    customer: str
    channel: str
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSay:
    """The customer writes. ``turn`` names the bot turn this may start; ``reply_to`` the bot's line whose
    option was pressed.
    """

    client_id: str
    text: str
    turn: str
    reply_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPerson:
    """The customer taps “talk to a person”; possible in every state. ``gone`` is the agent who has it and
    whose consoles are all closed.
    """

    turn: str
    gone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveQueue:
    """The customer would rather go on with the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseByCustomer:
    """The customer ends the conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateAnswer:
    """A thumb on the answer with sequence number ``of``."""

    of: int
    helpful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Stars from 1 to 5 for the whole contact."""

    stars: int
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One line of the bot with its words rendered."""

    role: str
    text: str
    article: str | None = None
    article_version: int | None = None
    key: str | None = None
    variables: Variables = field(default_factory=dict)
    options: list[Choice] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishTurn:
    """The bot's result for a turn that was owed; ``next_turn`` names the one that may follow. ``meanwhile``
    is the article, with its title among the variables, that answers one who waits.
    """

    turn: str
    next_turn: str
    lines: list[Spoken]
    understanding: Understanding | None
    scores: TurnScores | None
    decision: Decision
    case: DialogueState
    settings: str
    model: str
    actions: list[Outcome]
    took_ms: int
    meanwhile: Spoken | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailTurn:
    """The bot gave no result; ``error`` is a code of the closed list in bot/turn.py, ``actions`` what is
    known of its jobs.
    """

    turn: str
    next_turn: str
    error: str
    actions: list[Outcome] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """An agent takes the floor. ``epoch`` is the one the agent saw.

    From another agent only with ``relieves``, who that is, and ``why`` it is allowed: ``absent`` or
    ``disabled`` (no longer there), or ``supervisor`` with the ``reason`` they gave.
    """

    agent: str
    agent_name: str
    epoch: int
    relieves: str | None = None
    why: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSay:
    """The agent who has the floor writes."""

    agent: str
    agent_name: str
    epoch: int
    client_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requeue:
    """The agent transfers the conversation: to another agent, who has it at once if they are ``present``, to
    a department, or to the queue.
    """

    agent: str
    agent_name: str
    epoch: int
    to: str | None = None
    to_name: str | None = None
    present: bool = False
    department: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign:
    """A supervisor (``by``) gives the conversation of one agent to another, who is there: theirs at once.
    Given to who has it already, nothing happens.
    """

    agent: str
    agent_name: str
    epoch: int
    by: str
    by_name: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The agent is gone (``why``: ``absent`` or ``disabled``): the conversation waits again, with priority.
    Stale: nothing happens.
    """

    agent: str
    epoch: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen:
    """An agent opens a closed conversation again, and has it."""

    agent: str
    agent_name: str
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandBack:
    """The agent gives the floor back to the bot."""

    agent: str
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseByAgent:
    """The agent ends the conversation."""

    agent: str
    agent_name: str
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct:
    """An editor puts right what the customer was told: ``text`` is the answer of ``article@version`` as it is
    now.
    """

    article: str
    version: int
    title: str
    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFile:
    """A file that is kept already joins the conversation: from the customer, or from the agent who has the
    floor.
    """

    client_id: str
    file: str
    media: str
    size: int
    name: str
    agent: str | None = None
    agent_name: str | None = None
    epoch: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """A note to agents; needs no floor, and is possible in every state."""

    agent: str
    agent_name: str
    client_id: str
    text: str
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """These labels from now on, and no others."""

    agent: str
    agent_name: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """The agent who has it answers later; ``until`` 0 takes that back."""

    agent: str
    epoch: int
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveVerdict:
    """What the agent says of the last hand-over: one of :data:`VERDICTS`."""

    agent: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveContact:
    """The customer goes on by email, at an address that was shown to be theirs; an empty one: no longer."""

    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Let a waiting conversation ring at an agent until ``until``. Stale, or ringing already: nothing
    happens.
    """

    agent: str
    agent_name: str
    epoch: int
    until: int
    facts: OfferFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOffer:
    """It shall not ring at this agent any more (``ending``: ``declined``, ``missed`` or ``gone``). Stale:
    nothing happens.
    """

    agent: str
    epoch: int
    ending: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remind:
    """Note that the agent was reminded of a customer who waits for an answer. Stale: nothing happens."""

    agent: str
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSilent:
    """Ask a customer who says nothing whether they are still there. Stale: nothing happens."""

    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSilent:
    """End a conversation whose customer was asked and says nothing. Stale: nothing happens."""

    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSla:
    """Note that a clock is nearly out (``state``: ``warned``) or out (``breached``). Stale, or noted
    already: nothing happens.
    """

    clock: str
    state: str
    level: str
    since: int
    due_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLeft:
    """The customer who waits is not on the page since ``since``; without ``keep_place`` their place is not
    kept any longer. Stale, or noted already: nothing happens.
    """

    epoch: int
    since: int
    keep_place: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReturned:
    """The customer is on the page. Not noted as gone: nothing happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookCallback:
    """Who waits would rather be called (or written to) at ``at``; another one changes it. ``when`` is that
    time in words and ``shown`` the contact as its owner recognises it.
    """

    at: int
    zone: str
    channel: str
    contact: str
    when: str
    shown: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelCallback:
    """Who booked a call-back waits again, in their place. None booked: nothing happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """The time of the call-back at ``at`` has come. Stale: nothing happens."""

    epoch: int
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """Commands carried out one after the other in one commit: all of them, or none."""

    commands: tuple[Command, ...]


VERDICTS = ("right", "too_early", "too_late", "not_needed")

Command = (
    Correct
    | Open
    | CustomerSay
    | AskPerson
    | LeaveQueue
    | CloseByCustomer
    | RateAnswer
    | Rate
    | FinishTurn
    | FailTurn
    | Take
    | AgentSay
    | Requeue
    | Reassign
    | Release
    | Reopen
    | HandBack
    | CloseByAgent
    | ShareFile
    | AddNote
    | Label
    | Snooze
    | GiveVerdict
    | GiveContact
    | Offer
    | EndOffer
    | Remind
    | AskSilent
    | CloseSilent
    | NoteSla
    | NoteLeft
    | NoteReturned
    | BookCallback
    | CancelCallback
    | CallBack
    | Several
)
