"""What is being written, kept as it is written."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from knowledge.database import Database

DRAFT_DAYS = 60


@dataclass(frozen=True, slots=True)
class Draft:
    """What someone is writing, kept as they write; ``base`` is the version they began from."""

    article: str
    author: str
    base: int
    data: dict[str, Any]
    changed_at: int


class DraftStore:
    """Drafts by article and author."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, draft: Draft) -> None:
        """What someone is writing, so that closing the page loses nothing. One an author and article."""
        row = {**asdict(draft), "data": json.dumps(draft.data, ensure_ascii=False)}
        with self._db.transaction():
            self._db.table("drafts").upsert(row, pk=("article", "author"))
            self._db.table("drafts").delete_where(
                "changed_at < ?", [draft.changed_at - DRAFT_DAYS * 86_400_000]
            )

    def drop(self, identity: str, author: str) -> None:
        """Forget what was being written."""
        with self._db.transaction():
            self._db.table("drafts").delete_where("article = ? and author = ?", [identity, author])

    def of(self, identity: str) -> list[Draft]:
        """Who is writing on an article, newest first."""
        rows = self._db.query("select * from drafts where article = ? order by changed_at desc", [identity])
        return [Draft(**{**row, "data": json.loads(row["data"])}) for row in rows]
