"""Feedback of readers as counts a day."""

from __future__ import annotations

from knowledge.sqlite.database import Database


class SqliteFeedback:
    """See :class:`knowledge.ports.FeedbackRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def count(self, article: str, version: int, helpful: bool, day: str) -> None:
        with self._db.transaction():
            self._db.execute(
                "insert into feedback (article, version, helpful, day, times) values (?, ?, ?, ?, 1)"
                " on conflict (article, version, helpful, day) do update set times = times + 1",
                [article, version, int(helpful), day],
            )

    def by_article(self) -> dict[str, tuple[int, int]]:
        rows = self._db.query(
            "select article, sum(times * helpful) as helped, sum(times * (1 - helpful)) as not_helped from"
            " feedback group by article"
        )
        return {row["article"]: (row["helped"], row["not_helped"]) for row in rows}
