"""``baton user``: accounts of the team, from a terminal."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing

import click

from escalation.auth.errors import AccountError
from escalation.auth.sessions import Sessions
from escalation.auth.users import ROLES, Users
from escalation.settings import load
from escalation.store.records import User
from escalation.store.sqlite.store import SqliteStore

_password_stdin = click.option(
    "--password-stdin",
    "password",
    is_flag=True,
    help="read the password from standard input",
    callback=lambda _context, _option, wanted: sys.stdin.readline().rstrip("\n") if wanted else None,
)


@click.group()
def user() -> None:
    """Add a user or reset a password."""


@user.command()
@click.argument("login")
@click.option("--name")
@click.option("--role", type=click.Choice(ROLES), default="agent")
@click.option("--email", default="", help="where emails to them go")
@_password_stdin
def add(login: str, name: str | None, role: str, email: str, password: str | None) -> None:
    """Add a user. Without a password it prints a one-time link."""
    asyncio.run(_let_in(password, lambda users: users.add(login, name or login, role, password, email)))


@user.command()
@click.argument("login")
@_password_stdin
def reset_password(login: str, password: str | None) -> None:
    """Print a one-time link, or set the password that is read."""
    asyncio.run(_let_in(password, lambda users: _reset(users, login, password)))


async def _reset(users: Users, login: str, password: str | None) -> User:
    user = await users.find(login)
    if user is None:
        raise AccountError(f"There is no account “{login}”.")
    if password is not None:
        await users.set_password(user, password)
    return user


async def _let_in(password: str | None, change: Callable[[Users], Awaitable[User]]) -> None:
    """Make or change a user, and say how they come in from now on."""
    settings = load()
    with closing(SqliteStore(settings.home)) as store:
        sessions = Sessions(store.sessions)
        user = await change(Users(store.users, sessions))
        if password is not None:
            print(f"{user.login} ({user.role}) can sign in at {settings.url}/console")
        else:
            print(f"{user.login} ({user.role}) chooses a password here (works once):")
            print(f"{settings.url}/welcome#{await sessions.new_link(user)}")
