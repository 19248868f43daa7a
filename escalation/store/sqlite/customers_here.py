"""Which customers who wait have the page open, as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from escalation.store.sqlite.database import Database

KEPT_MS = 86_400_000


class SqliteCustomersHere:
    """See :class:`escalation.store.ports.CustomersHere`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def beat(self, customers: Iterable[str], at: int) -> None:
        rows = [(customer, at) for customer in customers]

        def write(db: sqlite3.Connection) -> None:
            db.executemany("insert or replace into customers_here values (?, ?)", rows)
            db.execute("delete from customers_here where seen_at < ?", (at - KEPT_MS,))

        await self._db.write(write)

    async def seen(self) -> dict[str, int]:
        query = "select customer, seen_at from customers_here"
        return dict(await self._db.read(lambda db: db.execute(query).fetchall()))
