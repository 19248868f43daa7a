"""Reworded system texts as rows; the others stand in no database."""

from __future__ import annotations

import json

from knowledge import texts
from knowledge.clock import now_ms
from knowledge.sqlite.database import Database
from knowledge.texts import Texts


class SqliteTexts:
    """See :class:`knowledge.ports.TextRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> Texts:
        return {**texts.seed(), **self.reworded()}

    def reworded(self) -> Texts:
        return {
            row["key"]: tuple(json.loads(row["variants"])) for row in self._db.query("select * from voice")
        }

    def reword(self, key: str, variants: tuple[str, ...], author: str) -> None:
        texts.check(key, variants)
        row = {
            "key": key,
            "variants": json.dumps(variants, ensure_ascii=False),
            "author": author,
            "changed_at": now_ms(),
        }
        with self._db.transaction():
            if variants == texts.seed().get(key):
                self._db.table("voice").delete_where("key = ?", [key])
            else:
                self._db.table("voice").upsert(row, pk="key")

    def reset(self, key: str) -> None:
        with self._db.transaction():
            self._db.table("voice").delete_where("key = ?", [key])
