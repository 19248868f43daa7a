"""Codes that show an address is the customer's own: six digits, for a quarter of an hour, a few tries."""

from __future__ import annotations

import hmac
import secrets
import sqlite3

from escalation.auth.tokens import hashed
from escalation.clock import now_ms
from escalation.core.errors import Code, Refused
from escalation.store.database import Database

GOOD_MS = 15 * 60_000
TRIES = 5
_WRONG = "This code is not valid. Use the code from the latest email, or request a new one."


class Codes:
    """One code a customer at a time; only its hash is kept."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def issue(self, customer: str, email: str) -> str:
        """A new code for this address; an earlier one stops working."""
        digits = f"{secrets.randbelow(10**6):06}"
        row = (customer, email, hashed(f"{customer} {digits}"), now_ms() + GOOD_MS)
        query = "insert or replace into codes (customer, email, hash, expires_at, tries) values (?, ?, ?, ?, 0)"
        await self._db.write(lambda db: db.execute(query, row) and None)
        return digits

    async def confirm(self, customer: str, digits: str) -> str:
        """The address the code was sent to; raises :class:`Refused` for a wrong, old or used one."""

        def check(db: sqlite3.Connection) -> str | None:
            row = db.execute("select email, hash, expires_at, tries from codes where customer = ?", (customer,)).fetchone()
            if row is None or row[2] < now_ms() or row[3] >= TRIES:
                return None
            db.execute("update codes set tries = tries + 1 where customer = ?", (customer,))
            if not hmac.compare_digest(row[1], hashed(f"{customer} {digits}")):
                return None
            db.execute("delete from codes where customer = ?", (customer,))
            return str(row[0])

        email = await self._db.write(check)
        if email is None:
            raise Refused(Code.FORBIDDEN, _WRONG)
        return email
