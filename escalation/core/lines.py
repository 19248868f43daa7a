"""System lines as events, and what every rule is made of."""

from __future__ import annotations

from collections.abc import Callable

from bot.turn import Value, Variables
from escalation.core import events as ev

Words = Callable[[str, Variables], str]
Events = list[ev.Event]


def line(words: Words, key: str, **variables: Value) -> ev.SystemSaid:
    """A line of the closed list, rendered."""
    return ev.SystemSaid(key=key, text=words(key, variables), variables=variables)
