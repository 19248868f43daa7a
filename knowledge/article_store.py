"""Articles and their versions; who looks after them, until when they hold, and what is being written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import Literal

from knowledge.articles import Article, check
from knowledge.clock import now_ms
from knowledge.database import Database
from knowledge.errors import ArticleError, MissingError, StaleError

LANGUAGE = re.compile(r"[a-z]{2}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Care:
    """What goes with an article and not with a version. Times in UTC milliseconds, ``review_on`` an ISO date;
    ``translates`` is the article that this one says in another language.
    """

    owner: str | None = None
    review_on: str | None = None
    language: str | None = None
    publish_at: int | None = None
    expires_at: int | None = None
    translates: str | None = None


def care_of(metadata: Mapping[str, str]) -> Care:
    """What travels with an article from one installation to another: not its dates of publishing."""
    return Care(
        owner=metadata.get("owner"),
        review_on=metadata.get("review_on"),
        language=metadata.get("language"),
        translates=metadata.get("translates"),
    )


class ArticleStore:
    """Articles by id. A version is never changed, only followed."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self, retired: bool = False) -> list[Article]:
        """The newest version of every article that is not retired, or of those that are, by topic and
        title.
        """
        rows = self._db.query(
            "select a.topic, v.* from articles a join versions v on v.article = a.id where (a.retired is not"
            " null) = ? and v.version = (select max(version) from versions where article = a.id) order by"
            " a.topic, v.title",
            [int(retired)],
        )
        return [article_of(row) for row in rows]

    def versions(self, identity: str) -> list[tuple[Article, str, int]]:
        """All versions of an article, newest first, each with author and time."""
        rows = self._db.query(
            "select a.topic, v.* from articles a join versions v on v.article = a.id where a.id = ? order by"
            " v.version desc",
            [identity],
        )
        return [(article_of(row), row["author"], row["created_at"]) for row in rows]

    def get(self, identity: str) -> Article:
        """The newest version; raises :class:`MissingError` when there is none."""
        versions = self.versions(identity)
        if not versions:
            raise MissingError(f"There is no article “{identity}”.")
        return versions[0][0]

    def save(
        self, article: Article, author: str, base: int | None = None, care: Care | None = None
    ) -> Article:
        """Write a new version and return it. ``base`` is the version the writer started from: another one
        newer than it is a lost update, and refused with :class:`StaleError`. Nothing is written when nothing
        changed.
        """
        check(article)
        with self._db.transaction():
            saved = self._save(article, author, base)
            if care is not None:
                self.set_care(article.id, care)
            return saved

    def save_all(
        self, articles: list[Article], author: str, cares: Mapping[str, Care] = MappingProxyType({})
    ) -> list[Article]:
        """Save several in one transaction: all of them, or none. ``cares`` add to what is known; dates of
        publishing stay.
        """
        for article in articles:
            check(article)
        with self._db.transaction():
            saved = [self._save(article, author, None) for article in articles]
            for key in sorted(cares, key=lambda key: cares[key].translates is not None):  # originals first
                changes = {name: value for name, value in asdict(cares[key]).items() if value is not None}
                self.set_care(key, replace(self.care(key), **changes))
            return saved

    def _save(self, article: Article, author: str, base: int | None) -> Article:
        newest = self._newest(article.id)
        if base is not None and newest != base:
            raise StaleError(self._overtaken(article, newest, base))
        self._db.execute("delete from drafts where article = ? and author = ?", [article.id, author])
        if newest and replace(self.get(article.id), version=0) == replace(article, version=0):
            self._db.execute("update articles set retired = null where id = ?", [article.id])
            return self.get(article.id)
        return self._write(replace(article, version=newest + 1), author)

    def _overtaken(self, article: Article, newest: int, base: int) -> str:
        if base == 0:
            return f"There is already an article “{article.id}”. Open it, or choose another title."
        return f"Someone has saved version {newest} of “{article.title}” since you opened version {base}."

    def _write(self, article: Article, author: str) -> Article:
        about = {"id": article.id, "topic": article.topic, "created_at": now_ms(), "retired": None}
        self._db.execute(
            "insert or ignore into articles (id, topic, created_at, retired) values (:id, :topic,"
            " :created_at, :retired)",
            about,
        )
        self._db.execute(
            "update articles set topic = ?, retired = null, stopped = null where id = ?",
            [article.topic, article.id],
        )
        row = {
            "article": article.id,
            "version": article.version,
            "title": article.title,
            "answer": article.answer,
            "questions": json.dumps(article.questions, ensure_ascii=False),
            "author": author,
            "created_at": now_ms(),
            "steps": article.steps,
        }
        columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        self._db.execute(f"insert into versions ({columns}) values ({values})", row)  # noqa: S608 - ours
        return article

    def _newest(self, identity: str) -> int:
        row = self._db.execute(
            "select coalesce(max(version), 0) from versions where article = ?", [identity]
        ).fetchone()
        return int(row[0])

    def retire(self, identity: str) -> None:
        """Take an article out with the next release; its versions stay, and saving it again brings it
        back.
        """
        self.get(identity)
        with self._db.transaction():
            self._db.execute("update articles set retired = ? where id = ?", [now_ms(), identity])

    def retired(self) -> frozenset[str]:
        """The articles that are taken out."""
        return frozenset(
            row[0] for row in self._db.execute("select id from articles where retired is not null").fetchall()
        )

    def care(self, identity: str) -> Care:
        """Owner, review date, language, and the dates of publishing and expiry."""
        return self.cares().get(identity, Care())

    def cares(self) -> dict[str, Care]:
        """The same for all articles."""
        rows = self._db.query(
            "select id, owner, review_on, language, publish_at, expires_at, translates from articles"
        )
        return {str(row.pop("id")): Care(**row) for row in rows}

    def translations(self, identity: str) -> dict[str, str]:
        """Who says the same in other languages: article ids by language."""
        rows = self._db.execute(
            "select language, id from articles where translates = ? and retired is null order by language",
            [identity],
        )
        return {str(row[0]): str(row[1]) for row in rows.fetchall()}

    def languages(self) -> dict[str, frozenset[str]]:
        """The languages that each original is translated into; none for most."""
        translations: dict[str, set[str]] = {}
        for key, care in self.cares().items():
            translations.setdefault(care.translates or key, set()).update(
                {care.language} if care.translates and care.language else set()
            )
        return {key: frozenset(languages) for key, languages in translations.items()}

    def behind(self) -> dict[str, tuple[str, ...]]:
        """Translations whose original was saved after them, in words, by id."""
        saved = "(select max(created_at) from versions where article = {})"
        newer = f"{saved.format('translates')} > {saved.format('id')}"
        query = f"select id from articles where translates is not null and {newer}"  # noqa: S608
        return {
            str(row[0]): ("the original has changed since",) for row in self._db.execute(query).fetchall()
        }

    def set_care(self, identity: str, care: Care) -> None:
        """Keep it; raises :class:`ArticleError` for a date or language that is none."""
        self.get(identity)
        if care.review_on and not DAY.fullmatch(care.review_on):
            raise ArticleError(f"“{care.review_on}” is not a valid date. Write it like 2027-03-31.")
        if care.language and not LANGUAGE.fullmatch(care.language):
            raise ArticleError(f"“{care.language}” is not a language code. Write two letters, like en or de.")
        if care.translates and (
            care.translates == identity or not care.language or self.care(care.translates).translates
        ):
            raise ArticleError(
                "A translation needs a language and an original that is not a translation itself."
            )
        if care.publish_at and care.expires_at and care.expires_at <= care.publish_at:
            raise ArticleError("The unpublish date is before the publish date.")
        with self._db.transaction():
            self._db.table("articles").update(identity, {**asdict(care), "stopped": None})

    def stopped(self) -> dict[str, str]:
        """Why an article was not published on its date, by id."""
        return dict(
            self._db.execute(
                "select id, stopped from articles where stopped is not null and publish_at is not null"
            ).fetchall()
        )

    def saved(self) -> int:
        """Grows with every version that is saved and every article taken out or back: cheap enough to be
        asked all the time.
        """
        row = self._db.execute(
            "select (select max(rowid) from versions), (select count(*) from articles where retired is not"
            " null)"
        ).fetchone()
        return int(row[0] or 0) * 100_000 + int(row[1])

    def any_due(self, now: int) -> bool:
        """Whether a date of publishing or expiry has passed. Looked at all the time, so without the right to
        write.
        """
        row = self._db.execute(
            "select 1 from articles where publish_at <= ? or expires_at <= ? limit 1", [now, now]
        ).fetchone()
        return row is not None

    def due(self, column: Literal["publish_at", "expires_at"], now: int) -> frozenset[str]:
        """Articles whose date of that kind has passed."""
        query = f"select id from articles where {column} <= ?"  # noqa: S608 - one of two names
        return frozenset(row[0] for row in self._db.execute(query, [now]).fetchall())

    def expire(self, identities: frozenset[str], now: int) -> None:
        """Retire what has had its time."""
        with self._db.transaction():
            for identity in identities:
                self._db.execute(
                    "update articles set retired = coalesce(retired, ?), expires_at = null where id = ?",
                    [now, identity],
                )

    def drop_plans(self, identities: frozenset[str]) -> None:
        """What is published needs no date any more."""
        with self._db.transaction():
            for identity in identities:
                self._db.execute(
                    "update articles set publish_at = null, stopped = null where id = ?", [identity]
                )

    def stop(self, identity: str, why: str) -> None:
        """Note why an article is not published on its date."""
        with self._db.transaction():
            self._db.execute("update articles set stopped = ? where id = ?", [why, identity])


def article_of(row: dict[str, object]) -> Article:
    """An article from a row of ``versions`` joined with its topic."""
    questions = tuple(json.loads(str(row["questions"])))
    return Article(
        str(row["article"]),
        str(row["topic"]),
        str(row["title"]),
        str(row["answer"]),
        questions,
        int(str(row["version"])),
        str(row["steps"]),
    )
