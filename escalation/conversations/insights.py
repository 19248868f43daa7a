"""What the log teaches about the knowledge base: gaps, effects, and who was told what. Reads beside the hub's
loop.

A conversation is read again only when it has grown, so that looking often costs little.
"""

from __future__ import annotations

import sqlite3
import time

from escalation.clock import now_ms
from escalation.core.insight import Gap, Served, read
from escalation.store.sqlite.database import Database
from escalation.store.sqlite.insights import Told, customer_names, events_of, recent, told

DAYS = 30
MOST = 20_000  # conversations
BREATH = 200  # conversations after which other threads get the interpreter


class Insights:
    """Gaps and effects of the last :data:`DAYS` days."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._known: dict[str, tuple[int, list[Gap], list[Served]]] = {}

    async def gaps(self) -> list[Gap]:
        """Every question without a good answer, oldest first."""
        await self._db.read(self._catch_up)
        return sorted((gap for _, gaps, _ in self._known.values() for gap in gaps), key=lambda each: each.at)

    async def served(self) -> list[Served]:
        """Every article that was given as an answer."""
        await self._db.read(self._catch_up)
        return [each for _, _, served in self._known.values() for each in served]

    def _catch_up(self, db: sqlite3.Connection) -> None:
        grown = recent(db, now_ms() - DAYS * 86_400_000, MOST)
        known = {identity: self._known[identity] for identity, _ in grown if identity in self._known}
        for done, (identity, seq) in enumerate(grown):
            if identity not in known or known[identity][0] != seq:
                known[identity] = seq, *read(identity, events_of(db, identity))
            if done % BREATH == 0:
                time.sleep(0)
        self._known = known

    async def told(self, article: str) -> list[Told]:
        """Who was given an article, ever; the newest first, one row a conversation."""
        return await self._db.read(lambda db: told(db, article))

    async def customer_names(self, conversations: list[str]) -> list[str]:
        """The names customers gave, for taking them out of drafts."""
        return await self._db.read(lambda db: customer_names(db, conversations))
