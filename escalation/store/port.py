"""The port to the event log and its projections. Every implementation passes tests/store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from escalation.core.conversation import Conversation
from escalation.core.events import Recorded


class Conflict(Exception):  # noqa: N818 - an outcome to retry, not a fault
    """Someone else appended first: load again and decide again."""


class Duplicate(Exception):  # noqa: N818
    """The client id is in the log already, as event ``seq``: the message was received before."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"already recorded as event {seq}")
        self.seq = seq


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
    """One line of a list of conversations. Times in UTC milliseconds. ``segment`` is the one an agent set by
    hand.
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


class Store(Protocol):
    """Append-only log with projections in the same transaction. All methods may be called from one event
    loop.
    """

    async def load(self, conversation: str) -> Conversation | None:
        """The fold as projected, or None."""

    async def append(self, batch: Batch) -> None:
        """Commit, surviving power loss, or raise :class:`Conflict` or :class:`Duplicate` with nothing
        changed.
        """

    async def events(self, conversation: str, after: int = 0, most: int | None = None) -> list[Recorded]:
        """Events with a sequence number above ``after``, in order."""

    async def seq_of(self, conversation: str, client_id: str) -> int | None:
        """Where the message with this client id stands, if it was received."""

    async def latest_of(self, customer: str) -> str | None:
        """The customer's newest conversation."""

    async def listed(self, states: tuple[str, ...], agent: str | None = None, most: int = 200) -> list[Row]:
        """Conversations in these states: the queue by priority and waiting time, others newest first."""

    async def listed_of(self, customer: str, most: int = 20) -> list[Row]:
        """A customer's conversations, newest first."""

    async def ahead_of(self, conversation: str) -> int | None:
        """How many wait before this one; None when it does not wait."""

    async def claim_owed(self, now: int, lease_ms: int, everything: bool = False) -> list[Owed]:
        """Due bot turns, each claimed until ``now + lease_ms``; ``everything`` also takes those still
        leased.
        """
