"""``baton triage``: the handoff rules, changed while Baton runs, every version kept."""

from __future__ import annotations

import asyncio
import datetime as dt
import getpass
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from bot.settings import TriageError, TriageRules
from escalation.cli.group import CommandError
from escalation.configuration.triage import TriageVersion, TriageVersions
from escalation.settings import Settings, load
from escalation.store.sqlite.store import SqliteStore


@click.group()
def triage() -> None:
    """Show and change the handoff rules while Baton runs."""


@contextmanager
def _versions(settings: Settings | None = None) -> Iterator[TriageVersions]:
    with closing(SqliteStore((settings or load()).home)) as store:
        yield TriageVersions(store.configuration)


@triage.command()
def show() -> None:
    """Print the current handoff rules as JSON."""
    settings = load()
    with _versions(settings) as versions:
        latest = asyncio.run(versions.latest())
    print(json.dumps((latest.rules if latest else settings.triage).to_json(), indent=2))


@triage.command()
def history() -> None:
    """List every version there was."""
    with _versions() as versions:
        history = asyncio.run(versions.history())
    print("\n".join(map(_line, history)) or "No version yet: baton.toml and the defaults apply.")


@triage.command("set")
@click.argument("file", type=Path)
@click.option("--note", default="", help="the reason, for the history")
def set_(file: Path, note: str) -> None:
    """Replace the rules with those of a JSON file."""
    try:
        rules = TriageRules.from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, TriageError) as problem:
        raise CommandError(f"{file}: {problem}") from problem
    with _versions() as versions:
        _add(versions, rules, note)


@triage.command()
@click.argument("version", type=int)
def use(version: int) -> None:
    """Go back to an earlier version."""
    with _versions() as versions:
        chosen = asyncio.run(versions.version(version))
        if chosen is None:
            raise CommandError(f"there is no version {version}; `baton triage history` lists them.")
        _add(versions, chosen.rules, f"back to version {chosen.version}")


def _line(version: TriageVersion) -> str:
    at = dt.datetime.fromtimestamp(version.created_at / 1000, dt.UTC).astimezone()
    when = f"{version.version:>4}  {at:%Y-%m-%d %H:%M}"
    return f"{when}  {version.digest}  {version.author}  {version.note}".rstrip()


def _add(versions: TriageVersions, rules: TriageRules, note: str) -> None:
    now = asyncio.run(versions.add(rules, getpass.getuser(), note))
    print(f"Version {now.version} ({now.digest}) is in effect. A running hub applies it within a second.")
