"""Which segment a customer belongs to: the one an agent set, or what the rules say of their profile."""

from __future__ import annotations

from escalation.auth.customers import Customers
from escalation.configuration.live import LiveConfiguration
from escalation.core.segments import segment_of


class Segments:
    """Looks a customer up."""

    def __init__(self, customers: Customers, arrangements: LiveConfiguration) -> None:
        self._customers, self._arrangements = customers, arrangements

    async def of(self, customer: str) -> str | None:
        """The segment, or None."""
        return self.by(*await self._customers.facts(customer))

    def by(self, by_hand: str | None, email: str | None, site: str | None) -> str | None:
        """The segment of whom this is known."""
        return by_hand or segment_of(self._arrangements.now.segments, email or "", site or "")
