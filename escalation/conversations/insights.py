"""What the log teaches about the knowledge base: gaps, effects, and who was told what. Reads beside the hub's loop.

A conversation is read again only when it has grown, so that looking often costs little.
"""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from typing import Any

from escalation.clock import now_ms
from escalation.core.insight import Gap, Served, read
from escalation.store.codec import from_row
from escalation.store.database import Database

DAYS = 30
MOST = 20_000  # conversations
BREATH = 200  # conversations after which other threads get the interpreter
_EVENTS = "select seq, at, kind, version, data, text from events where conversation = ? order by seq"


@dataclass(frozen=True, slots=True)
class Told:
    """A conversation in which an article was given; ``corrected`` is the version a correction was sent with, 0 for none."""

    conversation: str
    seq: int
    at: int
    version: int
    state: str
    customer_name: str | None
    corrected: int


class Insight:
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
        since = now_ms() - DAYS * 86_400_000
        rows = db.execute(
            "select id, seq from conversations where updated_at > ? order by updated_at desc limit ?", (since, MOST)
        ).fetchall()
        known = {identity: self._known[identity] for identity, _ in rows if identity in self._known}
        for done, (identity, seq) in enumerate(rows):
            if identity not in known or known[identity][0] != seq:
                known[identity] = seq, *read(identity, map(from_row, db.execute(_EVENTS, (identity,))))
            if done % BREATH == 0:
                time.sleep(0)
        self._known = known

    async def told(self, article: str) -> list[Told]:
        """Who was given an article, ever; the newest first, one row a conversation."""
        return await self._db.read(lambda db: _told(db, article))

    async def customer_names(self, conversations: list[str]) -> list[str]:
        """The names customers gave, for taking them out of drafts."""
        query = "select p.name from conversations c join customers p on p.id = c.customer where c.id = ? and p.name is not null"
        return await self._db.read(lambda db: [row[0] for each in conversations for row in db.execute(query, (each,)).fetchall()])


def _told(db: sqlite3.Connection, article: str) -> list[Told]:
    given = db.execute(
        "select e.conversation, max(e.seq), max(e.at), max(json_extract(e.data, '$.article_version')), c.state, p.name"
        " from events e join conversations c on c.id = e.conversation left join customers p on p.id = c.customer"
        " where e.kind = 'bot.said' and json_extract(e.data, '$.article') = ? group by e.conversation order by max(e.at) desc limit 1000",
        (article,),
    ).fetchall()
    corrected: dict[str, Any] = dict(
        db.execute(
            "select conversation, max(json_extract(data, '$.variables.version')) from events"
            " where kind = 'system.said' and json_extract(data, '$.key') = 'correction' and json_extract(data, '$.variables.article') = ?"
            " group by conversation",
            (article,),
        ).fetchall()
    )
    return [Told(row[0], row[1], row[2], row[3] or 0, row[4], row[5], int(corrected.get(row[0]) or 0)) for row in given]
