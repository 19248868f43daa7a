"""Marks by place, and questions by their text, as rows."""

from __future__ import annotations

from dataclasses import asdict

from knowledge.clock import now_ms
from knowledge.errors import MissingError
from knowledge.mark_store import A_PERSON, Mark
from knowledge.sqlite.database import Database


class SqliteMarks:
    """See :class:`knowledge.ports.MarkRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def questions(self) -> list[tuple[str, str]]:
        rows = self._db.query("select text, article from exam_questions order by created_at")
        return [(row["text"], row["article"]) for row in rows]

    def add_question(self, text: str, article: str, source: str, author: str) -> None:
        row = {"text": text, "article": article, "source": source, "author": author, "created_at": now_ms()}
        with self._db.transaction():
            self._db.table("exam_questions").upsert(row, pk="text")

    def all(self, conversation: str | None = None) -> list[Mark]:
        query = "select * from exam_marks where ? is null or conversation = ? order by created_at, seq"
        return [Mark(**row) for row in self._db.query(query, [conversation, conversation])]

    def set(self, conversation: str, seq: int, right: str | None, author: str) -> None:
        with self._db.transaction():
            if right not in (None, A_PERSON) and not self._db.table("articles").count_where(
                "id = ?", [right]
            ):
                raise MissingError(f"There is no article “{right}”.")
            self._db.table("exam_marks").delete_where("conversation = ? and seq = ?", [conversation, seq])
            if right is not None:
                row = Mark(conversation, seq, right, author, now_ms())
                self._db.table("exam_marks").insert(asdict(row))
