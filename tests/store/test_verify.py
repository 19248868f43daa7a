"""Checking a log, and the whole of an installation in one file."""

import sqlite3
import tarfile

import pytest

from escalation.cli import archive as backup
from escalation.cli.group import BackupError
from escalation.cli.restore import Wish, restore
from escalation.core.conversation import IllegalEventError
from escalation.host.instance_lock import HouseLock, LockedError
from escalation.store.records import Batch
from escalation.store.sqlite.database import connect
from escalation.store.sqlite.rebuild import rebuild
from escalation.store.sqlite.store import SqliteStore
from escalation.store.sqlite.verify import verify
from escalation.store.verify import Tally
from knowledge.articles import Article
from knowledge.store import KnowledgeStore
from tests.core.talk import HANDOFF, Talk


@pytest.fixture
async def home(tmp_path):
    folder = tmp_path / "home"
    database = SqliteStore(folder)
    store = database.log
    for name in ("c1", "c2", "c3"):
        talk = Talk(name)
        talk.customer()
        talk.finish(HANDOFF if name == "c2" else None)
        talk.customer("more")
        await store.append(Batch(name, 0, tuple(talk.log), talk.now))
    database.close()
    with KnowledgeStore.open(folder) as knowledge:
        knowledge.articles.save(Article("one", "t", "One?", "Yes.", ("one",)), "test")
    (folder / "models").mkdir()
    (folder / "models" / "m.tar.gz").write_bytes(b"model")
    return folder


def faults(home):
    connection = connect(home / "baton.db")
    tally = Tally()
    found = [str(fault) for fault in verify(connection, tally)]
    connection.close()
    return found, tally


async def test_a_sound_log(home):
    found, tally = faults(home)
    assert found == []
    assert (tally.conversations, tally.events) == (3, 25)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (
            "update conversations set fold = json_set(fold, '$.mood', 0.9) where id = 'c1'",
            "differs from the fold",
        ),
        ("update conversations set state = 'closed' where id = 'c2'", "a column of the projection"),
        ("delete from conversations where id = 'c1'", "no row in the projection"),
        ("delete from owed where conversation = 'c3'", "but the log says"),
        (
            "drop trigger events_no_delete; delete from events where conversation = 'c1' and seq = 3",
            "cannot follow",
        ),
        (
            (
                "drop trigger events_no_change; update events set kind = 'x.y' where conversation = 'c1' and"
                " seq = 3"
            ),
            "unknown",
        ),
    ],
)
async def test_damage_is_found_and_named(home, damage, words):
    raw = connect(home / "baton.db")
    raw.executescript(damage)
    raw.close()
    found, _ = faults(home)
    assert any(words in fault for fault in found), found
    assert all(fault.startswith("c") for fault in found)


@pytest.mark.parametrize(
    "damage",
    [
        "update conversations set fold = '{}' where id = 'c1'",
        "update conversations set state = 'closed', seq = 99",
        "delete from conversations",
        "delete from owed",
        "insert into owed (turn, conversation, epoch, due_at, attempts) values ('ghost', 'c1', 1, 0, 0)",
    ],
)
async def test_projections_are_made_anew_from_the_log(home, damage):
    raw = connect(home / "baton.db")
    before = raw.execute("select * from conversations order by id").fetchall()
    raw.executescript(damage)
    assert rebuild(raw) == 3
    assert raw.execute("select * from conversations order by id").fetchall() == before
    raw.close()
    assert faults(home)[0] == []


async def test_a_damaged_log_is_not_rebuilt_over(home):
    raw = connect(home / "baton.db")
    raw.executescript(
        "drop trigger events_no_delete; delete from events where conversation = 'c1' and seq = 3"
    )
    before = raw.execute("select * from conversations order by id").fetchall()
    with pytest.raises(IllegalEventError):
        rebuild(raw)
    assert raw.execute("select * from conversations order by id").fetchall() == before
    raw.close()


async def test_there_and_back(home, tmp_path):
    backup.backup(home, tmp_path / "all.tar.gz")
    restore(tmp_path / "new", tmp_path / "all.tar.gz")
    assert faults(tmp_path / "new")[0] == []
    assert (tmp_path / "new" / "models" / "m.tar.gz").read_bytes() == b"model"
    with KnowledgeStore.open_read_only(tmp_path / "new") as knowledge:
        assert [article.id for article in knowledge.articles.all()] == ["one"]


async def test_a_backup_while_someone_writes(home, tmp_path):
    writing = connect(home / "baton.db")
    writing.execute("begin immediate")
    writing.execute("insert into customers (id) values ('p_uncommitted')")
    backup.backup(home, tmp_path / "all.tar.gz")
    writing.execute("commit")
    writing.close()
    restore(tmp_path / "new", tmp_path / "all.tar.gz")
    assert faults(tmp_path / "new")[0] == []
    restored = sqlite3.connect(tmp_path / "new" / "baton.db")
    assert restored.execute("select count(*) from customers").fetchone() == (0,)


async def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(home, tmp_path):
    file = tmp_path / "all.tar.gz"
    backup.backup(home, file)
    with pytest.raises(BackupError, match="already exists"):
        backup.backup(home, file)
    with pytest.raises(BackupError, match="nothing to back up"):
        backup.backup(tmp_path / "empty", tmp_path / "x.tar.gz")
    with pytest.raises(BackupError, match="holds an installation"):
        restore(home, file)
    for name, content in (("cut", file.read_bytes()[:500]), ("text", b"hello")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BackupError, match="cannot be read"):
            restore(tmp_path / "fresh", tmp_path / name)
    lock = HouseLock(tmp_path / "busy")
    with pytest.raises(LockedError):
        restore(tmp_path / "busy", file)
    lock.release()
    assert not (tmp_path / "fresh" / "baton.db").exists()


async def test_a_backup_that_would_write_elsewhere_is_refused(home, tmp_path):
    evil = tmp_path / "evil.tar.gz"
    with tarfile.open(evil, "w:gz") as tar:
        for name in ("manifest.json", "../outside"):
            tar.addfile(tarfile.TarInfo(name))
    with pytest.raises(BackupError, match="no checksum"):
        restore(tmp_path / "fresh", evil)
    with pytest.raises(BackupError, match="outside"):
        restore(tmp_path / "fresh", evil, Wish(without_manifest=True))
    assert not (tmp_path / "outside").exists()
