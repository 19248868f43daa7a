"""What editors decided about questions without a good answer, remembered by the question's place in the
log.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from knowledge.article_store import ArticleStore
from knowledge.articles import Article
from knowledge.clock import now_ms
from knowledge.database import Database

DISMISSED, ADDED, WRITTEN = "dismissed", "added", "written"


@dataclass(frozen=True, slots=True)
class Decided:
    """``places`` are pairs of conversation and seq; ``article`` where the questions went, ``reason`` why they
    were dismissed.
    """

    places: tuple[tuple[str, int], ...]
    decision: str
    article: str | None
    reason: str
    author: str


class GapStore:
    """Decisions on gaps."""

    def __init__(self, database: Database, articles: ArticleStore) -> None:
        self._db, self._articles = database, articles

    def decided(self) -> frozenset[tuple[str, int]]:
        """The places that are decided."""
        return frozenset(
            (row[0], row[1])
            for row in self._db.execute("select conversation, seq from gap_decisions").fetchall()
        )

    def decide(self, decided: Decided) -> None:
        """Remember a decision; deciding again replaces it."""
        with self._db.transaction():
            self._decide(decided)

    def add_questions(self, identity: str, questions: list[str], decided: Decided) -> Article:
        """Questions join an article and are decided, both or neither. Raises :class:`KnowledgeError` as
        saving does.
        """
        with self._db.transaction():
            article = self._articles.get(identity)
            more = replace(article, questions=tuple(dict.fromkeys([*article.questions, *questions])))
            saved = self._articles.save(more, decided.author, article.version)
            self._decide(decided)
        return saved

    def _decide(self, decided: Decided) -> None:
        query = (
            "insert or replace into gap_decisions (conversation, seq, decision, article, reason, author,"
            " decided_at) values (?, ?, ?, ?, ?, ?, ?)"
        )
        rows = [
            (*place, decided.decision, decided.article, decided.reason, decided.author, now_ms())
            for place in decided.places
        ]
        self._db.conn.executemany(query, rows)
