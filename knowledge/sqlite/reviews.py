"""Reviews, and the topics that ask for them, as rows."""

from __future__ import annotations

from knowledge.clock import now_ms
from knowledge.errors import MissingError
from knowledge.records import Review
from knowledge.reviewing import check_decision
from knowledge.sqlite.database import Database

_NEWEST = "select version, author from versions where article = ? order by version desc limit 1"


class SqliteReviews:
    """See :class:`knowledge.ports.ReviewRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def careful_topics(self) -> frozenset[str]:
        rows = self._db.query("select topic from topics where second_person")
        return frozenset(row["topic"] for row in rows)

    def set_careful(self, topic: str, careful: bool) -> None:
        with self._db.transaction():
            self._db.table("topics").upsert({"topic": topic, "second_person": int(careful)}, pk="topic")

    def ask(self, identity: str, author: str) -> None:
        with self._db.transaction():
            version, _ = self._newest(identity)
            row = {
                "article": identity,
                "version": version,
                "asked_by": author,
                "asked_at": now_ms(),
                "decided_by": None,
                "decided_at": None,
                "approved": None,
                "note": "",
            }
            self._db.table("reviews").insert(row, ignore=True)

    def decide(self, identity: str, version: int, by: str, approved: bool, note: str = "") -> None:
        with self._db.transaction():
            newest, author = self._newest(identity)
            check_decision(version, by, newest, author)
            self.ask(identity, author)
            change = {"decided_by": by, "decided_at": now_ms(), "approved": int(approved), "note": note}
            self._db.table("reviews").update((identity, version), change)

    def _newest(self, identity: str) -> tuple[int, str]:
        """The number of the newest version, and who wrote it."""
        row = next(iter(self._db.query(_NEWEST, [identity])), None)
        if row is None:
            raise MissingError(f"There is no article “{identity}”.")
        return row["version"], row["author"]

    def all(self) -> dict[str, Review]:
        rows = self._db.query(
            "select r.* from reviews r where r.version = (select max(version) from versions v where v.article"
            " = r.article)"
        )
        return {
            row["article"]: Review(
                **{**row, "approved": None if row["approved"] is None else bool(row["approved"])}
            )
            for row in rows
        }
