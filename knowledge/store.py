"""The knowledge base on SQLite: articles with versions, facts, lines, reviews, releases and their trainings, in ``home/knowledge.db``."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Self

from knowledge.errors import KnowledgeError
from knowledge.feedback_store import FeedbackStore
from knowledge.migration import migrate
from knowledge.release_store import EVERYTHING, Release, Scope
from knowledge.schema import migrations
from knowledge.training_store import DONE, FAILED, READY, STARTING, TRAINING, WAITING, Training

FILE = "knowledge.db"
__all__ = [
    "DONE", "EVERYTHING", "FAILED", "FILE", "READY", "STARTING", "TRAINING", "WAITING", "KnowledgeStore", "Release", "Scope", "Training",
]  # fmt: skip


class KnowledgeStore(FeedbackStore):
    """One connection. Every method is one transaction."""

    @classmethod
    def open(cls, home: Path) -> KnowledgeStore:
        """Open or create ``home/knowledge.db`` for writing."""
        home.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(home / FILE, timeout=10, check_same_thread=False)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        store = cls(connection)
        with connection:
            migrate(connection, migrations)
        return store

    @classmethod
    def open_read_only(cls, home: Path) -> KnowledgeStore:
        """Open an existing knowledge base without the right to change it."""
        if not (home / FILE).is_file():
            raise KnowledgeError(f"There is no knowledge base in {home}. Run `baton up` or `baton init` first.")
        return cls(sqlite3.connect(f"file:{home / FILE}?mode=ro", uri=True, timeout=10))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._db.conn.close()
