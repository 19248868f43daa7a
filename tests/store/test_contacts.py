"""The index of contacts on SQLite is a file that can be lost."""

from escalation.store.records import Batch
from escalation.store.sqlite.contacts import FILE
from escalation.store.sqlite.store import SqliteStore
from tests.core.talk import Talk


async def contacts_of(home):
    store = SqliteStore(home)
    while await store.contacts.catch_up(lambda *_: 0):
        pass
    rows = await store.contacts.find((0, 10**9), "contacts", lambda _contact: True, 10)
    store.close()
    return rows


async def test_whoever_deletes_the_file_loses_nothing(tmp_path):
    talk, store = Talk(), SqliteStore(tmp_path)
    talk.customer()
    await store.log.append(Batch("c1", 0, tuple(talk.log), talk.now))
    store.close()
    rows = await contacts_of(tmp_path)
    (tmp_path / FILE).unlink()
    assert await contacts_of(tmp_path) == rows != []
