"""The socket protocol in one place: namespaces, commands with their payloads, pushes, error codes.

docs/protocol.md and web_widget/shared/protocol.js are compared with these tables by a test. A client sends
``emit(command, payload)`` and gets exactly one acknowledgement: ``{"ok": true, …}`` or
``{"ok": false, "error": {"code", "message", "retry_after_ms"?}}``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from escalation.core.errors import Code, Refused
from escalation.core.shape_errors import explained

CUSTOMER, AGENT = "/customer", "/agent"
FRAME_LIMIT = 64 * 1024  # bytes of one socket message
LARGEST_NUMBER = 2**53 - 1  # beyond it a browser cannot count
UNREADABLE = (  # the name of a command whose packet could not be read; it is refused like what it stands for
    "\0unreadable"
)
ClientId = Annotated[str, Meta(min_length=8, max_length=64, pattern="^[A-Za-z0-9_-]+$")]
ConversationId = Annotated[str, Meta(min_length=3, max_length=64)]
Seq = Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
Text = Annotated[str, Meta(max_length=20_000)]


class _Payload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all payloads: unknown fields are refused."""


class Resume(_Payload, frozen=True):
    """Everything after ``after``; joins the customer's conversation."""

    after: Seq = 0


class CustomerSay(_Payload, frozen=True):
    """A message. Sending the same ``client_id`` again is harmless. ``reply_to`` is the bot's line whose
    option was pressed.
    """

    client_id: ClientId
    text: Text
    reply_to: Seq | None = None


class Nothing(_Payload, frozen=True):
    """No fields."""


class Typing(_Payload, frozen=True):
    """The customer is or is no longer typing."""

    on: bool


class RateAnswer(_Payload, frozen=True):
    """A thumb on the answer ``of``."""

    of: Seq
    helpful: bool


class Rate(_Payload, frozen=True):
    """Stars for the whole contact, with an optional comment."""

    stars: Annotated[int, Meta(ge=1, le=5)]
    comment: Annotated[str, Meta(max_length=2000)] = ""


class GiveEmail(_Payload, frozen=True):
    """Go on by email: a code goes to this address."""

    email: Annotated[str, Meta(min_length=3, max_length=200)]


class ConfirmEmail(_Payload, frozen=True):
    """The code from the email."""

    code: Annotated[str, Meta(min_length=6, max_length=6, pattern="^[0-9]{6}$")]


class Inbox(_Payload, frozen=True):
    """The queue, my conversations, those with the bot, and the latest ended ones."""


class OpenConversation(_Payload, frozen=True):
    """Join a conversation and get everything after ``after``."""

    conversation: ConversationId
    after: Seq = 0


class OnConversation(_Payload, frozen=True):
    """One conversation, nothing more."""

    conversation: ConversationId


class AtEpoch(_Payload, frozen=True):
    """One conversation in the epoch the agent saw."""

    conversation: ConversationId
    epoch: Seq


class Take(_Payload, frozen=True):
    """Take the floor in the epoch the agent saw; a supervisor says the ``reason`` for taking it from an agent
    who is there.
    """

    conversation: ConversationId
    epoch: Seq
    reason: Annotated[str, Meta(max_length=500)] = ""


class AgentSay(_Payload, frozen=True):
    """A message by the agent who has the floor."""

    conversation: ConversationId
    epoch: Seq
    client_id: ClientId
    text: Text


class Seen(_Payload, frozen=True):
    """The customer has read up to ``seq``."""

    seq: Seq


class AgentTyping(_Payload, frozen=True):
    """The agent is or is no longer typing."""

    conversation: ConversationId
    on: bool


class Transfer(_Payload, frozen=True):
    """To another agent (by their login), to a department, or to the queue, with a note if there is one."""

    conversation: ConversationId
    epoch: Seq
    to: Annotated[str, Meta(max_length=80)] | None = None
    note: Text = ""
    department: Annotated[str, Meta(max_length=40)] | None = None


class AgentClose(_Payload, frozen=True):
    """End the conversation; ``spam`` also keeps this customer from writing again."""

    conversation: ConversationId
    epoch: Seq
    spam: bool = False


class Note(_Payload, frozen=True):
    """Words to agents; ``@login`` mentions one."""

    conversation: ConversationId
    client_id: ClientId
    text: Text


class Labels(_Payload, frozen=True):
    """All labels the conversation is to have."""

    conversation: ConversationId
    labels: Annotated[list[Annotated[str, Meta(min_length=1, max_length=40)]], Meta(max_length=20)]


class Snooze(_Payload, frozen=True):
    """Answer later: not before ``until`` (UTC milliseconds); 0 takes that back."""

    conversation: ConversationId
    epoch: Seq
    until: Annotated[int, Meta(ge=0, le=4_102_444_800_000)]


class Macro(_Payload, frozen=True):
    """Several steps in one, by the macro's shortcut; ``text`` is what is said to the customer, as the agent
    left it.
    """

    conversation: ConversationId
    epoch: Seq
    client_id: ClientId
    macro: Annotated[str, Meta(min_length=1, max_length=40)]
    text: Text = ""


class MentionsSeen(_Payload, frozen=True):
    """The notes of this conversation that name me are read."""

    conversation: ConversationId


class Verdict(_Payload, frozen=True):
    """Whether the hand-over came when it should."""

    conversation: ConversationId
    verdict: Literal["right", "too_early", "too_late", "not_needed"]


# What a customer may do: everybody may read, who is blocked may do nothing else.
READ, WRITE = (
    "read",
    "write",
)


@dataclass(frozen=True, slots=True)
class Command:
    """What a command carries and what it needs: the right of an agent's role, or :data:`READ` or
    :data:`WRITE` of a customer.

    ``paced``: what the log keeps, and what sends an event to everybody, cannot be done without end.
    """

    payload: type[_Payload]
    right: str
    paced: bool = False


COMMANDS: dict[str, dict[str, Command]] = {
    CUSTOMER: {
        "resume": Command(Resume, READ),
        "say": Command(CustomerSay, WRITE),
        "ask_person": Command(Nothing, WRITE, paced=True),
        "leave_queue": Command(Nothing, WRITE, paced=True),
        "end": Command(Nothing, WRITE, paced=True),
        "typing": Command(Typing, WRITE),
        "seen": Command(Seen, WRITE),
        "rate_answer": Command(RateAnswer, WRITE, paced=True),
        "rate": Command(Rate, WRITE, paced=True),
        "give_email": Command(GiveEmail, WRITE),
        "confirm_email": Command(ConfirmEmail, WRITE),
        "stop_email": Command(Nothing, WRITE, paced=True),
        "transcript": Command(Nothing, WRITE),
    },
    AGENT: {
        "inbox": Command(Inbox, "inbox"),
        "open": Command(OpenConversation, "open"),
        "leave": Command(OnConversation, "leave"),
        "take": Command(Take, "take"),
        "reopen": Command(AtEpoch, "reopen"),
        "say": Command(AgentSay, "say"),
        "typing": Command(AgentTyping, "typing"),
        "requeue": Command(Transfer, "requeue"),
        "hand_back": Command(AtEpoch, "hand_back"),
        "close": Command(AgentClose, "close"),
        "note": Command(Note, "note"),
        "label": Command(Labels, "label"),
        "snooze": Command(Snooze, "snooze"),
        "verdict": Command(Verdict, "verdict"),
        "brief": Command(OnConversation, "brief"),
        "macro": Command(Macro, "say"),
        "mentions_seen": Command(MentionsSeen, "open"),
        "send_transcript": Command(OnConversation, "say"),
    },
}
PUSHES: dict[str, tuple[str, ...]] = {
    CUSTOMER: ("event", "queue", "typing"),
    AGENT: ("event", "inbox_changed", "typing", "presence", "seen", "mentioned", "assigned", "relieved"),
}
ERRORS: tuple[str, ...] = tuple(Code)


def command_of(namespace: str, name: str) -> Command:
    """What is declared of a command; raises :class:`Refused` for one that does not exist."""
    if name == UNREADABLE:
        raise Refused(Code.BAD_REQUEST, "The command cannot be read: it is nested too deeply.")
    command = COMMANDS[namespace].get(name)
    if command is None:
        raise Refused(
            Code.UNKNOWN_COMMAND,
            f"There is no command “{name[:40]}”. Known: {', '.join(COMMANDS[namespace])}.",
        )
    return command


def read(name: str, command: Command, payload: Any) -> Any:
    """The typed payload; raises :class:`Refused` with the place of the fault."""
    try:
        return msgspec.convert({} if payload is None else payload, command.payload)
    except msgspec.ValidationError as problem:
        raise Refused(
            Code.BAD_REQUEST, f"The command “{name}” cannot be read: {explained(str(problem))}."
        ) from None


def refusal(refused: Refused) -> dict[str, Any]:
    """The one error shape, for sockets and HTTP alike."""
    error: dict[str, Any] = {"code": str(refused.code), "message": str(refused)}
    if refused.retry_after_ms is not None:
        error["retry_after_ms"] = refused.retry_after_ms
    return {"ok": False, "error": error}
