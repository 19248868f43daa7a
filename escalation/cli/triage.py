"""``baton triage``: the settings of letting go, changed while Baton runs, every version kept."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import getpass
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.settings import TriageError, TriageRules
from escalation.configuration.triage import TriageVersion, TriageVersions
from escalation.settings import Settings
from escalation.store.configuration import SectionVersions
from escalation.store.database import Database


class CommandError(ValueError):
    """What was asked cannot be done; ``str()`` says why."""


def run(found: Settings, arguments: argparse.Namespace) -> int:
    """Show, change, list, or go back to an earlier version. Exit code 2 with a sentence for what cannot be."""
    work: dict[str, Callable[[TriageVersions], Awaitable[str]]] = {
        "show": lambda versions: _show(versions, found),
        "history": _history,
        "set": lambda versions: _set(versions, arguments.value, arguments.note),
        "use": lambda versions: _use(versions, arguments.value),
    }
    database = Database(found.home)
    try:
        print(asyncio.run(_told(work[arguments.verb](TriageVersions(SectionVersions(database))))))
    except CommandError as problem:
        print(f"baton triage {arguments.verb}: {problem}", file=sys.stderr)
        return 2
    finally:
        database.close()
    return 0


async def _told(words: Awaitable[str]) -> str:
    return await words


async def _show(versions: TriageVersions, found: Settings) -> str:
    latest = versions.latest()
    return json.dumps((latest.rules if latest else found.triage).to_json(), indent=2)


async def _history(versions: TriageVersions) -> str:
    return "\n".join(map(_line, await versions.history())) or "No version yet: baton.toml and the defaults apply."


def _line(each: TriageVersion) -> str:
    at = dt.datetime.fromtimestamp(each.created_at / 1000, dt.UTC).astimezone()
    return f"{each.version:>4}  {at:%Y-%m-%d %H:%M}  {each.digest}  {each.author}  {each.note}".rstrip()


async def _set(versions: TriageVersions, file: str | None, note: str) -> str:
    if file is None:
        raise CommandError("name a JSON file with the rules, as printed by `baton triage show`.")
    try:
        rules = TriageRules.from_json(json.loads(Path(file).read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, TriageError) as problem:
        raise CommandError(f"{file}: {problem}") from problem
    return _counts(await versions.add(rules, getpass.getuser(), note))


async def _use(versions: TriageVersions, number: str | None) -> str:
    chosen = await versions.version(int(number)) if number is not None and number.isdecimal() else None
    if chosen is None:
        raise CommandError(f"there is no version {number}; `baton triage history` lists them.")
    return _counts(await versions.add(chosen.rules, getpass.getuser(), f"back to version {chosen.version}"))


def _counts(now: TriageVersion) -> str:
    return f"Version {now.version} ({now.digest}) is in effect. A running hub applies it within a second."
