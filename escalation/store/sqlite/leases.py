"""Which hub does what one does for all, and when none ran, as rows."""

from __future__ import annotations

import sqlite3

from escalation.store.sqlite.database import Database

KEPT_MS = 40 * 24 * 3_600_000  # nothing counts back further


class SqliteLeases:
    """See :class:`escalation.store.ports.LeaseRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def hold(self, name: str, holder: str, now: int, ms: int, gap_ms: int) -> bool:

        def write(db: sqlite3.Connection) -> bool:
            row = db.execute(
                "select holder, until_at, beaten_at from leases where name = ?", (name,)
            ).fetchone()
            if row and row[0] != holder and now < row[1] <= now + ms:
                return False
            if row and now - row[2] > gap_ms:
                db.execute("insert or ignore into outages (from_at, to_at) values (?, ?)", (row[2], now))
                db.execute("delete from outages where to_at < ?", (now - KEPT_MS,))
            db.execute("insert or replace into leases values (?, ?, ?, ?)", (name, holder, now + ms, now))
            return True

        return await self._db.write(write)

    async def give_up(self, name: str, holder: str, now: int) -> None:
        query = "update leases set until_at = 0, beaten_at = ? where name = ? and holder = ?"
        await self._db.write(lambda db: db.execute(query, (now, name, holder)) and None)

    async def outages(self) -> list[tuple[int, int]]:
        query = "select from_at, to_at from outages order by from_at"
        return await self._db.read(lambda db: [(row[0], row[1]) for row in db.execute(query)])
