"""Decisions on gaps as rows, one a place."""

from __future__ import annotations

from knowledge.clock import now_ms
from knowledge.records import Decided
from knowledge.sqlite.database import Database

_KEEP = (
    "insert or replace into gap_decisions (conversation, seq, decision, article, reason, author, decided_at)"
    " values (?, ?, ?, ?, ?, ?, ?)"
)


class SqliteGaps:
    """See :class:`knowledge.ports.GapRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def decided(self) -> frozenset[tuple[str, int]]:
        rows = self._db.query("select conversation, seq from gap_decisions")
        return frozenset((row["conversation"], row["seq"]) for row in rows)

    def decide(self, decided: Decided) -> None:
        rows = [
            (*place, decided.decision, decided.article, decided.reason, decided.author, now_ms())
            for place in decided.places
        ]
        with self._db.transaction():
            self._db.conn.executemany(_KEEP, rows)
