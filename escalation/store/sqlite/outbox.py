"""The outbox as rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from escalation.store.records import SENT, WAITING, OutboxEntry
from escalation.store.sqlite.database import Database
from escalation.store.sqlite.rows import rows

_COLUMNS = (
    "id, kind, way, recipient, subject, body, conversation, state, attempts, due_at, error, created_at,"
    " sent_at"
)
_DECODED = {"body": lambda text: json.loads(text or "{}")}


class SqliteOutbox:
    """See :class:`escalation.store.ports.OutboxRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def put(self, entry: OutboxEntry, key: str | None) -> None:
        row = (
            entry.id,
            entry.kind,
            entry.way,
            entry.recipient,
            entry.subject,
            json.dumps(entry.body, ensure_ascii=False),
            entry.conversation,
            key,
            entry.state,
            entry.attempts,
            entry.due_at,
            entry.created_at,
        )
        query = (
            "insert into outbox (id, kind, way, recipient, subject, body, conversation, key, state, attempts,"
            " due_at, created_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (key) do nothing"
        )
        await self._db.write(lambda db: db.execute(query, row) and None)

    async def claim(self, now: int, until: int, most: int) -> list[OutboxEntry]:
        due = "select id from outbox where state = ? and due_at <= ? order by due_at limit ?"
        taken = f"update outbox set due_at = ?, attempts = attempts + 1 where id in ({due})"  # noqa: S608
        query = f"{taken} returning {_COLUMNS}"
        return await self._db.write(
            lambda db: rows(db.execute(query, (until, WAITING, now, most)), OutboxEntry, _DECODED)
        )

    async def sent(self, identity: str, body: dict[str, Any], at: int) -> None:
        query = "update outbox set state = ?, sent_at = ?, error = null, body = ? where id = ?"
        await self._db.write(
            lambda db: db.execute(query, (SENT, at, json.dumps(body, ensure_ascii=False), identity)) and None
        )

    async def postpone(self, identity: str, state: str, due_at: int, error: str) -> None:
        query = "update outbox set state = ?, due_at = ?, error = ? where id = ?"
        await self._db.write(lambda db: db.execute(query, (state, due_at, error, identity)) and None)

    async def retry(self, identity: str, now: int) -> bool:
        query = (
            "update outbox set state = ?, due_at = ?, attempts = 0 where id = ? and state != ? and body !="
            " '{}'"
        )
        return bool(
            await self._db.write(lambda db: db.execute(query, (WAITING, now, identity, SENT)).rowcount)
        )

    async def drop(self, identity: str) -> None:
        await self._db.write(lambda db: db.execute("delete from outbox where id = ?", (identity,)) and None)

    async def tidy(self, before: int, secret_kinds: Iterable[str]) -> None:
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
        query = f"select {_COLUMNS} from outbox order by created_at desc, id limit ?"  # noqa: S608 - names of our own
        return await self._db.read(lambda db: rows(db.execute(query, (most,)), OutboxEntry, _DECODED))

    async def next_due(self) -> int | None:
        (due,) = await self._db.read(
            lambda db: db.execute("select min(due_at) from outbox where state = ?", (WAITING,)).fetchone()
        )
        return int(due) if due is not None else None
