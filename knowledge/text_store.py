"""System texts as they are being edited; a release freezes them."""

from __future__ import annotations

import json

from knowledge import texts
from knowledge.clock import now_ms
from knowledge.database import Database
from knowledge.texts import Texts


class TextStore:
    """System texts by key. What is not reworded is what Baton brings."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> Texts:
        """Every line as it is edited now."""
        return {**texts.seed(), **self.reworded()}

    def reworded(self) -> Texts:
        """The lines that differ from what Baton brings."""
        return {
            row["key"]: tuple(json.loads(row["variants"])) for row in self._db.query("select * from voice")
        }

    def reword(self, key: str, variants: tuple[str, ...], author: str) -> None:
        """Say a line in other words; raises :class:`VoiceError` naming what is wrong. Live with the next
        release.
        """
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
        """Take back a line's rewording."""
        with self._db.transaction():
            self._db.table("voice").delete_where("key = ?", [key])
