"""Tables and migrations of the knowledge base, owned by sqlite-utils."""

from __future__ import annotations

import sqlite_utils
from sqlite_utils import Migrations

migrations = Migrations("knowledge")


@migrations()
def m001_articles(db: sqlite_utils.Database) -> None:
    """Articles with their versions, releases, and which of them is live. Older databases have these tables already."""
    db["articles"].create({"id": str, "topic": str, "created_at": int, "retired": int}, pk="id", not_null={"topic"}, if_not_exists=True)
    db["versions"].create(
        {"article": str, "version": int, "title": str, "answer": str, "questions": str, "author": str, "created_at": int},
        pk=("article", "version"), foreign_keys=[("article", "articles", "id")], if_not_exists=True,
    )  # fmt: skip
    db["releases"].create(
        {"id": int, "created_at": int, "author": str, "note": str, "model": str, "learned": str, "articles": str, "texts": str},
        pk="id", if_not_exists=True,
    )  # fmt: skip
    db["active"].create({"one": int, "release": int, "since": int}, pk="one", if_not_exists=True)
    db["trainings"].create({"release": int, "state": str, "detail": str, "changed_at": int}, pk="release", if_not_exists=True)


@migrations()
def m002_steps(db: sqlite_utils.Database) -> None:
    """Troubleshooting steps of a version, as the editor wrote them."""
    db["versions"].add_column("steps", str, not_null_default="")  # type: ignore[union-attr]
