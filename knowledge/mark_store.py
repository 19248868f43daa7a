"""What would have been right, as colleagues marked it: questions by themselves, and places in conversations."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.base import now_ms
from knowledge.gap_store import GapStore

A_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Mark:
    """At this customer's message ``right`` would have been: the id of an article, or :data:`A_PERSON`."""

    conversation: str
    seq: int
    right: str
    author: str
    created_at: int


class MarkStore(GapStore):
    """Marks by place, and questions by their text. Every release is examined with them."""

    def exam_questions(self) -> list[tuple[str, str]]:
        """Questions with the article that is right for them."""
        return [(row[0], row[1]) for row in self._db.execute("select text, article from exam_questions order by created_at").fetchall()]

    def mark_question(self, text: str, article: str, source: str, author: str) -> None:
        """Add a question to the examinations, or correct which article is right for it."""
        row = {"text": text, "article": article, "source": source, "author": author, "created_at": now_ms()}
        with self._transaction():
            self._table("exam_questions").upsert(row, pk="text")

    def marks(self, conversation: str | None = None) -> list[Mark]:
        """All marks, oldest first, or those of one conversation."""
        query = "select * from exam_marks where ? is null or conversation = ? order by created_at, seq"
        return [Mark(**row) for row in self._db.query(query, [conversation, conversation])]

    def mark(self, conversation: str, seq: int, right: str | None, author: str) -> None:
        """Say what would have been right at a place; None takes the mark back. Raises :class:`MissingError` for an unknown article."""
        if right not in (None, A_PERSON):
            self.article(right)
        with self._transaction():
            self._table("exam_marks").delete_where("conversation = ? and seq = ?", [conversation, seq])
            if right is not None:
                row = {"conversation": conversation, "seq": seq, "right": right, "author": author, "created_at": now_ms()}
                self._table("exam_marks").insert(row)
