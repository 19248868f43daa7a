"""The clocks of an SLA: which of them run, since when. Pure.

A clock begins when a customer begins to wait and ends with a human answer; nothing else resets it: no
transfer, no note, no snooze, no line of the system, no agent who only takes over. The resolution's clock runs
from the moment people have the conversation until it is closed or back with the bot.
"""

from __future__ import annotations

from collections.abc import Mapping

from escalation.core.conversation import Conversation
from escalation.core.routing import ServiceLevel
from escalation.core.states import State

WITH_PEOPLE = (State.QUEUED, State.AGENT)
MINUTE_MS = 60_000


def clocks(answered_at: int, handed_at: int, owed_since: int) -> dict[str, int]:
    """What runs since when, while people have the conversation."""
    since: dict[str, int] = {"resolution": handed_at} if handed_at else {}
    if owed_since:
        since["next" if answered_at > handed_at > 0 else "first"] = owed_since
    return since


def running(now: Conversation) -> dict[str, int]:
    """The clocks that run, each with since when (UTC milliseconds)."""
    if now.state not in WITH_PEOPLE:
        return {}
    return clocks(now.answered_at, now.handed_at, now.owed_since)


def waits(now: Conversation) -> dict[str, int]:
    """The clock of who waits in the queue; unlike those above, an agent who takes over ends it."""
    return {"wait": now.waiting_since} if now.state is State.QUEUED else {}


def minutes_of(level: ServiceLevel) -> Mapping[str, int]:
    """How long each clock may run, in minutes of business hours; 0 for as long as it likes."""
    return {
        "first": level.minutes,
        "next": level.next_minutes or level.minutes,
        "resolution": level.resolution_minutes,
    }
