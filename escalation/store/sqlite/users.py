"""Accounts of the team as rows: users with their preferences."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from escalation.store.sqlite.database import Database
from escalation.store.sqlite.rows import rows
from escalation.store.sqlite.sessions import end_all


@dataclass(frozen=True, slots=True)
class User:
    """The account of a team member; ``departments`` and ``skills`` by their ids."""

    id: str
    login: str
    name: str
    role: str
    email: str = ""
    departments: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


def _ids(text: str | None) -> tuple[str, ...]:
    return tuple(json.loads(text or "[]"))


_DECODED = {"email": lambda text: text or "", "departments": _ids, "skills": _ids}
_USER = "select u.id, u.login, u.name, u.role, u.email, u.departments, u.skills from users u"


class UserRows:
    """On the hub's database. A disabled account is found by nothing here but :meth:`put`, which revives
    it.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    async def put(self, user: User, secret: str | None, at: int) -> bool:
        """Keep a new user, or revive a disabled one of the same login; False when there is one already."""
        return await self._db.write(lambda db: put_in(db, user, secret, at))

    async def by_login(self, login: str) -> User | None:
        """By the login as it is kept."""
        return await self._one("u.login = ?", login)

    async def by_id(self, identity: str) -> User | None:
        """By the id, which stays when a login is given again."""
        return await self._one("u.id = ?", identity)

    async def _one(self, where: str, value: str) -> User | None:
        query = f"{_USER} where u.disabled_at is null and {where}"
        found = await self._db.read(lambda db: rows(db.execute(query, (value,)), User, _DECODED))
        return found[0] if found else None

    async def all(self) -> list[User]:
        """By login."""
        return await self._db.read(all_in)

    def of_session(self, token_hash: str, now: int) -> User | None:
        """Whose session this is, if it has not ended; a row by its key, read at once."""
        session = "select user from sessions where hash = ? and expires_at > ?"
        query = f"{_USER} where u.disabled_at is null and u.id = ({session})"
        found = self._db.look(lambda db: rows(db.execute(query, (token_hash, now)), User, _DECODED))
        return found[0] if found else None

    async def of_link(self, token_hash: str, now: int) -> User | None:
        """Whose one-time link this is, if it still works."""
        query = f"{_USER} where u.id = (select user from links where hash = ? and expires_at > ?)"  # noqa: S608 - ours
        found = await self._db.read(lambda db: rows(db.execute(query, (token_hash, now)), User, _DECODED))
        return found[0] if found else None

    async def update(self, user: User) -> str | None:
        """Name, role, email, departments and skills; returns the role before."""
        return await self._db.write(lambda db: update_in(db, user))

    async def disable(self, user: User, at: int) -> None:
        """And end every session and link, in one commit."""
        await self._db.write(lambda db: disable_in(db, user, at))

    async def secret(self, login: str) -> tuple[User | None, str | None]:
        """The user of a login with the hash of their password. Reads the same for a login that nobody has."""
        user = await self.by_login(login)
        query = "select password from users where login = ? and disabled_at is null"
        row = await self._db.read(lambda db: db.execute(query, (login,)).fetchone())
        return user, row[0] if row else None

    async def put_secret(self, user: User, secret: str, name: str | None) -> None:
        """Another password (and name), and the end of every session and link, in one commit."""
        await self._db.write(lambda db: put_secret(db, user.id, secret, name))

    async def use_link(self, token_hash: str, user: User, secret: str, name: str | None) -> bool:
        """Use a one-time link up and set the password; False when somebody else was faster."""

        def write(db: sqlite3.Connection) -> bool:
            if not db.execute("delete from links where hash = ?", (token_hash,)).rowcount:
                return False
            put_secret(db, user.id, secret, name)
            return True

        return await self._db.write(write)

    async def preferences(self, user: User) -> dict[str, Any]:
        """What they prefer, empty at first."""
        row = await self._db.read(
            lambda db: db.execute("select value from preferences where user = ?", (user.id,)).fetchone()
        )
        return dict(json.loads(row[0])) if row else {}

    async def put_preferences(self, user: User, value: dict[str, Any]) -> None:
        """Keep them."""
        values = (user.id, json.dumps(value, ensure_ascii=False))
        await self._db.write(
            lambda db: (
                db.execute("insert or replace into preferences (user, value) values (?, ?)", values) and None
            )
        )


def all_in(db: sqlite3.Connection) -> list[User]:
    """Everybody who is not disabled, by login."""
    return rows(db.execute(f"{_USER} where u.disabled_at is null order by u.login"), User, _DECODED)


def put_in(db: sqlite3.Connection, user: User, secret: str | None, at: int) -> bool:
    """:meth:`UserRows.put` within a commit."""
    query = (
        "insert into users (id, login, name, role, password, created_at, email) values (?, ?, ?, ?, ?, ?, ?)"
        " on conflict (login) do update set name = excluded.name, role = excluded.role, password ="
        " excluded.password, email = excluded.email, disabled_at = null where disabled_at is not null"
    )
    return db.execute(query, (user.id, user.login, user.name, user.role, secret, at, user.email)).rowcount > 0


def update_in(db: sqlite3.Connection, user: User) -> str | None:
    """:meth:`UserRows.update` within a commit."""
    before = db.execute("select role from users where id = ?", (user.id,)).fetchone()
    values = (
        user.name,
        user.role,
        user.email,
        json.dumps(user.departments),
        json.dumps(user.skills),
        user.id,
    )
    db.execute(
        "update users set name = ?, role = ?, email = ?, departments = ?, skills = ? where id = ?", values
    )
    return before[0] if before else None


def disable_in(db: sqlite3.Connection, user: User, at: int) -> None:
    """:meth:`UserRows.disable` within a commit."""
    db.execute("update users set disabled_at = ? where id = ?", (at, user.id))
    end_all(db, user.id)


def put_secret(db: sqlite3.Connection, user: str, secret: str, name: str | None) -> None:
    """Within a commit: another password, and the end of every session and link."""
    db.execute("update users set password = ?, name = coalesce(?, name) where id = ?", (secret, name, user))
    end_all(db, user)
