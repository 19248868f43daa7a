"""Sessions and one-time links of the team as rows."""

from __future__ import annotations

import json
import sqlite3

from escalation.store.records import User
from escalation.store.sqlite.database import Database
from escalation.store.sqlite.users import user_where

_OF_SESSION = "u.id = (select user from sessions where hash = ? and expires_at > ?)"
_OF_LINK = "u.id = (select user from links where hash = ? and expires_at > ?)"


class SqliteSessions:
    """See :class:`escalation.store.ports.SessionRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def put(self, token_hash: str, user: str, at: int, ends_at: int) -> None:
        values = (token_hash, user, at, ends_at)
        query = "insert into sessions (hash, user, created_at, expires_at) values (?, ?, ?, ?)"
        await self._db.write(lambda db: db.execute(query, values) and None)

    async def user_of(self, token_hash: str, now: int) -> User | None:
        return self._db.look(lambda db: user_where(db, _OF_SESSION, token_hash, now))

    async def drop(self, token_hash: str) -> None:
        await self._db.write(
            lambda db: db.execute("delete from sessions where hash = ?", (token_hash,)) and None
        )

    async def roles(self, token_hashes: list[str], now: int) -> dict[str, str]:
        query = (
            "select s.hash, u.role from sessions s join users u on u.id = s.user"
            " where u.disabled_at is null and s.expires_at > ? and s.hash in (select value from json_each(?))"
        )
        return dict(
            await self._db.read(lambda db: db.execute(query, (now, json.dumps(token_hashes))).fetchall())
        )

    async def put_link(self, token_hash: str, user: str, ends_at: int) -> None:
        values = (token_hash, user, ends_at)

        def write(db: sqlite3.Connection) -> None:
            db.execute("delete from links where user = ?", (user,))
            db.execute("insert into links (hash, user, expires_at) values (?, ?, ?)", values)

        await self._db.write(write)

    async def link_owner(self, token_hash: str, now: int) -> User | None:
        return await self._db.read(lambda db: user_where(db, _OF_LINK, token_hash, now))
