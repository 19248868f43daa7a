"""The one form in which a queue is read, simulated and lived: what changed, and when (UTC milliseconds)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waits:
    """A conversation waits for an agent. One that waits already keeps its time and has a new reason."""

    at: int
    conversation: str
    priority: int
    reason: str
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An agent has it from now on."""

    at: int
    conversation: str
    agent: str


@dataclass(frozen=True, slots=True)
class Over:
    """It neither waits nor is with an agent any longer: closed, snoozed, or back with the bot."""

    at: int
    conversation: str


@dataclass(frozen=True, slots=True)
class Present:
    """An agent can take conversations: ``capacity`` at once (0: not known), of ``departments`` (none: of
    all).
    """

    at: int
    agent: str
    capacity: int = 0
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Absent:
    """An agent takes no more; what they have they finish."""

    at: int
    agent: str


Change = Waits | Taken | Over | Present | Absent
