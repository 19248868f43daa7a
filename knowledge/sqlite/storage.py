"""The knowledge base in ``home/knowledge.db``: every repository on one connection."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

from knowledge import ports
from knowledge.errors import KnowledgeError
from knowledge.sqlite.articles import SqliteArticles
from knowledge.sqlite.database import Database
from knowledge.sqlite.drafts import SqliteDrafts
from knowledge.sqlite.facts import SqliteFacts
from knowledge.sqlite.feedback import SqliteFeedback
from knowledge.sqlite.gaps import SqliteGaps
from knowledge.sqlite.marks import SqliteMarks
from knowledge.sqlite.migration import migrate
from knowledge.sqlite.overrules import SqliteOverrules
from knowledge.sqlite.plans import SqlitePlans
from knowledge.sqlite.releases import SqliteReleases
from knowledge.sqlite.reviews import SqliteReviews
from knowledge.sqlite.schema import migrations
from knowledge.sqlite.texts import SqliteTexts
from knowledge.sqlite.trainings import SqliteTrainings

FILE = "knowledge.db"


class SqliteStorage:
    """See :class:`knowledge.ports.Storage`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.database = database = Database(connection)
        self.articles: ports.ArticleRepository = SqliteArticles(database)
        self.plans: ports.PlanRepository = SqlitePlans(database)
        self.reviews: ports.ReviewRepository = SqliteReviews(database)
        self.drafts: ports.DraftRepository = SqliteDrafts(database)
        self.facts: ports.FactRepository = SqliteFacts(database)
        self.texts: ports.TextRepository = SqliteTexts(database)
        self.releases: ports.ReleaseRepository = SqliteReleases(database)
        self.trainings: ports.TrainingRepository = SqliteTrainings(database)
        self.overrules: ports.OverruleRepository = SqliteOverrules(database)
        self.gaps: ports.GapRepository = SqliteGaps(database)
        self.marks: ports.MarkRepository = SqliteMarks(database)
        self.feedback: ports.FeedbackRepository = SqliteFeedback(database)

    @classmethod
    def open(cls, home: Path) -> SqliteStorage:
        """Open or create ``home/knowledge.db`` for writing."""
        home.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(home / FILE, timeout=10, check_same_thread=False)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        with connection:
            migrate(connection, migrations)
        return cls(connection)

    @classmethod
    def open_read_only(cls, home: Path) -> SqliteStorage:
        """Open an existing knowledge base without the right to change it."""
        if not (home / FILE).is_file():
            raise KnowledgeError(
                f"There is no knowledge base in {home}. Run `baton up` or `baton init` first."
            )
        return cls(sqlite3.connect(f"file:{home / FILE}?mode=ro", uri=True, timeout=10))

    def transaction(self) -> AbstractContextManager[None]:
        return self.database.transaction()

    def stamp(self) -> str:
        return self.database.stamp()

    def close(self) -> None:
        self.database.conn.close()
