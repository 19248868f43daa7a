"""The two rules that other systems tell waiting times by, to be measured beside the model."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from escalation.waiting.changes import Change, Over, Taken, Waits
from escalation.waiting.line import Line

LAST = 20
HANDLING_S = 480.0


@dataclass(slots=True)
class Rules:
    """What both need: the last waits, and how long contacts last on average."""

    waits: deque[float] = field(default_factory=lambda: deque(maxlen=LAST))
    lasted_s: float = HANDLING_S
    contacts: int = 1

    def learn(self, line: Line, change: Change) -> None:
        """Before the change is applied."""
        if isinstance(change, Taken) and (row := line.waiting.get(change.conversation)):
            self.waits.append((change.at - row.since) / 1000)
        if isinstance(change, Over | Waits) and (contact := line.contacts.get(change.conversation)):
            self.lasted_s += (change.at - contact.since) / 1000
            self.contacts += 1

    def average(self) -> float:
        """The average of the last waits, in seconds."""
        return sum(self.waits) / len(self.waits) if self.waits else 0.0

    def by_position(self, ahead: int, agents: int) -> float:
        """Position times handling time, by agents."""
        return (ahead + 1) * self.lasted_s / self.contacts / max(agents, 1)
