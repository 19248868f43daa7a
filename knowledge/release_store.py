"""Releases: immutable sets of versions, lines and facts with the model trained for them. One is active;
another may be tried on a share of new chats (the canary). Switching is a pointer, and rolling back is the
same switch.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from knowledge import texts as texts_module
from knowledge.article_store import ArticleStore, article_of
from knowledge.articles import Article, digest
from knowledge.clock import now_ms
from knowledge.database import Database
from knowledge.errors import FactError, MissingError, ReleaseError, ReviewError
from knowledge.fact_store import FactStore
from knowledge.facts import Facts, missing
from knowledge.review_store import ReviewStore
from knowledge.text_store import TextStore
from knowledge.texts import Texts
from knowledge.trial import Trial


@dataclass(frozen=True, slots=True)
class Release:
    """``learned`` is the digest of what its model was taught; ``model`` the model's file name, if trained.
    ``hold``: it waits for a person's word even when it is trained.
    """

    id: int
    created_at: int
    author: str
    note: str
    model: str | None
    learned: str
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the changes goes into a release: these articles (None: all), the facts, the lines."""

    articles: frozenset[str] | None = None
    facts: bool = True
    voice: bool = True


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Sources:
    """What a release is frozen from."""

    articles: ArticleStore
    reviews: ReviewStore
    facts: FactStore
    texts: TextStore


class ReleaseStore:
    """Releases by number."""

    def __init__(self, database: Database, sources: Sources) -> None:
        self._db, self._from = database, sources

    def freeze(
        self,
        author: str,
        note: str,
        model: str | None = None,
        *,
        scope: Scope = EVERYTHING,
        hold: bool = False,
        base: Release | None = None,
    ) -> Release:
        """Freeze versions, lines and facts as a release. One that teaches the same as the active one keeps
        its model. What ``scope`` leaves out stays as it is in ``base``, by default the active one.

        Raises :class:`ReviewError` when ``scope`` names an article that a second person has to see first;
        without names such articles stay as they are live.
        """
        active = self.active()
        base = base or active
        articles = self.chosen(base, scope)
        learned = digest(articles)
        if model is None and active is not None and active.learned == learned:
            model = active.model
        words = self._from.texts.all() if scope.voice or base is None else self.texts(base.id)
        facts = self._from.facts.values() if scope.facts or base is None else self.facts(base.id)
        _whole(articles, words, facts)
        row = {
            "created_at": now_ms(),
            "author": author,
            "note": note,
            "model": model,
            "learned": learned,
            "articles": json.dumps({article.id: article.version for article in articles}),
            "texts": json.dumps(words, ensure_ascii=False),
            "facts": json.dumps(facts, ensure_ascii=False),
            "hold": int(hold),
        }
        with self._db.transaction():
            table = self._db.table("releases").insert(row)
        return self.get(int(table.last_pk or 0))

    def chosen(self, base: Release | None, scope: Scope) -> list[Article]:
        """The newest version of what is chosen and may be published, that of ``base`` of everything else."""
        unseen = self._from.reviews.unseen()
        later = frozenset(key for key, care in self._from.articles.cares().items() if care.publish_at)
        if barred := unseen & (scope.articles or frozenset()):
            raise ReviewError(f"A second person must review {', '.join(sorted(barred))} first.")
        newest = {article.id: article for article in self._from.articles.all()}
        live = {article.id: article for article in self.articles(base.id)} if base else {}
        keys = frozenset({*newest, *live}) if scope.articles is None else scope.articles
        # What has a date waits for it, unless it is named.
        exclusions = unseen | (later if scope.articles is None else frozenset())
        updates = {key: newest[key] for key in keys - exclusions if key in newest}
        rest = {key: article for key, article in live.items() if key not in keys or key in exclusions}
        return sorted({**rest, **updates}.values(), key=lambda article: (article.topic, article.id))

    def get(self, identity: int) -> Release:
        """One release; raises :class:`MissingError`."""
        row = next(
            iter(
                self._db.query(
                    "select id, created_at, author, note, model, learned, hold from releases where id = ?",
                    [identity],
                )
            ),
            None,
        )
        if row is None:
            raise MissingError(f"There is no release {identity}.")
        return Release(**{**row, "hold": bool(row["hold"])})

    def newest(self, most: int = 50) -> list[Release]:
        """The latest releases, newest first."""
        ids = self._db.execute("select id from releases order by id desc limit ?", [most]).fetchall()
        return [self.get(row[0]) for row in ids]

    def models(self, most: int) -> frozenset[str]:
        """The models of the live release, of the one on trial, and of the newest ones: ``most`` of them."""
        newest = (
            "select model from releases where model is not null group by model order by max(id) desc limit ?"
        )
        used = (
            "select r.model from active a join releases r on r.id in (a.release, a.candidate) where r.model"
            " is not null"
        )
        return frozenset(
            row[0]
            for query, parameters in ((newest, [most]), (used, []))
            for row in self._db.execute(query, parameters).fetchall()
        )

    def set_model(self, release: int, model: str) -> None:
        """Note the model trained for a release."""
        with self._db.transaction():
            self._db.table("releases").update(release, {"model": model})

    def set_report(self, release: int, report: dict[str, Any]) -> None:
        """Keep a release's examination."""
        with self._db.transaction():
            self._db.table("releases").update(release, {"report": json.dumps(report, ensure_ascii=False)})

    def report(self, release: int) -> dict[str, Any] | None:
        """A release's examination, if it had one."""
        row = self._db.execute("select report from releases where id = ?", [release]).fetchone()
        return dict(json.loads(row[0])) if row and row[0] else None

    def activate(self, release: int) -> None:
        """Make a release the one that answers. A trial of another one ends."""
        self.get(release)
        with self._db.transaction():
            row = {
                "one": 1,
                "release": release,
                "since": now_ms(),
                "candidate": None,
                "share": None,
                "tried_since": None,
            }
            self._db.table("active").upsert(row, pk="one")

    def try_out(self, release: int, share: int) -> None:
        """Let a trained release answer ``share`` percent of the chats that begin from now on; 0 ends the
        trial.
        """
        if share and self.get(release).model is None:
            raise ReleaseError(f"Release {release} was never trained, so it cannot go live.")
        row = (
            {"candidate": release, "share": min(share, 100), "tried_since": now_ms()}
            if share
            else {"candidate": None, "share": None}
        )
        with self._db.transaction():
            self._db.table("active").update(1, row)

    def trial(self) -> Trial | None:
        """The release that is tried on a share of new chats, if any."""
        row = self._db.execute(
            "select candidate, share, tried_since from active where one = 1 and candidate is not null"
        ).fetchone()
        return Trial(*row) if row else None

    def active(self) -> Release | None:
        """The release that answers now, or None before the first."""
        row = self._db.execute("select release from active where one = 1").fetchone()
        return self.get(row[0]) if row else None

    def articles(self, release: int) -> list[Article]:
        """The articles as a release froze them."""
        rows = self._db.query(
            "select a.topic, v.* from releases r join json_each(r.articles) j join versions v on v.article ="
            " j.key and v.version = j.value join articles a on a.id = v.article where r.id = ? order by"
            " a.topic, a.id",
            [release],
        )
        return [article_of(row) for row in rows]

    def kept_questions(self, release: int) -> list[tuple[str, str]]:
        """The questions, titles among them, that the live release stores and ``release`` still stores for the
        same article: what was taken out, moved or reworded on purpose is not among them.
        """
        active = self.active()
        questions = {article.id: {article.title, *article.questions} for article in self.articles(release)}
        live = self.articles(active.id) if active else []
        return [
            (text, article.id)
            for article in live
            for text in dict.fromkeys((article.title, *article.questions))
            if text in questions.get(article.id, set())
        ]

    def texts(self, release: int | None = None) -> Texts:
        """The system texts of a release, by default the active one; keys added by a newer Baton come from the
        seed.
        """
        number = release or (active.id if (active := self.active()) else None)
        row = self._db.execute("select texts from releases where id = ?", [number]).fetchone()
        stored = {key: tuple(variants) for key, variants in json.loads(row[0]).items()} if row else {}
        return {**texts_module.seed(), **stored}

    def facts(self, release: int) -> dict[str, str]:
        """The facts as a release froze them."""
        row = self._db.execute("select facts from releases where id = ?", [release]).fetchone()
        return dict(json.loads(row[0])) if row else {}


def _whole(articles: list[Article], words: Texts, facts: Facts) -> None:
    """Raises :class:`FactError` naming the first text that uses a fact nobody has given a value."""
    texts = {f"article {article.id}": f"{article.answer}\n{article.steps}" for article in articles}
    texts |= {f"system text {key}": "\n".join(variants) for key, variants in words.items()}
    for name, text in texts.items():
        if unknown := missing([text], facts):
            raise FactError(f"The {name} uses {{{{{min(unknown)}}}}}, a fact without a value.")
