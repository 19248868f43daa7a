"""Whether somebody is there for a customer: business hours *and* presence. The one answer that the widget,
the bot's lines, routing and emails go by.
"""

from __future__ import annotations

from collections.abc import Callable

from escalation.configuration.live import LiveConfiguration


class Availability:
    """``attended(department)`` is whether one of its agents is at work."""

    def __init__(self, arrangements: LiveConfiguration, attended: Callable[[str | None], bool]) -> None:
        self._arrangements, self._attended = arrangements, attended

    def back(self, department: str | None, at: int, language: str | None = None) -> str | None:
        """None while somebody is there; else when somebody is back, in words for the customer, or empty words
        where nobody knows: within business hours, but nobody is at work.
        """
        closed = self._arrangements.back_at(department, at, language)
        if closed is not None:
            return closed
        return None if self._attended(department) else ""
