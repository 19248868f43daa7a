"""Articles as rows, and a row for each of their versions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from types import MappingProxyType
from typing import Any

from knowledge import care as care_module
from knowledge.articles import Article, check, check_base
from knowledge.clock import now_ms
from knowledge.errors import MissingError
from knowledge.records import Care
from knowledge.sqlite.database import Database

_VERSIONS = "select a.topic, v.* from articles a join versions v on v.article = a.id"
_LAST = "(select max(version) from versions where article = a.id)"
_NEWEST = f"{_VERSIONS} where (a.retired is not null) = ? and v.version = {_LAST} order by a.topic, v.title"
_CARES = "select id, owner, review_on, language, publish_at, expires_at, translates from articles"
_BEHIND = (
    "select id from articles where translates is not null and (select max(created_at) from versions where"
    " article = translates) > (select max(created_at) from versions where article = id)"
)


class SqliteArticles:
    """See :class:`knowledge.ports.ArticleRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self, retired: bool = False) -> list[Article]:
        rows = self._db.query(_NEWEST, [int(retired)])
        return [article_of(row) for row in rows]

    def versions(self, identity: str) -> list[tuple[Article, str, int]]:
        rows = self._db.query(f"{_VERSIONS} where a.id = ? order by v.version desc", [identity])
        return [(article_of(row), row["author"], row["created_at"]) for row in rows]

    def get(self, identity: str) -> Article:
        versions = self.versions(identity)
        if not versions:
            raise MissingError(f"There is no article “{identity}”.")
        return versions[0][0]

    def save(
        self, article: Article, author: str, base: int | None = None, care: Care | None = None
    ) -> Article:
        check(article)
        with self._db.transaction():
            saved = self._save(article, author, base)
            if care is not None:
                self.set_care(article.id, care)
            return saved

    def save_all(
        self, articles: list[Article], author: str, cares: Mapping[str, Care] = MappingProxyType({})
    ) -> list[Article]:
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
        check_base(article, newest, base)
        self._db.execute("delete from drafts where article = ? and author = ?", [article.id, author])
        if newest and replace(self.get(article.id), version=0) == replace(article, version=0):
            self._db.execute("update articles set retired = null where id = ?", [article.id])
            return self.get(article.id)
        return self._write(replace(article, version=newest + 1), author)

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
        query = "select coalesce(max(version), 0) as newest from versions where article = ?"
        return int(next(self._db.query(query, [identity]))["newest"])

    def retire(self, identity: str) -> None:
        self.get(identity)
        with self._db.transaction():
            self._db.execute("update articles set retired = ? where id = ?", [now_ms(), identity])

    def retired(self) -> frozenset[str]:
        rows = self._db.query("select id from articles where retired is not null")
        return frozenset(row["id"] for row in rows)

    def care(self, identity: str) -> Care:
        return next(iter(_cares(self._db.query(f"{_CARES} where id = ?", [identity])).values()), Care())

    def cares(self) -> dict[str, Care]:
        return _cares(self._db.query(_CARES))

    def set_care(self, identity: str, care: Care) -> None:
        self.get(identity)
        care_module.check(identity, care, self.care(care.translates or identity))
        with self._db.transaction():
            self._db.table("articles").update(identity, {**asdict(care), "stopped": None})

    def translations(self, identity: str) -> dict[str, str]:
        query = "select language, id from articles where translates = ? and retired is null order by language"
        return {row["language"]: row["id"] for row in self._db.query(query, [identity])}

    def behind(self) -> frozenset[str]:
        return frozenset(row["id"] for row in self._db.query(_BEHIND))

    def saved(self) -> int:
        row = next(
            self._db.query(
                "select (select max(rowid) from versions) as versions, (select count(*) from articles where"
                " retired is not null) as retired"
            )
        )
        return (row["versions"] or 0) * 100_000 + int(row["retired"])


def _cares(rows: Iterable[dict[str, Any]]) -> dict[str, Care]:
    return {row.pop("id"): Care(**row) for row in rows}


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
