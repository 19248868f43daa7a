"""System lines as events, and what every rule is made of."""

from __future__ import annotations

from collections.abc import Callable

from bot.turn import Value, Variables
from escalation.core import events as ev

Words = Callable[[str, Variables], str]
Events = list[ev.Event]
WHILE_WAITING = "while_waiting"  # the line that shows who waits an article


def article_of(event: ev.Event) -> str | None:
    """The article a customer was told with this event, by the bot or while they waited."""
    if isinstance(event, ev.SystemSaid) and event.key == WHILE_WAITING:
        return str(event.variables["article"])
    return event.article if isinstance(event, ev.BotSaid) else None


def line(words: Words, key: str, **variables: Value) -> ev.SystemSaid:
    """A line of the closed list, rendered."""
    return ev.SystemSaid(key=key, text=words(key, variables), variables=variables)
