"""Customers: anonymous by a token, until they or an agent say more."""

from __future__ import annotations

import re

from escalation.auth.errors import AccountError
from escalation.auth.tokens import DAY_MS, hashed, new_token
from escalation.auth.users import checked_email
from escalation.clock import new_id, now_ms
from escalation.core.errors import Code, Refused
from escalation.store.ports import CustomerRepository
from escalation.store.records import Customer, Profile

SEGMENT = re.compile(r"[a-z][a-z0-9_-]{0,39}")


class Customers:
    """Makes and finds them, and keeps what is known of them."""

    def __init__(self, rows: CustomerRepository) -> None:
        self._rows = rows

    async def create(self, site: str, days: int) -> tuple[str, str]:
        """Make an anonymous customer; returns id and token. The token is shown once and never stored."""
        customer, token, now = new_id("p"), new_token(), now_ms()
        await self._rows.put(customer, site, hashed(token), now, now + days * DAY_MS)
        return customer, token

    async def new_token(self, customer: str, days: int) -> str:
        """Another token for a customer, for a link that only they get."""
        token, now = new_token(), now_ms()
        await self._rows.put_token(customer, hashed(token), now, now + days * DAY_MS)
        return token

    async def of_token(self, token: str) -> Customer | None:
        """The customer a token belongs to, or None for a wrong or expired one."""
        return await self._rows.of_token(hashed(token), now_ms())

    async def profile(self, customer: str) -> Profile | None:
        """What is known of a customer."""
        return await self._rows.profile(customer)

    async def set_profile(self, profile: Profile) -> None:
        """Keep what the team knows; raises :class:`AccountError` for an email address or segment that is
        none.
        """
        checked_email(profile.email)
        if profile.segment and not SEGMENT.fullmatch(profile.segment):
            raise AccountError("A segment must be one word of lowercase letters, like vip.")
        await self._rows.put_profile(profile)

    async def set_email(self, customer: str, email: str) -> None:
        """The address the customer has shown to be theirs."""
        await self._rows.put_email(customer, email)

    async def facts(self, customer: str) -> tuple[str, str, str]:
        """Segment set by hand, email address and site, empty where there is none."""
        return await self._rows.facts(customer)

    async def blocked(self, most: int = 200) -> list[Profile]:
        """Customers who may not write, the latest first."""
        return await self._rows.blocked(most)

    async def block(self, customer: str, blocked: bool = True) -> None:
        """Keep a customer from writing, or let them write again."""
        await self._rows.put_blocked(customer, now_ms() if blocked else None)

    async def is_blocked(self, customer: str) -> bool:
        """Whether a customer may not write."""
        return await self._rows.is_blocked(customer)

    async def demand_welcome(self, customer: str) -> None:
        """Raises :class:`Refused` for a blocked customer."""
        if await self.is_blocked(customer):
            raise Refused(Code.FORBIDDEN, "This chat is closed to you.")
