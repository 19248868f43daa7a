"""Trainings as rows, one a release."""

from __future__ import annotations

from knowledge.clock import now_ms
from knowledge.records import FAILED, STARTING, TRAINING, WAITING, Training
from knowledge.sqlite.database import Database


class SqliteTrainings:
    """See :class:`knowledge.ports.TrainingRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def note(self, release: int, state: str, detail: str) -> None:
        with self._db.transaction():
            self._db.table("trainings").upsert(
                {"release": release, "state": state, "detail": detail, "changed_at": now_ms()}, pk="release"
            )

    def note_progress(self, release: int, detail: str) -> None:
        with self._db.transaction():
            change = "update trainings set detail = ?, changed_at = ? where release = ? and state = ?"
            self._db.execute(change, [detail, now_ms(), release, TRAINING])

    def overtaken(self, release: int) -> None:
        words = f"replaced by release {release}, which includes its changes"
        change = "update trainings set state = ?, detail = ?, changed_at = ? where state = ? and release < ?"
        with self._db.transaction():
            self._db.execute(change, [FAILED, words, now_ms(), WAITING, release])

    def latest(self) -> Training | None:
        rows = self._db.query("select * from trainings order by changed_at desc, release desc limit 1")
        return next((Training(**row) for row in rows), None)

    def all(self) -> dict[int, Training]:
        return {row["release"]: Training(**row) for row in self._db.query("select * from trainings")}

    def newest(self, state: str) -> int | None:
        query = "select release from trainings where state = ? order by release desc limit 1"
        return next((int(row["release"]) for row in self._db.query(query, [state])), None)

    def next(self) -> int | None:
        return self.newest(WAITING)

    def next_start(self) -> int | None:
        query = "select release from trainings where state = ? order by changed_at desc limit 1"
        return next((int(row["release"]) for row in self._db.query(query, [STARTING])), None)
