"""``baton up``: everything from a fresh folder to open doors."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import os
import signal
import time
from contextlib import closing
from typing import Any

import click

from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.cli.group import CommandError
from escalation.cli.init import prepare
from escalation.host.instance_lock import HouseLock, LockedError, holder_of
from escalation.host.private_files import tighten
from escalation.host.processes import end_all
from escalation.settings import Settings, load
from escalation.store.sqlite.reader import Reader
from escalation.store.sqlite.replay import SqliteReplay
from escalation.store.sqlite.store import SqliteStore
from escalation.supervisor import doctor
from escalation.supervisor.supervisor import Supervisor
from knowledge.store import KnowledgeStore

FIRST_ADMIN = "admin"
ORPHANS_S = 5.0


def say(line: str) -> None:
    """A line on the console, at once."""
    print(line, flush=True)


async def first_link(settings: Settings) -> str | None:
    """A one-time link for the first admin, until they have chosen a password."""
    with closing(SqliteStore(settings.home)) as store:
        sessions = Sessions(store.sessions)
        users = Users(store.users, sessions)
        admin = await users.find(FIRST_ADMIN)
        if admin is None and not await users.all():
            admin = await users.add(FIRST_ADMIN, "Admin", "admin")
        if admin is None or await users.has_password(admin):
            return None
        return f"{settings.url}/welcome#{await sessions.new_link(admin)}"


async def _doors(settings: Settings) -> None:
    link = await first_link(settings)
    say("")
    if settings.shop:
        say(f"  Customer   {settings.shop_url}    (the sample shop with the chat in the corner)")
    say(f"  Agent      {settings.url}/console")
    say(f"  Editor     {settings.url}/desk")
    say(f"  Help pages {settings.url}/help")
    if link:
        say(f"\n  First time here? Choose your password (the link works once):\n  {link}")
    say("\nBaton is running. Press Ctrl-C to stop it.\n")


async def _run(settings: Settings, lock: HouseLock) -> int:
    report = lambda line: say(f"{dt.datetime.now().astimezone():%H:%M:%S}  {line}")  # noqa: E731
    store, replay = KnowledgeStore.open(settings.home), SqliteReplay(Reader(settings.home))
    supervisor = Supervisor(settings, report, store, replay, lock.inherited)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, supervisor.stop)
    await supervisor.run(lambda: _doors(settings))
    say("Stopped.")
    return 1 if supervisor.failed else 0


@click.command()
@click.option("--host")
@click.option("--port", type=int)
@click.option(
    "--take-over", is_flag=True, help="stop processes of this BATON_HOME that still run, then start"
)
def up(host: str | None, port: int | None, take_over: bool) -> int:
    """Start everything."""
    settings = load()
    changed: dict[str, Any] = {
        name: value for name, value in (("host", host), ("port", port)) if value is not None
    }
    for name, value in changed.items():
        os.environ[f"BATON_{name.upper()}"] = str(value)  # the children read the same settings
    settings = dataclasses.replace(settings, **changed)
    if take_over and (left := end_all(settings.home, say)):
        raise CommandError(f"{', '.join(map(str, left))} could not be stopped. Is another user running it?")
    lock = _lock(settings)
    try:
        return _checked_up(settings, lock)
    finally:
        lock.release()


def _lock(settings: Settings) -> HouseLock:
    """The instance lock. The processes of a supervisor that was killed a moment ago are given time to end
    with it.
    """
    limit = time.monotonic() + ORPHANS_S
    while True:
        try:
            return HouseLock(settings.home)
        except LockedError:
            if holder_of(settings.home) or time.monotonic() > limit:
                raise
            time.sleep(0.1)


def _checked_up(settings: Settings, lock: HouseLock) -> int:
    problems = doctor.trouble(doctor.ground(settings)) + doctor.trouble(doctor.ports(settings))
    if problems:
        raise CommandError(problems[0])
    if count := tighten(settings.home):
        say(f"Other users could read {count} files and folders in {settings.home}. Now only this user can")
    prepare(settings)
    say("Starting hub, bot and action server")
    return asyncio.run(_run(settings, lock))
