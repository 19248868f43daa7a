"""Customers, users, sessions and one-time links. Only hashes of tokens are stored; passwords are argon2."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
import sqlite3
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from escalation.clock import new_id, now_ms
from escalation.core.errors import Code, Refused
from escalation.core.text import plain
from escalation.store.database import Database

DAY_MS = 86_400_000
ROLES = ("agent", "supervisor", "editor", "admin")
LINK_DAYS = 2
SHORTEST_PASSWORD = 10
EMAIL, SEGMENT = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}"), re.compile(r"[a-z][a-z0-9_-]{0,39}")
_hasher = PasswordHasher()
# Verified against when the login is unknown, so that both take equally long.
_NOBODY = _hasher.hash(secrets.token_urlsafe(16))


@dataclass(frozen=True, slots=True)
class User:
    """A colleague."""

    id: str
    login: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer and the site their browser came from."""

    id: str
    site: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a customer; empty words for what is not."""

    id: str
    name: str
    email: str
    segment: str
    note: str
    site: str
    created_at: int
    blocked: bool


class PeopleError(ValueError):
    """A user that cannot be made or changed; ``str()`` says why."""


def hashed(token: str) -> str:
    """What is stored of a token. Tokens carry 256 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()


class People:
    """All access data, on the hub's database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # --- customers ---

    async def new_customer(self, site: str, days: int) -> tuple[str, str]:
        """Make an anonymous customer; returns id and token. The token is shown once and never stored."""
        customer, token = new_id("p"), secrets.token_urlsafe(32)

        def write(db: sqlite3.Connection) -> None:
            db.execute("insert into customers (id, created_at, site) values (?, ?, ?)", (customer, now_ms(), site))
            db.execute("insert into customer_tokens values (?, ?, ?, ?)", (hashed(token), customer, now_ms(), now_ms() + days * DAY_MS))

        await self._db.write(write)
        return customer, token

    async def customer(self, token: str) -> Customer | None:
        """The customer a token belongs to, or None for a wrong or expired one."""
        query = "select p.id, p.site from customer_tokens t join customers p on p.id = t.customer where t.hash = ? and t.expires_at > ?"
        row = await self._db.read(lambda db: db.execute(query, (hashed(token), now_ms())).fetchone())
        return Customer(row[0], row[1] or "") if row else None

    async def profile(self, customer: str) -> Profile | None:
        """What is known of a customer."""
        query = "select id, name, email, segment, note, site, created_at, blocked_at from customers where id = ?"
        row = await self._db.read(lambda db: db.execute(query, (customer,)).fetchone())
        if row is None:
            return None
        identity, name, email, segment, note, site, created_at, blocked_at = row
        return Profile(identity, name or "", email or "", segment or "", note or "", site or "", created_at, bool(blocked_at))

    async def set_profile(self, profile: Profile) -> None:
        """Keep what colleagues know; raises :class:`PeopleError` for an e-mail address or segment that is none."""
        if profile.email and not EMAIL.fullmatch(profile.email):
            raise PeopleError(f"“{profile.email}” is no e-mail address.")
        if profile.segment and not SEGMENT.fullmatch(profile.segment):
            raise PeopleError("A segment is one word of small letters, like vip.")
        values = (profile.name or None, profile.email or None, profile.segment or None, profile.note or None, profile.id)
        await self._db.write(lambda db: db.execute("update customers set name = ?, email = ?, segment = ?, note = ? where id = ?", values))

    def segment(self, customer: str) -> str | None:
        """The segment a customer belongs to; a row by its key, read at once."""
        row = self._db.look(lambda db: db.execute("select segment from customers where id = ?", (customer,)).fetchone())
        return row[0] if row else None

    async def block(self, customer: str, blocked: bool = True) -> None:
        """Keep a customer from writing, or let them write again."""
        at = now_ms() if blocked else None
        await self._db.write(lambda db: db.execute("update customers set blocked_at = ? where id = ?", (at, customer)))

    def is_blocked(self, customer: str) -> bool:
        """Whether a customer may not write; a row by its key, read at once."""
        row = self._db.look(lambda db: db.execute("select blocked_at from customers where id = ?", (customer,)).fetchone())
        return bool(row and row[0])

    # --- users ---

    async def add_user(self, login: str, name: str, role: str, password: str | None = None) -> User:
        """Make a user; without a password only a one-time link lets them in."""
        login = plain(login).lower()
        if role not in ROLES:
            raise PeopleError(f"“{role}” is not a role. Roles: {', '.join(ROLES)}.")
        if not login or len(login) > 100 or any(each.isspace() for each in login):
            raise PeopleError("A login is one word of at most 100 characters.")
        user = User(new_id("u"), login, plain(name) or login, role)
        secret = await asyncio.to_thread(_hash, password) if password is not None else None

        def write(db: sqlite3.Connection) -> None:
            db.execute(
                "insert into users (id, login, name, role, password, created_at) values (?, ?, ?, ?, ?, ?)",
                (user.id, user.login, user.name, user.role, secret, now_ms()),
            )

        try:
            await self._db.write(write)
        except sqlite3.IntegrityError as problem:
            raise PeopleError(f"There is already a user “{login}”.") from problem
        return user

    async def user(self, login: str) -> User | None:
        """The user with this login."""
        return await self._find("login = ?", login.strip().lower())

    async def _find(self, where: str, value: str) -> User | None:
        query = f"select id, login, name, role from users where disabled_at is null and {where}"  # noqa: S608 - where is ours
        row = await self._db.read(lambda db: db.execute(query, (value,)).fetchone())
        return User(*row) if row else None

    async def users(self) -> list[User]:
        """All users who are not disabled."""
        query = "select id, login, name, role from users where disabled_at is null order by login"
        return [User(*row) for row in await self._db.read(lambda db: db.execute(query).fetchall())]

    async def change(self, user: User, name: str | None, role: str | None) -> None:
        """Another name or role; None leaves it."""
        values = (name, role, user.id)
        await self._db.write(
            lambda db: db.execute("update users set name = coalesce(?, name), role = coalesce(?, role) where id = ?", values)
        )

    async def disable(self, user: User) -> None:
        """No way in any more, from the next command on; what they said stays theirs."""

        def write(db: sqlite3.Connection) -> None:
            db.execute("update users set disabled_at = ? where id = ?", (now_ms(), user.id))
            db.execute("delete from sessions where user = ?", (user.id,))
            db.execute("delete from links where user = ?", (user.id,))

        await self._db.write(write)

    async def has_password(self, user: User) -> bool:
        """Whether the user has chosen one."""
        row = await self._db.read(lambda db: db.execute("select password from users where id = ?", (user.id,)).fetchone())
        return bool(row and row[0])

    async def set_password(self, user: User, password: str, name: str | None = None) -> None:
        """Set a password (and a name), and end every session of the user."""
        secret = await asyncio.to_thread(_hash, password)

        def write(db: sqlite3.Connection) -> None:
            db.execute("update users set password = ?, name = coalesce(?, name) where id = ?", (secret, name, user.id))
            db.execute("delete from sessions where user = ?", (user.id,))
            db.execute("delete from links where user = ?", (user.id,))

        await self._db.write(write)

    async def verify(self, login: str, password: str) -> User | None:
        """The user, if login and password belong together. Takes equally long for an unknown login."""
        query = "select id, login, name, role, password from users where login = ? and disabled_at is null"
        row = await self._db.read(lambda db: db.execute(query, (login.strip().lower(),)).fetchone())
        secret = row[4] if row and row[4] else _NOBODY
        matches = await asyncio.to_thread(_matches, secret, password)
        return User(*row[:4]) if row and row[4] and matches else None

    # --- sessions and links ---

    async def open_session(self, user: User, days: int) -> str:
        """A new session's token."""
        token = secrets.token_urlsafe(32)
        values = (hashed(token), user.id, now_ms(), now_ms() + days * DAY_MS)
        await self._db.write(lambda db: db.execute("insert into sessions values (?, ?, ?, ?)", values) and None)
        return token

    async def session(self, token: str) -> User | None:
        """The user of a session that has not ended."""
        query = (
            "select u.id, u.login, u.name, u.role from sessions s join users u on u.id = s.user"
            " where s.hash = ? and s.expires_at > ? and u.disabled_at is null"
        )
        row = self._db.look(lambda db: db.execute(query, (hashed(token), now_ms())).fetchone())
        return User(*row) if row else None

    async def close_session(self, token: str) -> None:
        """End a session."""
        await self._db.write(lambda db: db.execute("delete from sessions where hash = ?", (hashed(token),)) and None)

    async def new_link(self, user: User) -> str:
        """A one-time sign-in token, good for :data:`LINK_DAYS` days; an earlier one stops working."""
        token = secrets.token_urlsafe(32)

        def write(db: sqlite3.Connection) -> None:
            db.execute("delete from links where user = ?", (user.id,))
            db.execute("insert into links values (?, ?, ?)", (hashed(token), user.id, now_ms() + LINK_DAYS * DAY_MS))

        await self._db.write(write)
        return token

    async def link_owner(self, token: str) -> User | None:
        """Whose link this is, without using it up."""
        query = "select u.id, u.login, u.name, u.role from links l join users u on u.id = l.user where l.hash = ? and l.expires_at > ?"
        row = await self._db.read(lambda db: db.execute(query, (hashed(token), now_ms())).fetchone())
        return User(*row) if row else None

    async def use_link(self, token: str, password: str, name: str) -> User:
        """Use the link up: choose a password and a name. Raises :class:`Refused` for a used or old one."""
        user = await self.link_owner(token)
        if user is None:
            raise Refused(Code.FORBIDDEN, "This link was used already or is too old. Ask for a new one: baton user reset-password.")
        taken = await self._db.write(lambda db: db.execute("delete from links where hash = ?", (hashed(token),)).rowcount)
        if not taken:
            raise Refused(Code.FORBIDDEN, "This link was used already.")
        await self.set_password(user, password, name or None)
        return User(user.id, user.login, name or user.name, user.role)


def _hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise PeopleError(f"A password needs at least {SHORTEST_PASSWORD} characters.")
    if len(password) > 500:
        raise PeopleError("A password may have at most 500 characters.")
    return _hasher.hash(password)


def _matches(secret: str, password: str) -> bool:
    try:
        return _hasher.verify(secret, password)
    except (VerificationError, InvalidHashError):
        return False
