"""``baton settings``: everything that can be set while Baton runs, as one YAML file; a running hub takes it over within a second."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import yaml

from escalation.auth.errors import AccountError
from escalation.configuration.document import ConfigurationDocument
from escalation.configuration.triage import CurrentTriage, TriageVersions
from escalation.configuration.validation import ConfigurationError
from escalation.settings import Settings
from escalation.store.configuration import SectionVersions
from escalation.store.database import Database

HEAD = "# Baton configuration. Apply it with: baton settings apply FILE. Sections that are not named stay as they are. Passwords are not included.\n"
VERBS = ("export", "apply", "history")


def run(found: Settings, arguments: argparse.Namespace) -> int:
    """Write, apply or list settings. Exit code 2 with a sentence for what cannot be; then nothing was changed."""
    work: dict[str, Callable[[ConfigurationDocument], Awaitable[str]]] = {
        "export": lambda house: _export(house, arguments.file),
        "apply": lambda house: _apply(house, arguments.file, arguments.note, dry=arguments.dry_run),
        "history": _history,
    }
    database = Database(found.home)
    try:
        told = asyncio.run(_told(work[arguments.verb](_house(database, found))))
    except (ConfigurationError, AccountError, yaml.YAMLError, UnicodeDecodeError) as problem:
        print(f"baton settings {arguments.verb}: {problem}", file=sys.stderr)
        return 2
    finally:
        database.close()
    print(told, end="")
    return 0


async def _told(words: Awaitable[str]) -> str:
    return await words


def _house(database: Database, found: Settings) -> ConfigurationDocument:
    return ConfigurationDocument(database, found.home, CurrentTriage(TriageVersions(SectionVersions(database)), found.triage))


async def _export(house: ConfigurationDocument, file: str | None) -> str:
    text = HEAD + yaml.safe_dump(await house.export(), sort_keys=False, allow_unicode=True, width=110)
    if file is None:
        return text
    Path(file).write_text(text, encoding="utf-8")
    return f"Written to {file}.\n"


async def _apply(house: ConfigurationDocument, file: str | None, note: str, *, dry: bool) -> str:
    if file is None:
        raise ConfigurationError("name a YAML file, as written by `baton settings export`.")
    text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    document = json.loads(json.dumps(yaml.safe_load(text), default=str))  # YAML reads 2026-12-24 as a date
    if not isinstance(document, dict):
        raise ConfigurationError(f"{file} holds no sections. `baton settings export` shows how they are written.")
    changed = await house.compare(document) if dry else await house.apply(document, getpass.getuser(), note)
    if not changed:
        return "No changes.\n"
    lines = "".join(f"  {each}\n" for each in changed)
    return f"This would change:\n{lines}" if dry else f"Changed, in effect within a second:\n{lines}"


async def _history(house: ConfigurationDocument) -> str:
    lines = [
        f"{each.section} {each.version}  {each.author}  {each.note}  {'; '.join(each.what)}".rstrip() for each in await house.history()
    ]
    return "\n".join(lines or ["No changes yet."]) + "\n"
