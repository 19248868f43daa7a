"""What goes through the ports of the store: the shapes the rest of the hub knows rows by, and what may come
of a write. Times are UTC milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from escalation.core.callback import Callback
from escalation.core.contacts import Contact
from escalation.core.conversation import Conversation, Ringing
from escalation.core.errors import Code, Refused
from escalation.core.events import Recorded
from escalation.core.figures import Tallies
from escalation.core.strain import CALM

WAITING, SENT, FAILED, KEPT = "waiting", "sent", "failed", "kept"  # states of an entry of the outbox


class StoreError(Exception):
    """The database cannot be used now; ``str()`` is what it says itself."""


class Conflict(Exception):  # noqa: N818 - an outcome to retry, not a fault
    """Someone else appended first: load again and decide again."""


class Duplicate(Exception):  # noqa: N818
    """The client id is in the log already, as event ``seq``: the message was received before."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"already recorded as event {seq}")
        self.seq = seq


class SectionMoved(Refused):
    """A section of the configuration has a newer version than the sender saw."""

    def __init__(self) -> None:
        super().__init__(
            Code.STALE,
            "Someone else has changed this in the meantime. Load the latest version, then make your change.",
        )


# --- the log and its projections ---


@dataclass(frozen=True, slots=True)
class Batch:
    """Events to append to one conversation whose last event is ``expected``, and the fold after them."""

    conversation: str
    expected: int
    events: tuple[Recorded, ...]
    after: Conversation
    lease_ms: int = 0


@dataclass(frozen=True, slots=True)
class Owed:
    """A bot turn that is due and claimed for whoever holds this object."""

    conversation: str
    turn: str
    epoch: int
    attempts: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list of conversations. ``matter`` is what the customer wants, ``preview`` what they said
    last; ``segment`` is the one an agent set by hand.
    """

    id: str
    state: str
    epoch: int
    seq: int
    customer: str
    customer_name: str | None
    agent: str | None
    agent_name: str | None
    reason: str | None
    priority: int
    waiting_since: int
    updated_at: int
    opened_at: int
    mood: float | None
    preview: str
    matter: str
    snoozed_until: int
    wanted: str | None
    wanted_agent: str | None
    stars: int | None
    segment: str | None
    email: str | None
    site: str
    language: str | None
    department: str | None
    owed_since: int
    labels: list[str]
    skills: list[str]
    topics: list[str]
    strain: float = CALM
    last_agent: str | None = None
    handed_at: int = 0
    answered_at: int = 0
    left_at: int = 0
    behind: int = 0
    callback: Callback | None = None
    sla: dict[str, str] = field(default_factory=dict)
    ringing: Ringing | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What assignment reads of a conversation that waits or that an agent has."""

    id: str
    state: str
    epoch: int
    customer: str = ""
    agent: str | None = None
    priority: int = 2
    waiting_since: int = 0
    snoozed_until: int = 0
    strain: float = CALM
    joined_at: int = 0
    department: str | None = None
    skills: tuple[str, ...] = ()
    language: str | None = None
    last_agent: str | None = None
    wanted_agent: str | None = None
    email: str | None = None
    left_at: int = 0
    place_lost: bool = False
    callback: Callback | None = None
    reminded: bool = False
    ringing: Ringing | None = None
    passed: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer that has run out, and whose it is."""

    conversation: str
    kind: str
    epoch: int
    of: int
    due_at: int


@dataclass(frozen=True, slots=True)
class Found:
    """A message with the words, and where it is."""

    conversation: str
    seq: int
    at: int
    kind: str
    state: str
    customer_name: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A conversation in which an article was given; ``corrected`` is the version a correction was sent with,
    0 for none.
    """

    conversation: str
    seq: int
    at: int
    version: int
    state: str
    customer_name: str | None
    corrected: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A note that names an agent; ``by`` is the name of who wrote it."""

    conversation: str
    seq: int
    at: int
    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation an agent has. ``role`` is None for an account that is disabled; ``due_at`` is that of a
    timer set for this very epoch, else None.
    """

    conversation: str
    epoch: int
    agent: str
    snoozed_until: int
    role: str | None
    due_at: int | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A conversation whose customer goes on by email and has not seen the latest answers: those after
    ``since``.
    """

    conversation: str
    customer: str
    email: str
    since: int


# --- people ---


@dataclass(frozen=True, slots=True)
class User:
    """The account of a team member; ``departments`` and ``skills`` by their ids. No ``languages`` means all,
    ``capacity`` 0 what the assignment rules say.
    """

    id: str
    login: str
    name: str
    role: str
    email: str = ""
    departments: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: float = 0.0


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer and the site their browser came from."""

    id: str
    site: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a customer; empty words for what is not."""

    id: str
    name: str
    email: str
    segment: str
    note: str
    site: str
    created_at: int
    blocked: bool


# --- what is set, and what goes out ---


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a section: its number, counted over all sections, and who made it when and why."""

    version: int
    section: str
    value: Any
    author: str
    note: str
    created_at: int


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """An email or alert in the outbox. ``kept`` is one that nobody sends by itself, for there was no mail
    server.
    """

    id: str
    kind: str
    way: str
    recipient: str
    subject: str
    body: dict[str, Any]
    conversation: str | None
    state: str
    attempts: int
    due_at: int
    error: str | None
    created_at: int
    sent_at: int | None


# --- contacts, for reports ---


@dataclass(frozen=True, slots=True)
class Day:
    """A local day: its date, and when it begins and ends."""

    name: str
    start: int
    end: int


Departments = dict[str, Tallies]
Hour = Callable[[int], int]  # the local hour of a time
# Until when a contact should have been answered, 0 for no limit: by what it is, and the segment and the email
# address that agents have set of its customer.
Due = Callable[[Contact, str | None, str | None], int]
