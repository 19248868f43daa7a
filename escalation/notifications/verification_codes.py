"""Codes that show an address is the customer's own: six digits, for a quarter of an hour, a few tries."""

from __future__ import annotations

import hmac
import secrets

from escalation.auth.tokens import hashed
from escalation.clock import now_ms
from escalation.core.errors import Code, Refused
from escalation.store.ports import CodeRepository

GOOD_MS = 15 * 60_000
TRIES = 5
_WRONG = "This code is not valid. Use the code from the latest email, or request a new one."


class VerificationCodes:
    """One code a customer at a time; only its hash is kept."""

    def __init__(self, rows: CodeRepository) -> None:
        self._rows = rows

    async def issue(self, customer: str, email: str) -> str:
        """A new code for this address; an earlier one stops working."""
        digits = f"{secrets.randbelow(10**6):06}"
        await self._rows.put(customer, email, hashed(f"{customer} {digits}"), now_ms() + GOOD_MS)
        return digits

    async def confirm(self, customer: str, digits: str) -> str:
        """The address the code was sent to; raises :class:`Refused` for a wrong, old or used one."""
        wanted = hashed(f"{customer} {digits}")
        email = await self._rows.use(
            customer, lambda code_hash: hmac.compare_digest(code_hash, wanted), now_ms(), TRIES
        )
        if email is None:
            raise Refused(Code.FORBIDDEN, _WRONG)
        return email
