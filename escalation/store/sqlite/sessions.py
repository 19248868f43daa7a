"""Sessions and one-time links of the team as rows. Only hashes of tokens are stored."""

from __future__ import annotations

import json
import sqlite3

from escalation.store.sqlite.database import Database


def end_all(db: sqlite3.Connection, user: str) -> None:
    """Within a commit: every session and every link of a user."""
    db.execute("delete from sessions where user = ?", (user,))
    db.execute("delete from links where user = ?", (user,))


class SessionRows:
    """On the hub's database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def put(self, token_hash: str, user: str, at: int, ends_at: int) -> None:
        """Keep a session."""
        values = (token_hash, user, at, ends_at)
        query = "insert into sessions (hash, user, created_at, expires_at) values (?, ?, ?, ?)"
        await self._db.write(lambda db: db.execute(query, values) and None)

    async def drop(self, token_hash: str) -> None:
        """End a session."""
        await self._db.write(
            lambda db: db.execute("delete from sessions where hash = ?", (token_hash,)) and None
        )

    async def roles(self, token_hashes: list[str], now: int) -> dict[str, str]:
        """The role behind each session; one that has ended is not in it."""
        query = (
            "select s.hash, u.role from sessions s join users u on u.id = s.user"
            " where u.disabled_at is null and s.expires_at > ? and s.hash in (select value from json_each(?))"
        )
        return dict(
            await self._db.read(lambda db: db.execute(query, (now, json.dumps(token_hashes))).fetchall())
        )

    async def put_link(self, token_hash: str, user: str, ends_at: int) -> None:
        """Keep a one-time link in place of an earlier one."""

        def write(db: sqlite3.Connection) -> None:
            db.execute("delete from links where user = ?", (user,))
            db.execute(
                "insert into links (hash, user, expires_at) values (?, ?, ?)", (token_hash, user, ends_at)
            )

        await self._db.write(write)
