"""The knowledge base on SQLite: articles with versions, facts, lines, reviews, releases and their trainings,
in ``home/knowledge.db``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from knowledge.article_store import ArticleStore
from knowledge.database import Database
from knowledge.draft_store import DraftStore
from knowledge.errors import DiskFullError, KnowledgeError
from knowledge.fact_store import FactStore
from knowledge.feedback_store import FeedbackStore
from knowledge.gap_store import GapStore
from knowledge.mark_store import MarkStore
from knowledge.migration import migrate
from knowledge.overrule_store import OverruleStore
from knowledge.publishing import Publishing
from knowledge.release_store import EVERYTHING, Release, ReleaseStore, Scope, Sources
from knowledge.review_store import ReviewStore
from knowledge.schema import migrations
from knowledge.text_store import TextStore
from knowledge.training_store import DONE, FAILED, READY, STARTING, TRAINING, WAITING, Training, TrainingStore

T = TypeVar("T")
FILE = "knowledge.db"
__all__ = [
    "DONE",
    "EVERYTHING",
    "FAILED",
    "FILE",
    "READY",
    "STARTING",
    "TRAINING",
    "WAITING",
    "KnowledgeStore",
    "Release",
    "Scope",
    "Training",
]


class KnowledgeStore:
    """The stores of one knowledge base, by noun, on one connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._database = database = Database(connection)
        self.articles, self.facts, self.texts = (
            ArticleStore(database),
            FactStore(database),
            TextStore(database),
        )
        self.reviews, self.drafts = ReviewStore(database, self.articles), DraftStore(database)
        sources = Sources(self.articles, self.reviews, self.facts, self.texts)
        self.releases, self.overrules = ReleaseStore(database, sources), OverruleStore(database)
        self.trainings = TrainingStore(database, self.releases)
        self.publishing = Publishing(database, sources, self.releases, self.trainings, self.overrules)
        self.gaps, self.marks = GapStore(database, self.articles), MarkStore(database, self.articles)
        self.feedback = FeedbackStore(database)

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
            raise KnowledgeError(
                f"There is no knowledge base in {home}. Run `baton up` or `baton init` first."
            )
        return cls(sqlite3.connect(f"file:{home / FILE}?mode=ro", uri=True, timeout=10))

    def run(self, work: Callable[[KnowledgeStore], T]) -> T:
        """What ``work`` comes to; raises :class:`DiskFullError` where there is no room for it."""
        try:
            return work(self)
        except sqlite3.OperationalError as problem:
            if "full" not in str(problem):
                raise
            raise DiskFullError(
                "The disk is full, so nothing was changed. Free up space, then try again."
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._database.conn.close()

    def stamp(self) -> str:
        """Changes with every write to the knowledge base; nothing else is promised of it."""
        return self._database.stamp()
