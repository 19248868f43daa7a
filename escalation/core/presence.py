"""Whether an agent is there: by their own switch, and by the consoles they have open. Pure.

The switch is what the agent says of themselves and stays as it is while they are away. What counts is
:func:`presence_of`: nobody is there without a console, but a console that closed a moment ago (a reload, a
tunnel) has a grace. Who is on a break or offline gets nothing; who is busy or wrapping up gets nothing new.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Presence(StrEnum):
    """What an agent can be."""

    ONLINE = "online"
    BUSY = "busy"
    BREAK = "break"
    WRAPPING_UP = "wrapping_up"
    OFFLINE = "offline"


# In these an agent answers customers, so that a customer may be told that somebody is there.
AT_WORK = frozenset({Presence.ONLINE, Presence.BUSY, Presence.WRAPPING_UP})


@dataclass(frozen=True, slots=True)
class AgentState:
    """What is kept of one agent. Times are UTC milliseconds; 0 means never.

    ``switch`` is their own word and ``since`` when they gave it; ``seen_at`` when a console of theirs was
    last open, and ``connected`` whether one is open now; ``breather_until``: nothing new before, 0 for none.
    """

    agent: str
    switch: Presence = Presence.ONLINE
    since: int = 0
    seen_at: int = 0
    connected: bool = False
    breather_until: int = 0


def presence_of(state: AgentState, now: int, grace_ms: int) -> Presence:
    """What counts at ``now``: the switch, while a console is open or closed less than ``grace_ms`` ago."""
    there = state.connected or (state.seen_at > 0 and now - state.seen_at < grace_ms)
    return state.switch if there else Presence.OFFLINE


def may_be_offered(state: AgentState, now: int, grace_ms: int) -> bool:
    """Whether a new conversation may be offered: only to who is online with a console open at this moment."""
    return state.connected and presence_of(state, now, grace_ms) is Presence.ONLINE
