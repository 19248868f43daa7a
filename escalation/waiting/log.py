"""A conversation log as changes of the queue.

The log does not say who is there: an agent is, from something they do until a while after the last of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from escalation.core import events as ev
from escalation.core.conversation import GONE
from escalation.core.reasons import HIGH, NORMAL, URGENT
from escalation.waiting.changes import Absent, Change, Over, Present, Taken, Waits

QUIET_MS = 20 * 60_000
READ = (
    ev.HandedOff,
    ev.Routed,
    ev.AgentJoined,
    ev.AgentSaid,
    ev.AgentLeft,
    ev.Snoozed,
    ev.HandedBack,
    ev.Closed,
    ev.CustomerLeft,
    ev.CustomerReturned,
    ev.CallbackBooked,
    ev.CallbackCancelled,
    ev.CallbackDue,
)


@dataclass(slots=True)
class Reading:
    """Where the reading is. With ``guess`` it also says who is there, as far as the log shows it."""

    guess: bool = True
    _known: dict[str, Waits] = field(default_factory=dict)
    _active: dict[str, int] = field(default_factory=dict)

    def changes(self, log: Iterable[tuple[str, ev.Recorded]]) -> Iterator[Change]:
        """The changes that follow from events of any conversations, in the order they were committed."""
        for conversation, recorded in log:
            if self.guess:
                yield from self._presence(recorded)
            yield from self._change(conversation, recorded.at, recorded.event)

    def _presence(self, recorded: ev.Recorded) -> Iterator[Change]:
        quiet = sorted((at, agent) for agent, at in self._active.items() if recorded.at - at > QUIET_MS)
        for at, agent in quiet:
            del self._active[agent]
            yield Absent(at + QUIET_MS, agent)
        match recorded.event:
            case ev.AgentJoined(agent=agent) | ev.AgentSaid(agent=agent) | ev.Snoozed(agent=agent):
                if agent not in self._active:
                    yield Present(recorded.at, agent)
                self._active[agent] = recorded.at
            case ev.AgentLeft(agent=agent, why=why) if why in GONE and agent in self._active:
                del self._active[agent]
                yield Absent(recorded.at, agent)

    def _change(self, conversation: str, at: int, event: ev.Event) -> Iterator[Change]:
        before = self._known.get(conversation) or Waits(at, conversation, NORMAL, "")
        if waits := _waits(before, at, event):
            self._known[conversation] = waits
            yield waits
            return
        match event:
            case ev.AgentJoined():
                yield Taken(at, conversation, event.agent)
            case ev.HandedBack() | ev.Closed():
                self._known.pop(conversation, None)
                yield Over(at, conversation)
            case ev.CustomerLeft(place_kept=False) | ev.CallbackBooked():
                yield Over(at, conversation)
            case ev.Snoozed(until=until):
                yield Over(at, conversation) if until else Taken(at, conversation, event.agent)


def _waits(before: Waits, at: int, event: ev.Event) -> Waits | None:
    """How it waits from now on, if this event makes it wait or changes that."""
    match event:
        case ev.HandedOff():
            return replace(before, at=at, priority=event.priority, reason=str(event.reason))
        case ev.Routed():
            return replace(before, at=at, department=event.department)
        case ev.AgentLeft():
            priority = min(before.priority, URGENT) if event.why in GONE else before.priority
            return replace(before, at=at, priority=priority)
        case ev.CallbackDue():
            return replace(before, at=at, priority=min(before.priority, HIGH))
        case ev.CustomerReturned() | ev.CallbackCancelled():
            return replace(before, at=at)
    return None
