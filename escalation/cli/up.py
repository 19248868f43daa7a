"""``baton up``: everything from a fresh folder to open doors."""

from __future__ import annotations

import asyncio
import datetime as dt
import signal
import subprocess
import sys
import time
from pathlib import Path

from actions import sample_shop
from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.host.instance_lock import HouseLock, LockedError, holder_of
from escalation.host.private_files import tighten
from escalation.host.processes import Process, end_all
from escalation.host.tether import handed_down, tied
from escalation.settings import ROOT, Settings
from escalation.store.database import Database
from escalation.supervisor import doctor
from escalation.supervisor.supervisor import Supervisor
from knowledge import seed
from knowledge.encoder_stamp import is_built
from knowledge.errors import EncoderError
from knowledge.store import KnowledgeStore

FIRST_ADMIN = "admin"
ORPHANS_S = 5.0


def say(line: str) -> None:
    """A line on the console, at once."""
    print(line, flush=True)


def build_encoder(folder: Path) -> None:
    """Build the sentence encoder unless it is there, in a process of its own: building takes 150 MB, running needs none."""
    if is_built(folder):
        return
    command = tied("-m", "knowledge.encoder_build", str(folder))
    if subprocess.run(command, cwd=ROOT, check=False, pass_fds=handed_down()).returncode:
        raise EncoderError("The sentence encoder could not be built. See the line above.")


def build_larger_encoder(folder: Path, wheels: Path | None = None) -> None:
    """The larger encoder for matching questions, in a process of its own: building takes 2 GB for a minute."""
    command = tied("-m", "knowledge.encoder_mpnet_build", str(folder), *([str(wheels.resolve())] if wheels else []))
    if subprocess.run(command, cwd=ROOT, check=False, pass_fds=handed_down()).returncode:
        raise EncoderError("The larger encoder could not be built. See the line above.")


def prepare(settings: Settings, sample: bool = True) -> None:
    """Make what a fresh folder lacks: the encoder, the knowledge base, the sample shop's records."""
    settings.home.mkdir(parents=True, exist_ok=True)
    build_encoder(settings.home / "encoder")
    with KnowledgeStore.open(settings.home) as store:
        if not store.releases.newest(1):
            _fill(store, sample)
    sample_shop.create(settings.home, dt.datetime.now().astimezone().date(), sample)


def _fill(store: KnowledgeStore, sample: bool) -> None:
    articles = seed.read_folder(ROOT / "data" / "faq") if sample else []
    for article in articles:
        store.articles.save(article, "import")
    store.publishing.publish("import", f"{len(articles)} articles from data/faq" if sample else "empty")
    say(f"Filled the knowledge base with {len(articles)} articles" if sample else "Created an empty knowledge base")


async def first_link(settings: Settings) -> str | None:
    """A one-time link for the first admin, until they have chosen a password."""
    database = Database(settings.home)
    try:
        sessions = Sessions(database)
        users = Users(database, sessions)
        admin = await users.find(FIRST_ADMIN)
        if admin is None and not await users.all():
            admin = await users.add(FIRST_ADMIN, "Admin", "admin")
        if admin is None or await users.has_password(admin):
            return None
        return f"{settings.url}/welcome#{await sessions.new_link(admin)}"
    finally:
        database.close()


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
    supervisor = Supervisor(settings, report, lock.inherited)
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, supervisor.stop)
    await supervisor.run(lambda: _doors(settings))
    say("Stopped.")
    return 1 if supervisor.failed else 0


def up(settings: Settings, take_over: bool = False) -> int:
    """Check the ground, prepare, run. Exit code 2 with one sentence for what cannot work here.

    With ``take_over`` processes of this folder that still run are ended first.
    """
    if take_over and (left := end_all(settings.home, say)):
        print(f"baton up: {_names(left)} could not be stopped. Is another user running it?", file=sys.stderr)
        return 2
    try:
        lock = _lock(settings)
    except LockedError as held:
        print(f"baton up: {held}", file=sys.stderr)
        return 2
    try:
        return _checked_up(settings, lock)
    finally:
        lock.release()


def _names(processes: list[Process]) -> str:
    return ", ".join(map(str, processes))


def _lock(settings: Settings) -> HouseLock:
    """The instance lock. The processes of a supervisor that was killed a moment ago are given time to end with it."""
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
        print(f"baton up: {problems[0]}", file=sys.stderr)
        return 2
    if count := tighten(settings.home):
        say(f"Other users could read {count} files and folders in {settings.home}. Now only this user can")
    prepare(settings)
    say("Starting hub, bot and action server")
    return asyncio.run(_run(settings, lock))
