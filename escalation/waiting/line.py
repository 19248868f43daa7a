"""Who waits, who is there, and who has what: the queue as the fold over its changes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from escalation.waiting.changes import Absent, Change, Over, Present, Taken, Waits


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation that waits since ``since`` (UTC milliseconds)."""

    conversation: str
    since: int
    priority: int
    reason: str
    department: str | None = None

    @property
    def place(self) -> tuple[int, int, str]:
        """What the queue is ordered by."""
        return self.priority, self.since, self.conversation


@dataclass(frozen=True, slots=True)
class Contact:
    """A conversation an agent has since ``since``."""

    conversation: str
    agent: str
    since: int
    reason: str


@dataclass(slots=True)
class Line:
    """The queue at one moment."""

    waiting: dict[str, Waiting] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    agents: dict[str, Present] = field(default_factory=dict)

    def ordered(self) -> list[Waiting]:
        """Who waits, first in line first."""
        return sorted(self.waiting.values(), key=lambda row: row.place)

    def held(self, agent: str) -> list[Contact]:
        """What an agent has."""
        return [contact for contact in self.contacts.values() if contact.agent == agent]

    def apply(self, change: Change) -> None:
        """One change more. What cannot follow (the end of something never begun) changes nothing."""
        match change:
            case Waits():
                self._wait(change)
            case Taken():
                self._take(change)
            case Over():
                self.waiting.pop(change.conversation, None)
                self.contacts.pop(change.conversation, None)
            case Present():
                self.agents[change.agent] = change
            case Absent():
                self.agents.pop(change.agent, None)

    def _wait(self, change: Waits) -> None:
        self.contacts.pop(change.conversation, None)
        before = self.waiting.get(change.conversation)
        row = Waiting(change.conversation, change.at, change.priority, change.reason, change.department)
        self.waiting[change.conversation] = replace(row, since=before.since) if before else row

    def _take(self, change: Taken) -> None:
        row = self.waiting.pop(change.conversation, None) or self.contacts.get(change.conversation)
        reason = row.reason if row else ""
        self.contacts[change.conversation] = Contact(change.conversation, change.agent, change.at, reason)
