"""The store's contract, with two instances on one database: nothing may rely on a lock in the process."""

import asyncio
import sqlite3

import pytest

from escalation.conversations.service import Conversations
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import fold
from escalation.store.codec import UnreadableEventError, from_row, to_row
from escalation.store.port import Batch, Conflict, Duplicate
from escalation.store.sqlite.database import Database, connect
from escalation.store.sqlite.event_log import SqliteStore
from tests.core.samples import sample
from tests.core.talk import HANDOFF, Talk


@pytest.fixture
def two(tmp_path):
    databases = [Database(tmp_path), Database(tmp_path)]
    yield [SqliteStore(each) for each in databases]
    for each in databases:
        each.close()


def batch(talk: Talk, since: int = 0, lease: int = 0) -> Batch:
    return Batch(talk.now.id, since, tuple(talk.log[since:]), talk.now, lease)


async def test_what_one_appends_the_other_reads(two):
    talk = Talk()
    talk.customer("hello")
    await two[0].append(batch(talk))
    assert await two[1].load("c1") == talk.now
    assert await two[1].events("c1") == talk.log
    assert await two[1].events("c1", after=2, most=1) == talk.log[2:3]
    assert await two[1].latest_of("p_1") == "c1"


async def test_the_second_writer_conflicts_and_nothing_changes(two):
    talk = Talk()
    await two[0].append(batch(talk))
    with pytest.raises(Conflict):
        await two[1].append(batch(talk))
    assert await two[0].events("c1") == talk.log


async def test_a_repeated_client_id_is_told_where_it_is(two):
    talk = Talk()
    talk.customer()
    await two[0].append(batch(talk))
    seq = next(each.seq for each in talk.log if isinstance(each.event, ev.CustomerSaid))
    again = Talk()
    again.now, again.log = talk.now, list(talk.log)
    again.do(cmd.CustomerSay(client_id="client-0001", text="again", turn="t"))
    with pytest.raises(Duplicate) as caught:
        await two[1].append(batch(again, talk.now.seq))
    assert caught.value.seq == seq


async def test_one_failing_write_does_not_take_its_group_with_it(two):
    good, bad = Talk(), Talk()
    bad_batch = Batch("c1", 5, tuple(bad.log), bad.now)
    results = await asyncio.gather(
        two[0].append(bad_batch), two[0].append(batch(good)), return_exceptions=True
    )
    assert isinstance(results[0], Conflict)
    assert results[1] is None


async def test_the_log_cannot_be_rewritten(two, tmp_path):
    talk = Talk()
    talk.customer("secret")
    await two[0].append(batch(talk))
    raw = connect(tmp_path / "baton.db")
    for statement in ("delete from events", "update events set data = '{}'", "update events set seq = 99"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(statement)
    raw.execute("update events set text = null where text = 'secret'")
    raw.close()
    said = [each.event for each in await two[0].events("c1") if isinstance(each.event, ev.CustomerSaid)]
    assert said[0].text == ""


async def test_owed_turns_are_claimed_once(two):
    talk = Talk()
    talk.customer()
    await two[0].append(batch(talk, lease=10_000))
    due = talk.log[-1].at + 10_000
    assert await two[0].claim_owed(due - 1, 5000) == []
    claims = await asyncio.gather(*(store.claim_owed(due, 5000) for store in two))
    assert sorted(len(each) for each in claims) == [0, 1]
    assert len(await two[1].claim_owed(due, 5000, everything=True)) == 1
    talk.finish()
    await two[1].append(batch(talk, due and len(talk.log) - 2))
    assert await two[0].claim_owed(due + 99_999, 5000) == []


async def test_the_queue_is_ordered_by_urgency_then_waiting(two, tmp_path):
    for at, (name, reason) in enumerate(
        [("a", "customer_request"), ("b", "frustration"), ("c", "risk"), ("d", "frustration")]
    ):
        talk = Talk()
        talk.customer()
        talk.finish({**HANDOFF, "reason": reason})
        log = tuple(ev.Recorded(each.seq, each.at + at * 100, each.event) for each in talk.log)
        await two[0].append(Batch(name, 0, log, fold(name, log)))
    rows = await two[1].listed(("queued",))
    assert [row.id for row in rows] == ["c", "b", "d", "a"]
    assert [await two[1].ahead_of(name) for name in "cbda"] == [0, 1, 2, 3]
    assert await two[1].ahead_of("nobody") is None


async def test_two_hubs_on_one_conversation_lose_nothing(two):
    hubs = [Conversations(store, lambda key, variables, seq, language: key) for store in two]
    opened = await hubs[0].open("p_1", "web", "")
    says = [
        hubs[at % 2].run(
            opened.id, cmd.CustomerSay(client_id=f"client-{at:04}", text=f"message {at}", turn=f"t{at}")
        )
        for at in range(40)
    ]
    outcomes = await asyncio.gather(*says)
    log = await two[0].events(opened.id)
    assert [each.seq for each in log] == list(range(1, len(log) + 1))
    assert {each.event.text for each in log if isinstance(each.event, ev.CustomerSaid)} == {
        f"message {at}" for at in range(40)
    }
    assert len({outcome.seq for outcome in outcomes}) == 40
    assert fold(opened.id, log) == await two[1].load(opened.id)


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
    assert [type(each) for each in results] == [type(None), ValueError, type(None), type(None)]
    assert await database.read(
        lambda db: [row[0] for row in db.execute("select id from customers order by id")]
    ) == ["a", "b", "c"]
    database.close()
