"""Open consoles as rows."""

from __future__ import annotations

import sqlite3

from escalation.store.sqlite.database import Database


class SqliteConsoles:
    """See :class:`escalation.store.ports.ConsoleRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def opened(self, socket: str, user: str, hub: str, at: int) -> None:
        query = "insert or replace into consoles values (?, ?, ?, ?)"
        await self._db.write(lambda db: db.execute(query, (socket, user, hub, at)) and None)

    async def closed(self, socket: str) -> None:
        self._db.submit(lambda db: db.execute("delete from consoles where socket = ?", (socket,)) and None)

    async def present(self, since: int) -> frozenset[str]:
        query = "select distinct user from consoles where seen_at > ?"
        return frozenset(row[0] for row in self._db.look(lambda db: db.execute(query, (since,)).fetchall()))

    async def beat(self, hub: str, at: int, gone: int) -> None:
        def write(db: sqlite3.Connection) -> None:
            db.execute("update consoles set seen_at = ? where hub = ?", (at, hub))
            db.execute("delete from consoles where seen_at <= ?", (gone,))

        await self._db.write(write)
