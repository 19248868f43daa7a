"""What SQLite promises beyond the ports: the log cannot be rewritten, a commit survives a kill."""

import asyncio
import sqlite3

import pytest

from escalation.core import events as ev
from escalation.store.codec import UnreadableEventError, from_row, to_row
from escalation.store.records import Batch, StoreError
from escalation.store.sqlite.database import Database, connect
from escalation.store.sqlite.reader import Reader
from escalation.store.sqlite.replay import SqliteReplay
from escalation.store.sqlite.store import SqliteStore
from tests.core.samples import sample
from tests.core.talk import Talk


async def test_the_log_cannot_be_rewritten(tmp_path):
    talk, store = Talk(), SqliteStore(tmp_path)
    talk.customer("secret")
    await store.log.append(Batch("c1", 0, tuple(talk.log), talk.now))
    raw = connect(tmp_path / "baton.db")
    for statement in ("delete from events", "update events set data = '{}'", "update events set seq = 99"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(statement)
    raw.execute("update events set text = null where text = 'secret'")
    raw.close()
    events = [recorded.event for recorded in await store.log.events("c1")]
    said = [event for event in events if isinstance(event, ev.CustomerSaid)]
    assert said[0].text == ""
    store.close()


@pytest.mark.parametrize("kind", ev.KINDS.values(), ids=lambda kind: kind.kind)
def test_every_kind_survives_the_store(kind):
    recorded = ev.Recorded(3, 1000, sample(kind))
    seq, at, name, version, _, data, text = to_row(recorded)
    assert from_row((seq, at, name, version, data, text)) == recorded


def test_an_unknown_kind_is_named():
    with pytest.raises(UnreadableEventError, match=r"customer\.sang version 1"):
        from_row((1, 1, "customer.sang", 1, "{}", None))


def test_a_commit_survives_a_kill(tmp_path):
    import subprocess
    import sys

    script = (
        "import os, sys, pathlib; from escalation.store.sqlite.database import Database; d ="
        ' Database(pathlib.Path(sys.argv[1])); d.submit(lambda db: db.execute("insert into customers (id)'
        " values ('p_kept')\")).result(); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False).returncode == -9
    raw = connect(tmp_path / "baton.db")
    assert raw.execute("select count(*) from customers where id = 'p_kept'").fetchone() == (1,)
    assert raw.execute("pragma synchronous").fetchone() == (2,)
    raw.close()


async def test_a_writer_whose_caller_has_gone_goes_on(tmp_path):
    database = Database(tmp_path)
    for _ in range(20):
        waiting = asyncio.ensure_future(database.write(lambda db: db.execute("select 1").fetchone()))
        await asyncio.sleep(0)
        waiting.cancel()
    assert await database.write(lambda db: db.execute("select 2").fetchone()) == (2,)
    database.close()


async def test_what_is_written_together_fails_alone(tmp_path):
    database = Database(tmp_path)

    def one(db, value):
        if value == "bad":
            raise ValueError(value)
        db.execute("insert into customers (id) values (?)", (value,))

    def many(db, values):
        for value in values:
            one(db, value)

    values = ["a", "bad", "b", "c"]
    results = await asyncio.gather(
        *(database.write_with_others(lambda db, v=v: one(db, v), many, v) for v in values),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [type(None), ValueError, type(None), type(None)]
    assert await database.read(
        lambda db: [row[0] for row in db.execute("select id from customers order by id")]
    ) == ["a", "b", "c"]
    database.close()


async def test_a_unit_of_work_waits_for_nothing_else_and_leaves_nothing(tmp_path):
    store = SqliteStore(tmp_path)

    async def work(unit):
        await unit.configuration.put({"labels": []}, "ada", "", 1)
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="awaits its own repositories"):
        await store.together(work)
    assert await store.configuration.newest() == 0
    store.close()


async def test_a_database_beside_the_hub(tmp_path):
    beside = SqliteReplay(Reader(tmp_path))
    assert (await beside.questions(), await beside.rules()) == ([], {}), "none yet"
    store = SqliteStore(tmp_path)
    await store.configuration.put({"triage": {"misses_offer": 1}}, "ada", "", 1)
    assert await beside.rules() == {"misses_offer": 1}
    store.close()
    (tmp_path / "baton.db").unlink()
    connect(tmp_path / "baton.db").close()
    with pytest.raises(StoreError, match="no such table"):
        await beside.rules()
