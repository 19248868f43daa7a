"""Readers' feedback on the help centre's pages: counts a day, and nothing about who."""

from __future__ import annotations

from knowledge.database import Database


class FeedbackStore:
    """Counts by article and version."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def count(self, article: str, version: int, helpful: bool, day: str) -> None:
        """One more reader was helped, or was not."""
        with self._db.transaction():
            self._db.execute(
                "insert into feedback (article, version, helpful, day, times) values (?, ?, ?, ?, 1)"
                " on conflict (article, version, helpful, day) do update set times = times + 1",
                [article, version, int(helpful), day],
            )

    def by_article(self) -> dict[str, tuple[int, int]]:
        """How many readers were helped and were not, by article."""
        rows = self._db.execute(
            "select article, sum(times * helpful), sum(times * (1 - helpful)) from feedback group by article"
        ).fetchall()
        return {row[0]: (int(row[1]), int(row[2])) for row in rows}
