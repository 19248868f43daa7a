"""Drafts as rows; what was written stands in one column as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict

from knowledge.records import Draft
from knowledge.sqlite.database import Database

DRAFT_DAYS = 60


class SqliteDrafts:
    """See :class:`knowledge.ports.DraftRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def keep(self, draft: Draft) -> None:
        row = {**asdict(draft), "data": json.dumps(draft.data, ensure_ascii=False)}
        with self._db.transaction():
            self._db.table("drafts").upsert(row, pk=("article", "author"))
            self._db.table("drafts").delete_where(
                "changed_at < ?", [draft.changed_at - DRAFT_DAYS * 86_400_000]
            )

    def drop(self, identity: str, author: str) -> None:
        with self._db.transaction():
            self._db.table("drafts").delete_where("article = ? and author = ?", [identity, author])

    def of(self, identity: str) -> list[Draft]:
        rows = self._db.query("select * from drafts where article = ? order by changed_at desc", [identity])
        return [Draft(**{**row, "data": json.loads(row["data"])}) for row in rows]
