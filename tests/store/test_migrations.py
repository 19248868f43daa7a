"""A database of any age is brought up to date with everything in it; one from the future is left alone."""

import json
import sqlite3
from pathlib import Path

import pytest
import sqlite_utils
from sqlite_utils import Migrations

from escalation.configuration.triage import TriageVersions
from escalation.core.states import State
from escalation.store.sqlite import schema as hub_schema
from escalation.store.sqlite.database import connect
from escalation.store.sqlite.store import SqliteStore, opened
from escalation.store.sqlite.verify import verify
from escalation.store.verify import Tally
from knowledge.errors import NewerDatabaseError
from knowledge.sqlite import schema as knowledge_schema
from knowledge.sqlite.migration import migrate
from knowledge.store import KnowledgeStore

GOLDEN = Path(__file__).parents[1] / "golden" / "databases"
SCHEMAS = {"hub": hub_schema.migrations, "knowledge": knowledge_schema.migrations}
STEPS = [(name, at) for name, known in SCHEMAS.items() for at in range(len(known._migrations) + 1)]


def schema(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    return set(
        connection.execute(
            "select name, sql from sqlite_master where name not like '\\_sqlite\\_migrations%' escape '\\'"
        )
    )


def fresh(name: str) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    migrate(connection, SCHEMAS[name])
    return connection


@pytest.mark.parametrize(("name", "at"), STEPS)
def test_from_every_age_the_same_schema(name, at):
    older, connection = Migrations(name), sqlite3.connect(":memory:")
    older._migrations = SCHEMAS[name]._migrations[:at]
    older.apply(sqlite_utils.Database(connection))
    migrate(connection, SCHEMAS[name])
    migrate(connection, SCHEMAS[name])
    assert schema(connection) == schema(fresh(name))


def restored(home: Path, file: str, golden: Path) -> Path:
    raw = sqlite3.connect(home / file)
    raw.executescript(golden.read_text())
    raw.close()
    return home


async def test_handoff_rules_of_before_are_in_the_one_history(tmp_path):
    raw = sqlite3.connect(restored(tmp_path, "baton.db", GOLDEN / "m008_presence.sql") / "baton.db")
    for at, misses in enumerate((2, 4)):
        row = (f"d{at}", json.dumps({"misses_handoff": misses}), "ada", "why", at)
        raw.execute(
            "insert into triage (digest, settings, author, note, created_at) values (?, ?, ?, ?, ?)", row
        )
    raw.commit()
    raw.close()
    database = SqliteStore(tmp_path)
    versions = TriageVersions(database.configuration)
    assert [
        (each.rules.everybody.misses_handoff, each.author, each.created_at)
        for each in await versions.history()
    ] == [
        (4, "ada", 1),
        (2, "ada", 0),
    ]
    database.close()


@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("*_people.sql")), ids=lambda each: each.stem)
async def test_an_old_log_is_whole_after_the_way_forward(tmp_path, golden):
    database = opened(restored(tmp_path, "baton.db", golden))
    store = database.log
    assert (await store.load("c2")).state is State.QUEUED
    assert len(await store.claim_owed(0, 0, everything=True)) == 0
    database.close()
    raw, tally = connect(tmp_path / "baton.db"), Tally()
    assert list(verify(raw, tally)) == []
    assert (tally.conversations, tally.events) == (3, 25)
    raw.close()


@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("*_articles.sql")), ids=lambda each: each.stem)
def test_an_old_knowledge_base_is_whole_after_the_way_forward(tmp_path, golden):
    with KnowledgeStore.open(restored(tmp_path, "knowledge.db", golden)) as store:
        assert [each.answer for each, _, _ in store.articles.versions("one")] == ["No.", "Yes."]
        assert store.releases.active().model == "m.tar.gz"


def test_a_knowledge_base_from_before_migrations_were_counted(tmp_path):
    restored(tmp_path, "knowledge.db", GOLDEN / "m001_articles.sql")
    raw = sqlite3.connect(tmp_path / "knowledge.db")
    raw.executescript("drop table _sqlite_migrations")
    raw.close()
    with KnowledgeStore.open(tmp_path) as store:
        assert store.articles.get("one").version == 2


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_database_from_the_future_is_refused_and_untouched(name):
    connection = fresh(name)
    connection.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at) values (?, 'm999_future', '2030')",
        [name],
    )
    before = list(connection.iterdump())
    with pytest.raises(NewerDatabaseError, match="m999_future"):
        migrate(connection, SCHEMAS[name])
    assert list(connection.iterdump()) == before


def test_every_schema_has_its_example():
    assert {path.stem for path in GOLDEN.glob("*.sql")} >= {
        known._migrations[-1].name for known in SCHEMAS.values()
    }
