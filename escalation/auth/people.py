"""Customers, users, sessions and one-time links. Only hashes of tokens are stored; passwords are argon2."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from escalation.auth.passwords import Passwords
from escalation.clock import new_id, now_ms
from escalation.core.errors import Code, Refused
from escalation.core.text import plain
from escalation.store.database import Database

DAY_MS = 86_400_000
ROLES = ("agent", "supervisor", "editor", "admin")
LINK_DAYS = 2
SHORTEST_PASSWORD, MOST_LOGIN = 10, 100
EMAIL, SEGMENT = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}"), re.compile(r"[a-z][a-z0-9_-]{0,39}")
_passwords = Passwords()
Ended = Callable[["User", str | None], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class User:
    """A colleague; ``departments`` and ``skills`` by their ids."""

    id: str
    login: str
    name: str
    role: str
    email: str = ""
    departments: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


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


_USER = "id, login, name, role, email, departments, skills"


def _user(row: Any) -> User:
    identity, login, name, role, email, departments, skills = row[:7]
    return User(identity, login, name, role, email or "", tuple(json.loads(departments or "[]")), tuple(json.loads(skills or "[]")))


class PeopleError(ValueError):
    """A user that cannot be made or changed; ``str()`` says why."""


def _profile(row: Any) -> Profile:
    identity, name, email, segment, note, site, created_at, blocked_at = row
    return Profile(identity, name or "", email or "", segment or "", note or "", site or "", created_at, bool(blocked_at))


def hashed(token: str) -> str:
    """What is stored of a token. Tokens carry 256 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()


class People:
    """All access data, on the hub's database."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._ended: list[Ended] = []

    def when_ended(self, listener: Ended) -> None:
        """``listener`` hears of every user whose sessions end or whose rights change here, with the token if it is one session
        alone. Whoever made it so gets their answer after the listener is done.
        """
        self._ended.append(listener)

    async def _tell_ended(self, user: User, token: str | None = None) -> None:
        for listener in self._ended:
            await listener(user, token)

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
        return _profile(row) if row else None

    async def set_profile(self, profile: Profile) -> None:
        """Keep what colleagues know; raises :class:`PeopleError` for an e-mail address or segment that is none."""
        checked_email(profile.email)
        if profile.segment and not SEGMENT.fullmatch(profile.segment):
            raise PeopleError("A segment must be one word of lowercase letters, like vip.")
        values = (profile.name or None, profile.email or None, profile.segment or None, profile.note or None, profile.id)
        await self._db.write(lambda db: db.execute("update customers set name = ?, email = ?, segment = ?, note = ? where id = ?", values))

    def known_of(self, customer: str) -> tuple[str, str, str]:
        """Segment set by hand, e-mail address and site, empty where there is none; a row by its key, read at once."""
        row = self._db.look(lambda db: db.execute("select segment, email, site from customers where id = ?", (customer,)).fetchone())
        return (row[0] or "", row[1] or "", row[2] or "") if row else ("", "", "")

    async def set_email(self, customer: str, email: str) -> None:
        """The address the customer has shown to be theirs."""
        await self._db.write(lambda db: db.execute("update customers set email = ? where id = ?", (email, customer)))

    async def blocked(self, most: int = 200) -> list[Profile]:
        """Customers who may not write, the latest first."""
        query = (
            "select id, name, email, segment, note, site, created_at, blocked_at from customers where blocked_at is not null"
            " order by blocked_at desc limit ?"
        )
        return [_profile(row) for row in await self._db.read(lambda db: db.execute(query, (most,)).fetchall())]

    async def new_token(self, customer: str, days: int) -> str:
        """Another token for a customer, for a link that only they get."""
        token = secrets.token_urlsafe(32)
        values = (hashed(token), customer, now_ms(), now_ms() + days * DAY_MS)
        await self._db.write(lambda db: db.execute("insert into customer_tokens values (?, ?, ?, ?)", values) and None)
        return token

    async def block(self, customer: str, blocked: bool = True) -> None:
        """Keep a customer from writing, or let them write again."""
        at = now_ms() if blocked else None
        await self._db.write(lambda db: db.execute("update customers set blocked_at = ? where id = ?", (at, customer)))

    def demand_welcome(self, customer: str) -> None:
        """Raises :class:`Refused` for a blocked customer."""
        if self.is_blocked(customer):
            raise Refused(Code.FORBIDDEN, "This chat is closed to you.")

    def is_blocked(self, customer: str) -> bool:
        """Whether a customer may not write; a row by its key, read at once."""
        row = self._db.look(lambda db: db.execute("select blocked_at from customers where id = ?", (customer,)).fetchone())
        return bool(row and row[0])

    # --- users ---

    async def add_user(self, login: str, name: str, role: str, password: str | None = None, email: str = "") -> User:
        """Make a user; without a password only a one-time link lets them in. Who was taken out comes back under the same login."""
        login = checked_login(login)
        if role not in ROLES:
            raise PeopleError(f"“{role}” is not a role. Roles: {', '.join(ROLES)}.")
        email = checked_email(email)
        user = User(new_id("u"), login, checked_name(name) or login, role, email)
        secret = await _passwords.hash(checked_password(password)) if password is not None else None

        def write(db: sqlite3.Connection) -> None:
            db.execute(
                "insert into users (id, login, name, role, password, created_at, email) values (?, ?, ?, ?, ?, ?, ?)"
                " on conflict (login) do update set name = excluded.name, role = excluded.role, password = excluded.password,"
                " email = excluded.email, disabled_at = null where disabled_at is not null",
                (user.id, user.login, user.name, user.role, secret, now_ms(), email),
            )
            if not db.execute("select changes()").fetchone()[0]:
                raise PeopleError(f"There is already an account “{login}”.")

        await self._db.write(write)
        found = await self.user(login)
        assert found is not None
        return found

    async def user(self, login: str) -> User | None:
        """The user with this login."""
        return await self._find("login = ?", login_key(login))

    async def user_of(self, identity: str) -> User | None:
        """The user with this id, if their account is not disabled."""
        return await self._find("id = ?", identity)

    async def _find(self, where: str, value: str) -> User | None:
        query = f"select {_USER} from users where disabled_at is null and {where}"  # noqa: S608 - where is ours
        row = await self._db.read(lambda db: db.execute(query, (value,)).fetchone())
        return _user(row) if row else None

    async def users(self) -> list[User]:
        """All users who are not disabled."""
        query = f"select {_USER} from users where disabled_at is null order by login"  # noqa: S608 - names of our own
        return [_user(row) for row in await self._db.read(lambda db: db.execute(query).fetchall())]

    async def change(self, user: User) -> None:
        """Name, role, e-mail address, departments and skills as ``user`` has them; raises :class:`PeopleError`."""
        if user.role not in ROLES:
            raise PeopleError(f"“{user.role}” is not a role. Roles: {', '.join(ROLES)}.")
        values = (
            checked_name(user.name),
            user.role,
            checked_email(user.email),
            json.dumps(user.departments),
            json.dumps(user.skills),
            user.id,
        )
        query = "update users set name = ?, role = ?, email = ?, departments = ?, skills = ? where id = ?"

        def write(db: sqlite3.Connection) -> str | None:
            before = db.execute("select role from users where id = ?", (user.id,)).fetchone()
            db.execute(query, values)
            return before[0] if before else None

        if await self._db.write(write) not in (None, user.role):
            await self._tell_ended(user)

    async def disable(self, user: User) -> None:
        """No way in any more, and nothing reaches them; what they said stays theirs."""

        def write(db: sqlite3.Connection) -> None:
            db.execute("update users set disabled_at = ? where id = ?", (now_ms(), user.id))
            _end_all(db, user)

        await self._db.write(write)
        await self._tell_ended(user)

    async def has_password(self, user: User) -> bool:
        """Whether the user has chosen one."""
        row = await self._db.read(lambda db: db.execute("select password from users where id = ?", (user.id,)).fetchone())
        return bool(row and row[0])

    async def set_password(self, user: User, password: str, name: str | None = None) -> None:
        """Set a password (and a name), and end every session of the user."""
        secret = await _passwords.hash(checked_password(password))
        await self._db.write(lambda db: _put_password(db, user, secret, name))
        await self._tell_ended(user)

    async def verify(self, login: str, password: str) -> User | None:
        """The user, if login and password belong together. Takes equally long for an unknown login."""
        query = f"select {_USER}, password from users where login = ? and disabled_at is null"  # noqa: S608 - names of our own
        row = await self._db.read(lambda db: db.execute(query, (login_key(login),)).fetchone())
        return _user(row) if await _passwords.matches(row[-1] if row else None, password) else None

    async def preferences(self, user: User) -> dict[str, Any]:
        """What they prefer, wherever they sign in."""
        row = await self._db.read(lambda db: db.execute("select value from preferences where user = ?", (user.id,)).fetchone())
        return dict(json.loads(row[0])) if row else {}

    async def set_preferences(self, user: User, value: dict[str, Any]) -> None:
        """Keep them."""
        values = (user.id, json.dumps(value, ensure_ascii=False))
        await self._db.write(lambda db: db.execute("insert or replace into preferences (user, value) values (?, ?)", values) and None)

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
            f"select {_USER} from users where disabled_at is null"  # noqa: S608 - names of our own
            " and id = (select user from sessions where hash = ? and expires_at > ?)"
        )
        row = self._db.look(lambda db: db.execute(query, (hashed(token), now_ms())).fetchone())
        return _user(row) if row else None

    async def close_session(self, token: str) -> None:
        """End a session."""
        user = await self.session(token)
        await self._db.write(lambda db: db.execute("delete from sessions where hash = ?", (hashed(token),)) and None)
        if user is not None:
            await self._tell_ended(user, token)

    async def roles(self, tokens: set[str]) -> dict[str, str]:
        """The role behind each of these sessions; one that has ended is not in it."""
        query = (
            "select s.hash, u.role from sessions s join users u on u.id = s.user"
            " where u.disabled_at is null and s.expires_at > ? and s.hash in (select value from json_each(?))"
        )
        by_hash = {hashed(each): each for each in tokens}
        rows = await self._db.read(lambda db: db.execute(query, (now_ms(), json.dumps(list(by_hash)))).fetchall())
        return {by_hash[found]: role for found, role in rows}

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
        query = f"select {_USER} from users where id = (select user from links where hash = ? and expires_at > ?)"  # noqa: S608
        row = await self._db.read(lambda db: db.execute(query, (hashed(token), now_ms())).fetchone())
        return _user(row) if row else None

    async def use_link(self, token: str, password: str, name: str) -> User:
        """Use the link up: choose a password and a name. Raises :class:`Refused` for a used or old one."""
        user = await self.link_owner(token)
        if user is None:
            raise Refused(Code.FORBIDDEN, "This link has expired or was already used. Ask an admin for a new one.")
        secret = await _passwords.hash(checked_password(password))

        def write(db: sqlite3.Connection) -> None:
            if not db.execute("delete from links where hash = ?", (hashed(token),)).rowcount:
                raise Refused(Code.FORBIDDEN, "This link was already used.")
            _put_password(db, user, secret, name or None)

        await self._db.write(write)
        await self._tell_ended(user)
        return replace(user, name=name or user.name)


def _put_password(db: sqlite3.Connection, user: User, secret: str, name: str | None) -> None:
    db.execute("update users set password = ?, name = coalesce(?, name) where id = ?", (secret, name, user.id))
    _end_all(db, user)


def _end_all(db: sqlite3.Connection, user: User) -> None:
    """Every session and every link of a user."""
    db.execute("delete from sessions where user = ?", (user.id,))
    db.execute("delete from links where user = ?", (user.id,))


def login_key(written: str) -> str:
    """What a login is looked up and counted by, however it was typed."""
    return plain(written).lower()


def checked_name(written: str) -> str:
    """A name as it is kept: one line."""
    return " ".join(plain(written).split())


def checked_login(written: str) -> str:
    """A login as it is kept; raises :class:`PeopleError` for what is none."""
    login = login_key(written)
    if not login or len(login) > MOST_LOGIN or any(each.isspace() for each in login):
        raise PeopleError(f"A login must be one word of at most {MOST_LOGIN} characters.")
    return login


def checked_email(written: str) -> str:
    """An e-mail address, or empty; raises :class:`PeopleError` for what is none."""
    email = written.strip()
    if email and not EMAIL.fullmatch(email):
        raise PeopleError(f"“{email}” is not a valid email address.")
    return email


def checked_password(password: str) -> str:
    """A password that may be chosen; raises :class:`PeopleError` for one that may not."""
    if len(password) < SHORTEST_PASSWORD:
        raise PeopleError(f"Use at least {SHORTEST_PASSWORD} characters for the password.")
    if len(password) > 500:
        raise PeopleError("Use at most 500 characters for the password.")
    return password
