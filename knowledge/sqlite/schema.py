"""Tables and migrations of the knowledge base, owned by sqlite-utils."""

from __future__ import annotations

import sqlite_utils
from sqlite_utils import Migrations

migrations = Migrations("knowledge")


@migrations()
def m001_articles(db: sqlite_utils.Database) -> None:
    """Articles with their versions, releases, and which of them is live. Older databases have these tables
    already.
    """
    db["articles"].create(
        {"id": str, "topic": str, "created_at": int, "retired": int},
        pk="id",
        not_null={"topic"},
        if_not_exists=True,
    )
    db["versions"].create(
        {
            "article": str,
            "version": int,
            "title": str,
            "answer": str,
            "questions": str,
            "author": str,
            "created_at": int,
        },
        pk=("article", "version"),
        foreign_keys=[("article", "articles", "id")],
        if_not_exists=True,
    )
    db["releases"].create(
        {
            "id": int,
            "created_at": int,
            "author": str,
            "note": str,
            "model": str,
            "learned": str,
            "articles": str,
            "texts": str,
        },
        pk="id",
        if_not_exists=True,
    )
    db["active"].create({"one": int, "release": int, "since": int}, pk="one", if_not_exists=True)
    db["trainings"].create(
        {"release": int, "state": str, "detail": str, "changed_at": int}, pk="release", if_not_exists=True
    )


@migrations()
def m002_steps(db: sqlite_utils.Database) -> None:
    """Troubleshooting steps of a version, as the editor wrote them."""
    db["versions"].add_column("steps", str, not_null_default="")  # type: ignore[union-attr]


@migrations()
def m003_desk(db: sqlite_utils.Database) -> None:
    """Facts and reworded lines before they are released; who looks after an article, its dates, drafts,
    reviews; what was decided on gaps; questions of the examination; feedback of readers; and a release on
    trial.
    """
    db["facts"].create(
        {"name": str, "value": str, "about": str, "author": str, "changed_at": int},
        pk="name",
        not_null={"value"},
    )
    db["voice"].create(
        {"key": str, "variants": str, "author": str, "changed_at": int}, pk="key", not_null={"variants"}
    )
    db["topics"].create({"topic": str, "second_person": int}, pk="topic")
    db["reviews"].create(
        {
            "article": str,
            "version": int,
            "asked_by": str,
            "asked_at": int,
            "decided_by": str,
            "decided_at": int,
            "approved": int,
            "note": str,
        },
        pk=("article", "version"),
    )
    db["drafts"].create(
        {"article": str, "author": str, "base": int, "data": str, "changed_at": int}, pk=("article", "author")
    )
    db["gap_decisions"].create(
        {
            "conversation": str,
            "seq": int,
            "decision": str,
            "article": str,
            "reason": str,
            "author": str,
            "decided_at": int,
        },
        pk=("conversation", "seq"),
        not_null={"decision"},
    )
    db["exam_questions"].create(
        {"text": str, "article": str, "source": str, "author": str, "created_at": int}, pk="text"
    )
    db["feedback"].create(
        {"article": str, "version": int, "helpful": int, "day": str, "times": int},
        pk=("article", "version", "helpful", "day"),
    )
    for column in ("candidate", "share", "tried_since"):
        db.table("active").add_column(column, int)
    articles, releases = db.table("articles"), db.table("releases")
    for column, kind in (
        ("owner", str),
        ("review_on", str),
        ("language", str),
        ("publish_at", int),
        ("expires_at", int),
    ):
        articles.add_column(column, kind)
    releases.add_column("facts", str, not_null_default="{}")
    releases.add_column("report", str)
    releases.add_column("hold", int, not_null_default=0)


@migrations()
def m004_translations(db: sqlite_utils.Database) -> None:
    """Which article an article says in another language."""
    db.table("articles").add_column("translates", str)


@migrations()
def m005_marks(db: sqlite_utils.Database) -> None:
    """Places in conversations where a team member said what would have been right. The words stay in the
    log.
    """
    db["exam_marks"].create(
        {"conversation": str, "seq": int, "right": str, "author": str, "created_at": int},
        pk=("conversation", "seq"),
        not_null={"right"},
    )


@migrations()
def m006_gate(db: sqlite_utils.Database) -> None:
    """Releases that went out in spite of their errors, why a planned article stayed, and an audit log that
    only grows.
    """
    db.table("releases").add_column("overruled", str)
    db.table("articles").add_column("stopped", str)
    db["audit"].create(
        {"id": int, "at": int, "who": str, "deed": str, "subject": str, "reason": str, "detail": str},
        pk="id",
        not_null={"at", "who", "deed", "subject", "reason", "detail"},
    )
    for change in ("update", "delete"):
        db.execute(
            f"create trigger audit_keeps_{change} before {change} on audit begin select raise(abort, 'the"
            " audit log only grows'); end"
        )
