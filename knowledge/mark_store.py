"""What would have been right, as team members marked it: questions by themselves, and places in
conversations.
"""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.article_store import ArticleStore
from knowledge.clock import now_ms
from knowledge.database import Database

A_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Mark:
    """At this customer's message ``right`` would have been: the id of an article, or :data:`A_PERSON`."""

    conversation: str
    seq: int
    right: str
    author: str
    created_at: int


class MarkStore:
    """Marks by place, and questions by their text. Every release is examined with them."""

    def __init__(self, database: Database, articles: ArticleStore) -> None:
        self._db, self._articles = database, articles

    def questions(self) -> list[tuple[str, str]]:
        """Questions with the article that is right for them."""
        return [
            (row[0], row[1])
            for row in self._db.execute(
                "select text, article from exam_questions order by created_at"
            ).fetchall()
        ]

    def add_question(self, text: str, article: str, source: str, author: str) -> None:
        """Add a question to the examinations, or correct which article is right for it."""
        row = {"text": text, "article": article, "source": source, "author": author, "created_at": now_ms()}
        with self._db.transaction():
            self._db.table("exam_questions").upsert(row, pk="text")

    def all(self, conversation: str | None = None) -> list[Mark]:
        """All marks, oldest first, or those of one conversation."""
        query = "select * from exam_marks where ? is null or conversation = ? order by created_at, seq"
        return [Mark(**row) for row in self._db.query(query, [conversation, conversation])]

    def set(self, conversation: str, seq: int, right: str | None, author: str) -> None:
        """Say what would have been right at a place; None takes the mark back. Raises :class:`MissingError`
        for an unknown article.
        """
        if right not in (None, A_PERSON):
            self._articles.get(right)
        with self._db.transaction():
            self._db.table("exam_marks").delete_where("conversation = ? and seq = ?", [conversation, seq])
            if right is not None:
                row = {
                    "conversation": conversation,
                    "seq": seq,
                    "right": right,
                    "author": author,
                    "created_at": now_ms(),
                }
                self._db.table("exam_marks").insert(row)
