"""Accounts of the team as rows: users with their preferences."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from escalation.store.records import User
from escalation.store.sqlite.database import Access
from escalation.store.sqlite.rows import rows


def _ids(text: str | None) -> tuple[str, ...]:
    return tuple(json.loads(text or "[]"))


_DECODED = {"email": lambda text: text or "", **dict.fromkeys(("departments", "skills", "languages"), _ids)}
_USER = (
    "select u.id, u.login, u.name, u.role, u.email, u.departments, u.skills, u.languages,"
    " coalesce(u.capacity, 0.0) as capacity from users u"
    " where u.disabled_at is null"
)


class SqliteUsers:
    """See :class:`escalation.store.ports.UserRepository`."""

    def __init__(self, access: Access) -> None:
        self._db = access

    async def put(self, user: User, secret: str | None, at: int) -> bool:
        query = (
            "insert into users (id, login, name, role, password, created_at, email) values (?, ?, ?, ?, ?, ?,"
            " ?) on conflict (login) do update set name = excluded.name, role = excluded.role, password ="
            " excluded.password, email = excluded.email, disabled_at = null where disabled_at is not null"
        )
        values = (user.id, user.login, user.name, user.role, secret, at, user.email)
        return await self._db.write(lambda db: db.execute(query, values).rowcount) > 0

    async def by_login(self, login: str) -> User | None:
        return await self._db.read(lambda db: user_where(db, "u.login = ?", login))

    async def by_id(self, identity: str) -> User | None:
        return await self._db.read(lambda db: user_where(db, "u.id = ?", identity))

    async def all(self) -> list[User]:
        return await self._db.read(lambda db: rows(db.execute(f"{_USER} order by u.login"), User, _DECODED))

    async def update(self, user: User) -> str | None:
        lists = map(json.dumps, (user.departments, user.skills, user.languages))
        values = (user.name, user.role, user.email, *lists, user.capacity, user.id)
        query = (
            "update users set name = ?, role = ?, email = ?, departments = ?, skills = ?, languages = ?,"
            " capacity = ? where id = ?"
        )

        def write(db: sqlite3.Connection) -> str | None:
            before = db.execute("select role from users where id = ?", (user.id,)).fetchone()
            db.execute(query, values)
            return before[0] if before else None

        return await self._db.write(write)

    async def disable(self, user: User, at: int) -> None:
        def write(db: sqlite3.Connection) -> None:
            db.execute("update users set disabled_at = ? where id = ?", (at, user.id))
            _end_all(db, user.id)

        await self._db.write(write)

    async def secret(self, login: str) -> tuple[User | None, str | None]:
        user = await self.by_login(login)
        query = "select password from users where login = ? and disabled_at is null"
        row = await self._db.read(lambda db: db.execute(query, (login,)).fetchone())
        return user, row[0] if row else None

    async def put_secret(self, user: User, secret: str, name: str | None) -> None:
        await self._db.write(lambda db: _put_secret(db, user.id, secret, name))

    async def use_link(self, token_hash: str, user: User, secret: str, name: str | None) -> bool:
        def write(db: sqlite3.Connection) -> bool:
            if not db.execute("delete from links where hash = ?", (token_hash,)).rowcount:
                return False
            _put_secret(db, user.id, secret, name)
            return True

        return await self._db.write(write)

    async def preferences(self, user: User) -> dict[str, Any]:
        row = await self._db.read(
            lambda db: db.execute("select value from preferences where user = ?", (user.id,)).fetchone()
        )
        return dict(json.loads(row[0])) if row else {}

    async def put_preferences(self, user: User, value: dict[str, Any]) -> None:
        values = (user.id, json.dumps(value, ensure_ascii=False))
        query = "insert or replace into preferences (user, value) values (?, ?)"
        await self._db.write(lambda db: db.execute(query, values) and None)


def user_where(db: sqlite3.Connection, condition: str, *values: Any) -> User | None:
    """The one user of whom this holds, if their account is not disabled."""
    users = rows(db.execute(f"{_USER} and {condition}", values), User, _DECODED)
    return users[0] if users else None


def _put_secret(db: sqlite3.Connection, user: str, secret: str, name: str | None) -> None:
    """Another password, and the end of every session and link."""
    db.execute("update users set password = ?, name = coalesce(?, name) where id = ?", (secret, name, user))
    _end_all(db, user)


def _end_all(db: sqlite3.Connection, user: str) -> None:
    """Every session and every link of a user."""
    db.execute("delete from sessions where user = ?", (user,))
    db.execute("delete from links where user = ?", (user,))
