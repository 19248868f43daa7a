"""The knowledge base on SQLite: articles with versions, system texts, and releases.

A release is an immutable set of article versions and texts with the model trained for them. One release is active;
activating another is a pointer switch, and rolling back is the same switch.
"""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlite_utils

from knowledge import texts as texts_module
from knowledge.articles import Article, check, digest
from knowledge.errors import KnowledgeError
from knowledge.migration import migrate
from knowledge.schema import migrations
from knowledge.texts import Texts

FILE = "knowledge.db"


WAITING, TRAINING, DONE, FAILED = "waiting", "training", "done", "failed"


@dataclass(frozen=True, slots=True)
class Training:
    """How far the training of a release is; ``detail`` is for people."""

    release: int
    state: str
    detail: str
    changed_at: int


@dataclass(frozen=True, slots=True)
class Release:
    """``learned`` is the digest of what its model was taught; ``model`` the model's file name, if trained."""

    id: int
    created_at: int
    author: str
    note: str
    model: str | None
    learned: str


def _now() -> int:
    return int(time.time() * 1000)


class KnowledgeStore:
    """One connection. Every method is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = sqlite_utils.Database(connection)

    @classmethod
    def open(cls, home: Path) -> KnowledgeStore:
        """Open or create ``home/knowledge.db`` for writing."""
        home.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(home / FILE, timeout=10, check_same_thread=False)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        store = cls(connection)
        with connection:
            migrate(connection, migrations)
        return store

    @classmethod
    def open_read_only(cls, home: Path) -> KnowledgeStore:
        """Open an existing knowledge base without the right to change it."""
        if not (home / FILE).is_file():
            raise KnowledgeError(f"There is no knowledge base in {home}. Run `baton up` or `baton init` first.")
        return cls(sqlite3.connect(f"file:{home / FILE}?mode=ro", uri=True, timeout=10))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._db.conn.close()

    # --- articles ---

    def articles(self) -> list[Article]:
        """The newest version of every article that is not retired, by topic and title."""
        rows = self._db.query(
            "select a.topic, v.* from articles a join versions v on v.article = a.id"
            " where a.retired is null and v.version = (select max(version) from versions where article = a.id)"
            " order by a.topic, v.title"
        )
        return [_article(row) for row in rows]

    def versions(self, identity: str) -> list[tuple[Article, str, int]]:
        """All versions of an article, newest first, each with author and time."""
        rows = self._db.query(
            "select a.topic, v.* from articles a join versions v on v.article = a.id where a.id = ? order by v.version desc", [identity]
        )
        return [(_article(row), row["author"], row["created_at"]) for row in rows]

    def article(self, identity: str) -> Article:
        """The newest version; raises :class:`KnowledgeError` when there is none."""
        found = self.versions(identity)
        if not found:
            raise KnowledgeError(f"There is no article “{identity}”.")
        return found[0][0]

    def save(self, article: Article, author: str, base: int | None = None) -> Article:
        """Write a new version and return it. ``base`` is the version the writer started from: another one newer
        than it is a lost update, and refused. Nothing is written when nothing changed.
        """
        check(article)
        with self._db.conn:
            self._db.conn.execute("begin immediate")
            newest = self._newest(article.id)
            if base is not None and newest != base:
                raise KnowledgeError(f"Someone has saved version {newest} of “{article.title}” since you opened version {base}.")
            if newest and replace(self.article(article.id), version=0) == replace(article, version=0):
                return self.article(article.id)
            self._db["articles"].insert(  # type: ignore[union-attr]
                {"id": article.id, "topic": article.topic, "created_at": _now(), "retired": None}, ignore=True
            )
            saved = replace(article, version=newest + 1)
            self._db["versions"].insert(  # type: ignore[union-attr]
                {
                    "article": saved.id, "version": saved.version, "title": saved.title, "answer": saved.answer,
                    "questions": json.dumps(saved.questions, ensure_ascii=False), "author": author, "created_at": _now(),
                    "steps": saved.steps,
                }
            )  # fmt: skip
        return saved

    def _newest(self, identity: str) -> int:
        row = self._db.execute("select coalesce(max(version), 0) from versions where article = ?", [identity]).fetchone()
        return int(row[0])

    # --- releases ---

    def release(self, author: str, note: str, model: str | None = None, texts: Texts | None = None) -> Release:
        """Freeze the newest versions and texts as a release. A release that teaches the same keeps the active model."""
        articles, active = self.articles(), self.active()
        learned = digest(articles)
        if model is None and active is not None and active.learned == learned:
            model = active.model
        words = texts or (self.texts() if active else texts_module.seed())
        row = {
            "created_at": _now(), "author": author, "note": note, "model": model, "learned": learned,
            "articles": json.dumps({each.id: each.version for each in articles}),
            "texts": json.dumps(words, ensure_ascii=False),
        }  # fmt: skip
        with self._db.conn:
            made = self._db["releases"].insert(row)  # type: ignore[union-attr]
        return self._read(int(made.last_pk or 0))

    def _read(self, identity: int) -> Release:
        row = next(iter(self._db.query("select * from releases where id = ?", [identity])), None)
        if row is None:
            raise KnowledgeError(f"There is no release {identity}.")
        return Release(row["id"], row["created_at"], row["author"], row["note"], row["model"], row["learned"])

    def releases(self, most: int = 50) -> list[Release]:
        """The latest releases, newest first."""
        ids = self._db.execute("select id from releases order by id desc limit ?", [most]).fetchall()
        return [self._read(row[0]) for row in ids]

    def set_model(self, release: int, model: str) -> None:
        """Note the model trained for a release."""
        with self._db.conn:
            self._db["releases"].update(release, {"model": model})  # type: ignore[union-attr]

    def activate(self, release: int) -> None:
        """Make a release the one that answers."""
        self._read(release)
        with self._db.conn:
            self._db["active"].upsert({"one": 1, "release": release, "since": _now()}, pk="one")  # type: ignore[union-attr]

    def active(self) -> Release | None:
        """The release that answers now, or None before the first."""
        row = self._db.execute("select release from active").fetchone()
        return self._read(row[0]) if row else None

    def release_articles(self, release: int) -> list[Article]:
        """The articles as a release froze them."""
        row = self._db.execute("select articles from releases where id = ?", [release]).fetchone()
        chosen = json.loads(row[0]) if row else {}
        rows = self._db.query("select a.topic, v.* from articles a join versions v on v.article = a.id order by a.topic, a.id")
        return [_article(each) for each in rows if chosen.get(each["article"]) == each["version"]]

    def texts(self, release: int | None = None) -> Texts:
        """The system texts of a release, by default the active one; keys added by a newer Baton come from the seed."""
        chosen = release or (active.id if (active := self.active()) else None)
        row = self._db.execute("select texts from releases where id = ?", [chosen]).fetchone()
        stored = {key: tuple(variants) for key, variants in json.loads(row[0]).items()} if row else {}
        return {**texts_module.seed(), **stored}

    # --- trainings ---

    def publish(self, author: str, note: str) -> tuple[Release, bool]:
        """Release what is saved. True: live at once, for only words changed. False: it waits for its training."""
        release = self.release(author, note)
        if release.model is not None:
            self.activate(release.id)
            return release, True
        self.note_training(release.id, WAITING, "waiting for the trainer")
        return release, False

    def note_training(self, release: int, state: str, detail: str) -> None:
        """Say how far a training is."""
        with self._db.conn:
            self._db["trainings"].upsert(  # type: ignore[union-attr]
                {"release": release, "state": state, "detail": detail, "changed_at": _now()}, pk="release"
            )

    def latest_training(self) -> Training | None:
        """The training of the newest release that needed one."""
        row = next(iter(self._db.query("select * from trainings order by release desc limit 1")), None)
        return Training(**row) if row else None

    def resume_trainings(self) -> None:
        """After a crash: what was being trained waits again, and so does the newest release if none is active."""
        interrupted = [row[0] for row in self._db.execute("select release from trainings where state = ?", [TRAINING]).fetchall()]
        newest = [] if self.active() else [each.id for each in self.releases(1)]
        for release in {*interrupted, *newest}:
            self.note_training(release, WAITING, "waiting for the trainer")

    def next_training(self) -> int | None:
        """The newest release that waits for its training; older ones that still wait are overtaken by it."""
        row = self._db.execute("select max(release) from trainings where state = ?", [WAITING]).fetchone()
        return int(row[0]) if row and row[0] else None


def _article(row: dict[str, object]) -> Article:
    questions = tuple(json.loads(str(row["questions"])))
    return Article(
        str(row["article"]), str(row["topic"]), str(row["title"]), str(row["answer"]), questions, int(str(row["version"])), str(row["steps"])
    )  # fmt: skip
