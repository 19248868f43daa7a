"""The queue's events of all conversations, in the order they were committed."""

import contextlib

import pytest

from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.store.database import Database, connect
from escalation.store.port import Batch
from escalation.store.sqlite import SqliteStore
from escalation.store.waiting_log import first_since, queue_events
from escalation.waiting.log import READ
from tests.core.talk import HANDOFF, Talk


@pytest.fixture
async def raw(tmp_path):
    """Three conversations that were handed off one after the other."""
    database = Database(tmp_path)
    for number in range(3):
        talk = Talk(f"c{number}")
        talk.customer()
        talk.finish(decision=HANDOFF, lines=[cmd.Spoken(role="handoff", text="An agent comes.")])
        log = tuple(ev.Recorded(row.seq, 1000 * (number + 1) + row.seq, row.event) for row in talk.log)
        await SqliteStore(database).append(Batch(talk.now.id, 0, log, talk.now))
    database.close()
    with contextlib.closing(connect(tmp_path / "baton.db")) as connection:
        yield connection


async def test_what_is_new_since_and_nothing_twice(raw):
    last, rows = queue_events(raw, READ, 0)
    assert [(name, row.event.kind) for name, row in rows] == [
        (f"c{number}", "handoff.requested") for number in range(3)
    ]
    assert queue_events(raw, READ, last) == (last, [])


async def test_where_a_time_begins_is_found_by_halves(raw):
    def since(at):
        return [name for name, _ in queue_events(raw, READ, first_since(raw, at))[1]]

    assert since(0) == ["c0", "c1", "c2"]
    assert since(2000) == ["c1", "c2"]
    assert since(3000) == ["c2"]
    assert since(9000) == []


def test_an_empty_log_has_nothing(tmp_path):
    Database(tmp_path).close()
    with contextlib.closing(connect(tmp_path / "baton.db")) as connection:
        assert queue_events(connection, READ, first_since(connection, 5)) == (0, [])
