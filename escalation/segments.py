"""Which segment a customer belongs to: the one a colleague set, or what the rules say of their profile."""

from __future__ import annotations

from escalation.access.people import People
from escalation.arrangements.current import CurrentArrangements
from escalation.core.segments import segment_of


class Segments:
    """Looks a customer up; rows by their key, read at once."""

    def __init__(self, people: People, arrangements: CurrentArrangements) -> None:
        self._people, self._arrangements = people, arrangements

    def of(self, customer: str) -> str | None:
        """The segment, or None."""
        by_hand, email, site = self._people.known_of(customer)
        return by_hand or segment_of(self._arrangements.now.segments, email, site)
