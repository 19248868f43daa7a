"""Writes the golden file of an event or a schema that has none yet. They are never rewritten: what they show
is on people's disks.

Usage: python -m tests.golden.make
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tempfile
from pathlib import Path

from escalation.core import events as ev
from escalation.store.codec import to_row
from escalation.store.records import Batch
from escalation.store.sqlite import schema as hub_schema
from escalation.store.sqlite.store import SqliteStore
from knowledge.articles import Article
from knowledge.sqlite import schema as knowledge_schema
from knowledge.store import KnowledgeStore
from tests.core.samples import sample
from tests.core.talk import HANDOFF, Talk

FOLDER = Path(__file__).parent / "events"
DATABASES = Path(__file__).parent / "databases"
COLUMNS = ("seq", "at", "kind", "version", "client_id", "data", "text")


async def _hub(home: Path) -> None:
    database = SqliteStore(home)
    for name in ("c1", "c2", "c3"):
        talk = Talk(name)
        talk.customer()
        talk.finish(HANDOFF if name == "c2" else None)
        talk.customer("more")
        await database.log.append(Batch(name, 0, tuple(talk.log), talk.now))
    database.close()


def _knowledge(home: Path) -> None:
    with KnowledgeStore.open(home) as store:
        store.articles.save(Article("one", "topic", "One?", "Yes.", ("one", "is it one")), "Ada")
        store.releases.activate(store.content.freeze("Ada", "first", model="m.tar.gz").id)
        store.articles.save(Article("one", "topic", "One?", "No.", ("one",)), "Ada", 1)


def _dump(file: Path, name: str) -> None:
    golden = DATABASES / f"{name}.sql"
    if not golden.exists():
        golden.write_text("\n".join(sqlite3.connect(file).iterdump()) + "\n")


def main() -> None:
    """One file for each kind and version, and for each schema, that has none."""
    for (kind, version), shape in ev.KINDS.items():
        file = FOLDER / f"{kind}@{version}.json"
        if not file.exists():
            row = dict(zip(COLUMNS, to_row(ev.Recorded(7, 1_700_000_000_000, sample(shape))), strict=True))
            file.write_text(
                json.dumps({**row, "data": json.loads(row["data"])}, indent=1, sort_keys=True) + "\n"
            )
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_hub(Path(folder)))
        _knowledge(Path(folder))
        _dump(Path(folder) / "baton.db", hub_schema.migrations._migrations[-1].name)
        _dump(Path(folder) / "knowledge.db", knowledge_schema.migrations._migrations[-1].name)


if __name__ == "__main__":
    main()
