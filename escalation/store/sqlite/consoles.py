"""Which agents have a console open, on whatever hub: one row a socket, kept fresh by the hub it is connected
to.
"""

from __future__ import annotations

import sqlite3

from escalation.clock import new_id, now_ms
from escalation.store.sqlite.database import Database

ALIVE_MS = 30_000  # a hub that has not said so for this long is gone, and its consoles with it
BEAT_MS = 10_000
_PRESENT = "select distinct user from consoles where seen_at > ?"


class Consoles:
    """Open consoles in ``home/baton.db``. Several hubs may share it."""

    def __init__(self, database: Database) -> None:
        self._db, self._hub, self._beaten_at = database, new_id("h"), 0

    async def opened(self, socket: str, user: str) -> None:
        """A console of ``user`` is open from now on."""
        row = (socket, user, self._hub, now_ms())
        await self._db.write(
            lambda db: db.execute("insert or replace into consoles values (?, ?, ?, ?)", row) and None
        )

    def closed(self, socket: str) -> None:
        """It is open no longer. Not waited for: a hub that goes down while it writes is noticed all the
        same.
        """
        self._db.submit(lambda db: db.execute("delete from consoles where socket = ?", (socket,)) and None)

    def present(self) -> frozenset[str]:
        """The ids of all users with a console open."""
        return frozenset(
            row[0]
            for row in self._db.look(lambda db: db.execute(_PRESENT, (now_ms() - ALIVE_MS,)).fetchall())
        )

    async def beat(self) -> None:
        """Say that this hub's consoles are open still, and forget those of hubs that are gone. Cheap to call
        often.
        """
        now = now_ms()
        if now - self._beaten_at < BEAT_MS:
            return
        self._beaten_at = now

        def write(db: sqlite3.Connection) -> None:
            db.execute("update consoles set seen_at = ? where hub = ?", (now, self._hub))
            db.execute("delete from consoles where seen_at <= ?", (now - ALIVE_MS,))

        await self._db.write(write)
