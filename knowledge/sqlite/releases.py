"""Releases as rows; what is frozen stands in columns as JSON, and one row says which is active."""

from __future__ import annotations

import json
from typing import Any

from knowledge import texts as texts_module
from knowledge.articles import Article
from knowledge.clock import now_ms
from knowledge.errors import MissingError
from knowledge.records import Frozen, Release
from knowledge.sqlite.articles import article_of
from knowledge.sqlite.database import Database
from knowledge.texts import Texts
from knowledge.trial import Trial, trained

_RELEASES = "select id, created_at, author, note, model, learned, hold from releases"
_ACTIVE = f"{_RELEASES} where id = (select release from active where one = 1)"  # noqa: S608 - ours
_ARTICLES = (
    "select a.topic, v.* from releases r join json_each(r.articles) j join versions v on v.article = j.key"
    " and v.version = j.value join articles a on a.id = v.article where r.id = ? order by a.topic, a.id"
)
_NEWEST_MODELS = (
    "select model from releases where model is not null group by model order by max(id) desc limit ?"
)
_USED_MODELS = (
    "select r.model from active a join releases r on r.id in (a.release, a.candidate) where r.model is not"
    " null"
)
_NO_TRIAL = {"candidate": None, "share": None}


class SqliteReleases:
    """See :class:`knowledge.ports.ReleaseRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(
        self, frozen: Frozen, author: str, note: str, *, learned: str, model: str | None, hold: bool
    ) -> Release:
        row = {
            "created_at": now_ms(),
            "author": author,
            "note": note,
            "model": model,
            "learned": learned,
            "articles": _json(frozen.articles),
            "texts": _json(frozen.texts),
            "facts": _json(frozen.facts),
            "hold": int(hold),
        }
        with self._db.transaction():
            table = self._db.table("releases").insert(row)
        return self.get(int(table.last_pk or 0))

    def get(self, identity: int) -> Release:
        rows = self._db.query(f"{_RELEASES} where id = ?", [identity])
        release = next(map(_release, rows), None)
        if release is None:
            raise MissingError(f"There is no release {identity}.")
        return release

    def newest(self, most: int = 50) -> list[Release]:
        return [_release(row) for row in self._db.query(f"{_RELEASES} order by id desc limit ?", [most])]

    def articles(self, release: int) -> list[Article]:
        return [article_of(row) for row in self._db.query(_ARTICLES, [release])]

    def texts(self, release: int | None = None) -> Texts:
        number = release or (active.id if (active := self.active()) else None)
        stored = self._column("texts", number) or {}
        return {**texts_module.seed(), **{key: tuple(variants) for key, variants in stored.items()}}

    def facts(self, release: int) -> dict[str, str]:
        return self._column("facts", release) or {}

    def report(self, release: int) -> dict[str, Any] | None:
        return self._column("report", release)

    def _column(self, name: str, release: int | None) -> dict[str, Any] | None:
        """What a release holds as JSON in one of its columns."""
        rows = self._db.query(f"select {name} as value from releases where id = ?", [release])  # noqa: S608 - ours
        value = next((row["value"] for row in rows), None)
        return dict(json.loads(value)) if value else None

    def models(self, most: int) -> frozenset[str]:
        newest, used = self._db.query(_NEWEST_MODELS, [most]), self._db.query(_USED_MODELS)
        return frozenset(row["model"] for rows in (newest, used) for row in rows)

    def set_model(self, release: int, model: str) -> None:
        with self._db.transaction():
            self._db.table("releases").update(release, {"model": model})

    def set_report(self, release: int, report: dict[str, Any]) -> None:
        with self._db.transaction():
            self._db.table("releases").update(release, {"report": _json(report)})

    def active(self) -> Release | None:
        return next(map(_release, self._db.query(_ACTIVE)), None)

    def activate(self, release: int) -> None:
        self.get(release)
        row = {"one": 1, "release": release, "since": now_ms(), **_NO_TRIAL, "tried_since": None}
        with self._db.transaction():
            self._db.table("active").upsert(row, pk="one")

    def trial(self) -> Trial | None:
        rows = self._db.query(
            "select candidate as release, share, tried_since as since from active where one = 1 and candidate"
            " is not null"
        )
        return next((Trial(**row) for row in rows), None)

    def try_out(self, release: int, share: int) -> None:
        row: dict[str, int | None] = {**_NO_TRIAL}
        if share:
            trained(self.get(release))
            row = {"candidate": release, "share": min(share, 100), "tried_since": now_ms()}
        with self._db.transaction():
            self._db.table("active").update(1, row)


def _release(row: dict[str, Any]) -> Release:
    return Release(**{**row, "hold": bool(row["hold"])})


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
