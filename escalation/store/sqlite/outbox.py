"""The outbox as rows: emails and alerts that wait, went out, failed, or are only kept to be read here."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from escalation.store.sqlite.database import Database
from escalation.store.sqlite.rows import rows

WAITING, SENT, FAILED, KEPT = "waiting", "sent", "failed", "kept"
_COLUMNS = (
    "id, kind, way, recipient, subject, body, conversation, state, attempts, due_at, error, created_at,"
    " sent_at"
)
_DECODED = {"body": lambda text: json.loads(text or "{}")}


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """An email or alert in the outbox. ``kept`` is one that nobody sends by itself, for there was no mail
    server.
    """

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


class OutboxRows:
    """On the hub's database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def put(self, posted: OutboxEntry, key: str | None) -> None:
        """Keep one; one whose key is known already is not kept twice."""
        row = (
            posted.id,
            posted.kind,
            posted.way,
            posted.recipient,
            posted.subject,
            json.dumps(posted.body, ensure_ascii=False),
            posted.conversation,
            key,
            posted.state,
            posted.attempts,
            posted.due_at,
            posted.created_at,
        )
        query = (
            "insert into outbox (id, kind, way, recipient, subject, body, conversation, key, state, attempts,"
            " due_at, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (key) do nothing"
        )
        await self._db.write(lambda db: db.execute(query, row) and None)

    async def claim(self, now: int, until: int, most: int) -> list[OutboxEntry]:
        """What is due, each for whoever claims it until ``until``."""
        due = "select id from outbox where state = ? and due_at <= ? order by due_at limit ?"
        taken = f"update outbox set due_at = ?, attempts = attempts + 1 where id in ({due})"  # noqa: S608
        query = f"{taken} returning {_COLUMNS}"
        return await self._db.write(
            lambda db: rows(db.execute(query, (until, WAITING, now, most)), OutboxEntry, _DECODED)
        )

    async def sent(self, identity: str, body: dict[str, Any], at: int) -> None:
        """It went out; ``body`` is what is kept of it."""
        query = "update outbox set state = ?, sent_at = ?, error = null, body = ? where id = ?"
        await self._db.write(
            lambda db: db.execute(query, (SENT, at, json.dumps(body, ensure_ascii=False), identity)) and None
        )

    async def postpone(self, identity: str, state: str, due_at: int, error: str) -> None:
        """It did not go out."""
        query = "update outbox set state = ?, due_at = ?, error = ? where id = ?"
        await self._db.write(lambda db: db.execute(query, (state, due_at, error, identity)) and None)

    async def retry(self, identity: str, now: int) -> bool:
        """Make one due that is not sent and not blanked; False when there is none."""
        query = (
            "update outbox set state = ?, due_at = ?, attempts = 0 where id = ? and state != ? and body !="
            " '{}'"
        )
        return bool(
            await self._db.write(lambda db: db.execute(query, (WAITING, now, identity, SENT)).rowcount)
        )

    async def drop(self, identity: str) -> None:
        """Forget one."""
        await self._db.write(lambda db: db.execute("delete from outbox where id = ?", (identity,)) and None)

    async def tidy(self, before: int, secret_kinds: Iterable[str]) -> None:
        """Forget what is older than ``before``, and the body of what is sent of these kinds."""
        kinds = json.dumps(sorted(secret_kinds))
        blank = (
            "update outbox set body = '{}' where state = ? and body != '{}' and kind in (select value from"
            " json_each(?))"
        )

        def write(db: sqlite3.Connection) -> None:
            db.execute("delete from outbox where created_at < ?", (before,))
            db.execute(blank, (SENT, kinds))

        await self._db.write(write)

    async def latest(self, most: int) -> list[OutboxEntry]:
        """The newest."""
        query = f"select {_COLUMNS} from outbox order by created_at desc, id limit ?"  # noqa: S608 - names of our own
        return await self._db.read(lambda db: rows(db.execute(query, (most,)), OutboxEntry, _DECODED))

    async def next_due(self) -> int | None:
        """When the next one is due (UTC milliseconds)."""
        (due,) = await self._db.read(
            lambda db: db.execute("select min(due_at) from outbox where state = ?", (WAITING,)).fetchone()
        )
        return int(due) if due is not None else None
