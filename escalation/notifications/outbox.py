"""The outbox: every letter is kept before it goes out, and is tried again until it is delivered or nobody takes it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from escalation.clock import new_id, now_ms
from escalation.notifications.templates import SECRET, Letter
from escalation.store.database import Database
from escalation.store.rows import rows

WAITING, SENT, FAILED, KEPT = "waiting", "sent", "failed", "kept"
RETRIES_S = (60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
LEASE_MS, AT_ONCE = 120_000, 5  # five that each wait as long as a server may take are done within the lease
KEPT_DAYS, DAY_MS = 30, 86_400_000
_COLUMNS = "id, kind, way, recipient, subject, body, conversation, state, attempts, due_at, error, created_at, sent_at"


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter in the outbox. ``kept`` is one that nobody sends by itself, for there was no mail server."""

    id: str
    kind: str
    way: str
    recipient: str
    subject: str
    body: dict[str, Any]
    conversation: str | None
    state: str
    attempts: int
    due_at: int
    error: str | None
    created_at: int
    sent_at: int | None


class Outbox:
    """On the hub's database. :attr:`filled` is set when something may be due."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self.filled = asyncio.Event()

    async def put(self, letter: Letter, *, goes_out: bool) -> None:
        """Keep a letter, to be sent or only to be read here; a letter whose key is known already is not kept twice."""
        now = now_ms()
        row = (
            new_id("l"), letter.kind, letter.way, letter.recipient, letter.subject, json.dumps(letter.body(), ensure_ascii=False),
            letter.conversation, letter.key, WAITING if goes_out else KEPT, 0, now, now,
        )  # fmt: skip
        query = (
            "insert into outbox (id, kind, way, recipient, subject, body, conversation, key, state, attempts, due_at, created_at)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (key) do nothing"
        )
        await self._db.write(lambda db: db.execute(query, row) and None)
        self.filled.set()

    async def claim(self, most: int = AT_ONCE) -> list[Posted]:
        """Letters that are due, each for whoever holds them until the lease runs out."""
        now = now_ms()
        query = (
            f"update outbox set due_at = ?, attempts = attempts + 1 where id in (select id from outbox where state = ? and due_at <= ?"  # noqa: S608
            f" order by due_at limit ?) returning {_COLUMNS}"
        )
        return await self._db.write(lambda db: rows(db.execute(query, (now + LEASE_MS, WAITING, now, most)), Posted, _DECODED))

    async def delivered(self, letter: Posted) -> None:
        """It has gone out. What it let somebody do with it is no longer kept here."""
        body = "{}" if letter.kind in SECRET else json.dumps(letter.body, ensure_ascii=False)
        query = "update outbox set state = ?, sent_at = ?, error = null, body = ? where id = ?"
        await self._db.write(lambda db: db.execute(query, (SENT, now_ms(), body, letter.id)) and None)

    async def refused(self, letter: Posted, why: str, *, for_good: bool) -> None:
        """It has not gone out: later again, or never when it was refused for good or tried often enough."""
        over = for_good or letter.attempts > len(RETRIES_S)
        due = 0 if over else now_ms() + 1000 * RETRIES_S[letter.attempts - 1]
        values = (FAILED if over else WAITING, due, why[:500], letter.id)
        await self._db.write(lambda db: db.execute("update outbox set state = ?, due_at = ?, error = ? where id = ?", values) and None)

    async def again(self, identity: str) -> bool:
        """Try one now that waits, failed or was only kept; False when there is none."""

        def write(db: sqlite3.Connection) -> int:
            query = "update outbox set state = ?, due_at = ?, attempts = 0 where id = ? and state != ? and body != '{}'"
            return db.execute(query, (WAITING, now_ms(), identity, SENT)).rowcount

        done = await self._db.write(write)
        self.filled.set()
        return bool(done)

    async def drop(self, identity: str) -> None:
        """Forget one."""
        await self._db.write(lambda db: db.execute("delete from outbox where id = ?", (identity,)) and None)

    async def tidy(self) -> None:
        """Forget what is :data:`KEPT_DAYS` days old: emails hold people's words. What lets somebody in goes once it is sent, also from
        before that kind counted as such.
        """
        before, kinds = now_ms() - KEPT_DAYS * DAY_MS, json.dumps(sorted(SECRET))
        blank = "update outbox set body = '{}' where state = ? and body != '{}' and kind in (select value from json_each(?))"

        def write(db: sqlite3.Connection) -> None:
            db.execute("delete from outbox where created_at < ?", (before,))
            db.execute(blank, (SENT, kinds))

        await self._db.write(write)

    async def latest(self, most: int = 100) -> list[Posted]:
        """The newest letters."""
        query = f"select {_COLUMNS} from outbox order by created_at desc, id limit ?"  # noqa: S608 - names of our own
        return await self._db.read(lambda db: rows(db.execute(query, (most,)), Posted, _DECODED))

    async def next_due(self) -> int | None:
        """When the next letter is due (UTC milliseconds)."""
        found = await self._db.read(lambda db: db.execute("select min(due_at) from outbox where state = ?", (WAITING,)).fetchone())
        return int(found[0]) if found[0] is not None else None


_DECODED = {"body": lambda text: json.loads(text or "{}")}
