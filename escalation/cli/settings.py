"""``baton settings``: everything that can be set while Baton runs, as one YAML file; a running hub takes it
over within a second.
"""

from __future__ import annotations

import asyncio
import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import yaml

from escalation.auth.errors import AccountError
from escalation.cli.group import CommandError
from escalation.configuration.document import ConfigurationDocument
from escalation.configuration.triage import CurrentTriage, TriageVersions
from escalation.configuration.validation import ConfigurationError
from escalation.settings import load
from escalation.store.sqlite.store import SqliteStore

HEAD = (
    "# Baton configuration. Apply it with: baton settings apply FILE. Sections that are not named stay as"
    " they are. Passwords are not included.\n"
)


@click.group()
def settings() -> None:
    """The whole configuration as one YAML file."""


@contextmanager
def _document() -> Iterator[ConfigurationDocument]:
    """The configuration here. What cannot be is a sentence; then nothing was changed."""
    start = load()
    store = SqliteStore(start.home)
    try:
        rules = CurrentTriage(TriageVersions(store.configuration), start.triage)
        yield ConfigurationDocument(store, start.home, rules)
    except (ConfigurationError, AccountError, yaml.YAMLError, UnicodeDecodeError) as problem:
        raise CommandError(str(problem)) from problem
    finally:
        store.close()


@settings.command()
@click.argument("file", type=Path, required=False)
def export(file: Path | None) -> None:
    """Write it to a file, or print it."""
    with _document() as document:
        text = HEAD + yaml.safe_dump(
            asyncio.run(document.export()), sort_keys=False, allow_unicode=True, width=110
        )
    if file is None:
        print(text, end="")
    else:
        file.write_text(text, encoding="utf-8")
        print(f"Written to {file}.")


@settings.command()
@click.argument("file", type=Path)
@click.option("--dry-run", is_flag=True, help="only show what would change")
@click.option("--note", default="", help="the reason, for the audit log")
def apply(file: Path, dry_run: bool, note: str) -> None:
    """Apply a file (- for standard input) and print what changed."""
    with _document() as document:
        wanted = _read(file)
        changed = asyncio.run(
            document.compare(wanted) if dry_run else document.apply(wanted, getpass.getuser(), note)
        )
    if not changed:
        print("No changes.")
        return
    print("This would change:" if dry_run else "Changed, in effect within a second:", *changed, sep="\n  ")


def _read(file: Path) -> dict[str, Any]:
    text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    document = json.loads(json.dumps(yaml.safe_load(text), default=str))  # YAML reads 2026-12-24 as a date
    if not isinstance(document, dict):
        raise ConfigurationError(
            f"{file} holds no sections. `baton settings export` shows how they are written."
        )
    return document


@settings.command()
def history() -> None:
    """List who changed what, when and why."""
    with _document() as document:
        lines = [
            f"{change.section} {change.version}  {change.author}  {change.note}  {'; '.join(change.what)}"
            for change in asyncio.run(document.history())
        ]
    print("\n".join(map(str.rstrip, lines)) or "No changes yet.")
