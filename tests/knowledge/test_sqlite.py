"""What is true of the knowledge base on SQLite alone."""

import sqlite3
from dataclasses import replace

import pytest

from knowledge.articles import Article
from knowledge.errors import DiskFullError, KnowledgeError
from knowledge.opening import is_there
from knowledge.store import KnowledgeStore

ONE = Article("one", "returns", "One?", "One.", ("the first",))


def test_a_full_disk_is_a_sentence_and_changes_nothing(tmp_path):
    with KnowledgeStore.open(tmp_path) as store:
        store.articles.save(ONE, "ann")
        database = store._storage.database
        pages = database.execute("pragma page_count").fetchone()[0]
        database.execute(f"pragma max_page_count = {pages}")
        large = [replace(ONE, id=f"more_{number}", answer="x" * 9_000) for number in range(50)]
        with pytest.raises(DiskFullError, match="Free up space"):
            store.articles.save_all(large, "ann")
        with pytest.raises(DiskFullError), store.transaction():
            store.facts.set("days", "30", "", "ann")
            store.articles.save_all(large, "ann")
        assert (store.articles.all(), store.facts.values()) == ([ONE], {})
        database.execute("pragma max_page_count = 1000000")
        assert len(store.articles.save_all(large, "ann")) == 50


def test_what_is_opened_to_read_is_never_made_nor_changed(tmp_path):
    with pytest.raises(KnowledgeError, match="There is no knowledge base"):
        KnowledgeStore.open_read_only(tmp_path)
    assert not is_there(tmp_path)
    KnowledgeStore.open(tmp_path).close()
    assert is_there(tmp_path)
    with KnowledgeStore.open_read_only(tmp_path) as store, pytest.raises(sqlite3.OperationalError):
        store.articles.save(ONE, "ann")
