"""Verification codes as rows: one a customer at a time, only its hash."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from escalation.store.sqlite.database import Database


class SqliteCodes:
    """See :class:`escalation.store.ports.CodeRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def put(self, customer: str, email: str, code_hash: str, ends_at: int) -> None:
        query = (
            "insert or replace into codes (customer, email, hash, expires_at, tries) values (?, ?, ?, ?, 0)"
        )
        await self._db.write(lambda db: db.execute(query, (customer, email, code_hash, ends_at)) and None)

    async def use(self, customer: str, right: Callable[[str], bool], now: int, most: int) -> str | None:
        def check(db: sqlite3.Connection) -> str | None:
            row = db.execute(
                "select email, hash, expires_at, tries from codes where customer = ?", (customer,)
            ).fetchone()
            if row is None:
                return None
            email, code_hash, ends_at, tries = row
            if ends_at < now or tries >= most:
                return None
            db.execute("update codes set tries = tries + 1 where customer = ?", (customer,))
            if not right(code_hash):
                return None
            db.execute("delete from codes where customer = ?", (customer,))
            return str(email)

        return await self._db.write(check)
