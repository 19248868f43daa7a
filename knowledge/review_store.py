"""A second person's look at a version, where its topic asks for one."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.article_store import ArticleStore
from knowledge.clock import now_ms
from knowledge.database import Database
from knowledge.errors import ReviewError


@dataclass(frozen=True, slots=True)
class Review:
    """Asked for, and perhaps decided; ``approved`` is None while nobody has looked."""

    article: str
    version: int
    asked_by: str
    asked_at: int
    decided_by: str | None
    decided_at: int | None
    approved: bool | None
    note: str


class ReviewStore:
    """Reviews by article and version."""

    def __init__(self, database: Database, articles: ArticleStore) -> None:
        self._db, self._articles = database, articles

    def careful_topics(self) -> frozenset[str]:
        """Topics in which nothing is published that only its author has seen."""
        return frozenset(
            row[0] for row in self._db.execute("select topic from topics where second_person").fetchall()
        )

    def set_careful(self, topic: str, careful: bool) -> None:
        """Whether a topic asks for a second person."""
        with self._db.transaction():
            self._db.table("topics").upsert({"topic": topic, "second_person": int(careful)}, pk="topic")

    def ask(self, identity: str, author: str) -> None:
        """Ask a team member to look at the newest version; asking again changes nothing."""
        version = self._articles.get(identity).version
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
        with self._db.transaction():
            self._db.table("reviews").insert(row, ignore=True)

    def decide(self, identity: str, version: int, by: str, approved: bool, note: str = "") -> None:
        """Approve or send back; raises :class:`ReviewError` for one's own version or another than the
        newest.
        """
        self._articles.get(identity)
        newest, author, _ = self._articles.versions(identity)[0]
        if newest.version != version:
            raise ReviewError(f"Version {newest.version} has been saved since. Review that one.")
        if author == by:
            raise ReviewError("You wrote this version, so someone else must review it.")
        self.ask(identity, author)
        change = {"decided_by": by, "decided_at": now_ms(), "approved": int(approved), "note": note}
        with self._db.transaction():
            self._db.table("reviews").update((identity, version), change)

    def all(self) -> dict[str, Review]:
        """The review of each article's newest version, where one was asked for."""
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

    def unseen(self) -> frozenset[str]:
        """Articles whose newest version may not be published yet: the topic asks for a second person and none
        approved it.
        """
        careful = self.careful_topics()
        if not careful:
            return frozenset()
        approved = {name for name, review in self.all().items() if review.approved}
        return frozenset(
            article.id
            for article in self._articles.all()
            if article.topic in careful and article.id not in approved
        )
