"""Accounts of the team: who may sign in, in which role. Passwords are argon2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from escalation.auth.email_address import email_address
from escalation.auth.errors import AccountError
from escalation.auth.passwords import Passwords
from escalation.auth.sessions import Sessions
from escalation.auth.tokens import hashed
from escalation.clock import new_id, now_ms
from escalation.core.errors import Code, Refused
from escalation.core.text import plain
from escalation.store.ports import UserRepository
from escalation.store.records import User

ROLES = ("agent", "supervisor", "editor", "admin")
SHORTEST_PASSWORD, MOST_LOGIN = 10, 100
_passwords = Passwords()


class Users:
    """``sessions`` hears of everybody whose way in changes."""

    def __init__(self, rows: UserRepository, sessions: Sessions) -> None:
        self._rows, self._sessions = rows, sessions

    async def add(
        self, login: str, name: str, role: str, password: str | None = None, email: str = ""
    ) -> User:
        """Make a user; without a password only a one-time link lets them in. Who was taken out comes back
        under the same login.
        """
        login = checked_login(login)
        user = User(new_id("u"), login, checked_name(name) or login, checked_role(role), checked_email(email))
        secret = await _passwords.hash(checked_password(password)) if password is not None else None
        if not await self._rows.put(user, secret, now_ms()):
            raise AccountError(f"There is already an account “{login}”.")
        return await self._rows.by_login(login) or user

    async def find(self, login: str) -> User | None:
        """The user with this login, if their account is not disabled."""
        return await self._rows.by_login(login_key(login))

    async def get(self, identity: str) -> User | None:
        """The user with this id, if their account is not disabled."""
        return await self._rows.by_id(identity)

    async def all(self) -> list[User]:
        """All users who are not disabled, by login."""
        return await self._rows.all()

    async def change(self, user: User) -> None:
        """Name, role, email address, departments and skills as ``user`` has them; raises
        :class:`AccountError`.
        """
        checked = replace(
            user, name=checked_name(user.name), role=checked_role(user.role), email=checked_email(user.email)
        )
        if await self._rows.update(checked) not in (None, user.role):
            await self._sessions.ended(user)

    async def disable(self, user: User) -> None:
        """No way in any more, and nothing reaches them; what they said stays theirs."""
        await self._rows.disable(user, now_ms())
        await self._sessions.ended(user)

    async def tell(self, changed: Iterable[User]) -> None:
        """That the way in of these users changed, after a commit of :func:`settle`."""
        for user in changed:
            await self._sessions.ended(user)

    async def has_password(self, user: User) -> bool:
        """Whether the user has chosen one."""
        return bool((await self._rows.secret(user.login))[1])

    async def set_password(self, user: User, password: str, name: str | None = None) -> None:
        """Set a password (and a name), and end every session of the user."""
        await self._rows.put_secret(user, await _passwords.hash(checked_password(password)), name)
        await self._sessions.ended(user)

    async def verify(self, login: str, password: str) -> User | None:
        """The user, if login and password belong together. Takes equally long for an unknown login."""
        user, secret = await self._rows.secret(login_key(login))
        return user if await _passwords.matches(secret, password) else None

    async def use_link(self, token: str, password: str, name: str) -> User:
        """Use a one-time link up: choose a password and a name. Raises :class:`Refused` for a used or old
        one.
        """
        user = await self._sessions.link_owner(token)
        if user is None:
            raise Refused(
                Code.FORBIDDEN, "This link has expired or was already used. Ask an admin for a new one."
            )
        secret = await _passwords.hash(checked_password(password))
        if not await self._rows.use_link(hashed(token), user, secret, name or None):
            raise Refused(Code.FORBIDDEN, "This link was already used.")
        await self._sessions.ended(user)
        return replace(user, name=name or user.name)

    async def preferences(self, user: User) -> dict[str, Any]:
        """What they prefer, wherever they sign in."""
        return await self._rows.preferences(user)

    async def set_preferences(self, user: User, value: dict[str, Any]) -> None:
        """Keep them."""
        await self._rows.put_preferences(user, value)


async def settle(rows: UserRepository, wanted: Iterable[tuple[User, bool]]) -> list[User]:
    """Add, change or disable users so that they are as ``wanted``, each with whether they may sign in;
    ``rows`` are those of one commit. Returns those whose way in changed, for :meth:`Users.tell` after it.
    Raises :class:`AccountError`.
    """
    accounts = {user.login: user for user in await rows.all()}
    settled = [await _settle(rows, user, accounts.get(user.login), active) for user, active in wanted]
    return [user for user in settled if user is not None]


async def _settle(rows: UserRepository, user: User, account: User | None, active: bool) -> User | None:
    """Who could sign in, if they lost that or got other rights."""
    if not active:
        if account is not None:
            await rows.disable(account, now_ms())
        return account
    user = replace(
        user,
        name=checked_name(user.name) or (account.name if account else user.login),
        role=checked_role(user.role),
        email=checked_email(user.email),
    )
    if account is None:
        user = replace(user, login=checked_login(user.login))
        await rows.put(user, None, now_ms())
        account = await rows.by_login(user.login)
        assert account is not None
    return account if await rows.update(replace(user, id=account.id)) != user.role else None


def checked_role(role: str) -> str:
    """One of :data:`ROLES`; raises :class:`AccountError` for what is none."""
    if role not in ROLES:
        raise AccountError(f"“{role}” is not a role. Roles: {', '.join(ROLES)}.")
    return role


def login_key(login: str) -> str:
    """What a login is looked up and counted by, however it was typed."""
    return plain(login).lower()


def checked_name(name: str) -> str:
    """A name as it is kept: one line."""
    return " ".join(plain(name).split())


def checked_login(written: str) -> str:
    """A login as it is kept; raises :class:`AccountError` for what is none."""
    login = login_key(written)
    if not login or len(login) > MOST_LOGIN or any(letter.isspace() for letter in login):
        raise AccountError(f"A login must be one word of at most {MOST_LOGIN} characters.")
    return login


def checked_email(email: str) -> str:
    """An email address, or empty; raises :class:`AccountError` for what is none."""
    return email_address(email) if email.strip() else ""


def checked_password(password: str) -> str:
    """A password that may be chosen; raises :class:`AccountError` for one that may not."""
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError(f"Use at least {SHORTEST_PASSWORD} characters for the password.")
    if len(password) > 500:
        raise AccountError("Use at most 500 characters for the password.")
    return password
