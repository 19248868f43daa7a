"""Tables and migrations of the hub's database, owned by sqlite-utils. A migration is never edited, only
followed.
"""

from __future__ import annotations

import json

import sqlite_utils
from sqlite_utils import Migrations

migrations = Migrations("hub")
_REPLIES = "select shortcut, text, title from replies order by shortcut"


@migrations()
def m001_log(db: sqlite_utils.Database) -> None:
    """The event log: append-only, gap-free per conversation, text in a column of its own for erasure."""
    db["events"].create(
        {
            "conversation": str,
            "seq": int,
            "at": int,
            "kind": str,
            "version": int,
            "client_id": str,
            "data": str,
            "text": str,
        },
        pk=("conversation", "seq"),
        not_null={"at", "kind", "version", "data"},
    )
    db.execute(
        "create unique index events_client on events (conversation, client_id) where client_id is not null"
    )
    db.execute(
        "create trigger events_no_delete before delete on events begin select raise(abort, 'the log is"
        " append-only'); end"
    )
    db.execute(
        "create trigger events_no_change before update of conversation, seq, at, kind, version, client_id,"
        " data on events begin select raise(abort, 'the log is append-only'); end"
    )


@migrations()
def m002_conversations(db: sqlite_utils.Database) -> None:
    """The projection: one row a conversation, with the whole fold."""
    db["conversations"].create(
        {
            "id": str,
            "seq": int,
            "state": str,
            "epoch": int,
            "customer": str,
            "agent": str,
            "agent_name": str,
            "reason": str,
            "priority": int,
            "waiting_since": int,
            "opened_at": int,
            "updated_at": int,
            "mood": float,
            "last_said": int,
            "fold": str,
        },
        pk="id",
    )
    db["conversations"].create_index(["customer", "updated_at"])
    db["conversations"].create_index(["state", "priority", "waiting_since"])
    db["conversations"].create_index(["agent", "state"])


@migrations()
def m003_owed(db: sqlite_utils.Database) -> None:
    """Bot turns that are owed: they survive a crash."""
    db["owed"].create(
        {"turn": str, "conversation": str, "epoch": int, "due_at": int, "attempts": int},
        pk="turn",
        not_null={"conversation"},
    )
    db["owed"].create_index(["due_at"])


@migrations()
def m004_people(db: sqlite_utils.Database) -> None:
    """Customers, users, their sessions and one-time links. Tokens are kept as hashes only."""
    db["customers"].create({"id": str, "name": str, "email": str, "created_at": int, "site": str}, pk="id")
    db["customer_tokens"].create(
        {"hash": str, "customer": str, "created_at": int, "expires_at": int}, pk="hash"
    )
    db["users"].create(
        {
            "id": str,
            "login": str,
            "name": str,
            "role": str,
            "password": str,
            "created_at": int,
            "disabled_at": int,
        },
        pk="id",
    )
    db["users"].create_index(["login"], unique=True)
    db["sessions"].create({"hash": str, "user": str, "created_at": int, "expires_at": int}, pk="hash")
    db["links"].create({"hash": str, "user": str, "expires_at": int}, pk="hash")


@migrations()
def m005_triage(db: sqlite_utils.Database) -> None:
    """Every version of the triage settings there was; the latest counts. ``digest`` is what a turn says it
    was judged by.
    """
    db["triage"].create(
        {"version": int, "digest": str, "settings": str, "author": str, "note": str, "created_at": int},
        pk="version",
        not_null={"digest", "settings"},
    )


@migrations()
def m006_desk_of_people(db: sqlite_utils.Database) -> None:
    """What agents know of a customer, and canned responses."""
    for column, kind in (("segment", str), ("note", str), ("blocked_at", int)):
        db.table("customers").add_column(column, kind)
    db["replies"].create(
        {"id": str, "shortcut": str, "title": str, "text": str, "author": str, "changed_at": int},
        pk="id",
        not_null={"shortcut", "text"},
    )
    db["replies"].create_index(["shortcut"], unique=True)


@migrations()
def m007_house_of_people(db: sqlite_utils.Database) -> None:
    """What supervisors arrange, every version; canned responses move there. Emails that go out, and what
    people have read.
    """
    db["arrangements"].create(
        {"version": int, "section": str, "value": str, "author": str, "note": str, "created_at": int},
        pk="version",
        not_null={"section", "value"},
    )
    db["arrangements"].create_index(["section", "version"])
    replies = [
        {"shortcut": row[0], "text": row[1], "title": row[2] or ""} for row in db.execute(_REPLIES).fetchall()
    ]
    if replies:
        db["arrangements"].insert(
            {
                "section": "replies",
                "value": json.dumps(replies),
                "author": "Baton",
                "note": "",
                "created_at": 0,
            }
        )
    db["replies"].drop()
    for column in ("email", "departments", "skills"):
        db.table("users").add_column(column, str)
    db["outbox"].create(
        {
            "id": str,
            "kind": str,
            "way": str,
            "recipient": str,
            "subject": str,
            "body": str,
            "conversation": str,
            "key": str,
            "state": str,
            "attempts": int,
            "due_at": int,
            "error": str,
            "created_at": int,
            "sent_at": int,
        },
        pk="id",
        not_null={"kind", "way", "recipient", "body", "state"},
    )
    db["outbox"].create_index(["key"], unique=True)
    db["outbox"].create_index(["state", "due_at"])
    db.execute(
        "create index conversations_by_email on conversations (updated_at) where fold ->> '$.email' is not"
        " null"
    )
    db["codes"].create(
        {"customer": str, "email": str, "hash": str, "expires_at": int, "tries": int}, pk="customer"
    )
    db["reached"].create({"conversation": str, "read": int, "mailed": int}, pk="conversation")
    db["mentions"].create(
        {"login": str, "conversation": str, "seq": int, "at": int, "read_at": int},
        pk=("login", "conversation", "seq"),
    )
    db["preferences"].create({"user": str, "value": str}, pk="user")


@migrations()
def m008_presence(db: sqlite_utils.Database) -> None:
    """Which agents have a console open, and the timers of conversations whose agent is gone."""
    db["consoles"].create(
        {"socket": str, "user": str, "hub": str, "seen_at": int},
        pk="socket",
        not_null={"user", "hub", "seen_at"},
    )
    db["absences"].create(
        {"conversation": str, "epoch": int, "due_at": int}, pk="conversation", not_null={"epoch", "due_at"}
    )


@migrations()
def m009_one_history(db: sqlite_utils.Database) -> None:
    """Handoff rules are a section like all others: their versions join the history, each with its author,
    reason and time.
    """
    rows = db.execute("select settings, author, note, created_at from triage order by version").fetchall()
    columns = ("section", "value", "author", "note", "created_at")
    db["arrangements"].insert_all(dict(zip(columns, ("triage", *row), strict=True)) for row in rows)
    db["triage"].drop()


@migrations()
def m010_assignment(db: sqlite_utils.Database) -> None:
    """What agents say of themselves and can carry, the timers of conversations, which hub does the work that
    one does for all, and when none ran.
    """
    db["agent_states"].create(
        {"user": str, "switch": str, "since": int, "seen_at": int, "breather_until": int},
        pk="user",
        not_null={"switch", "since", "seen_at", "breather_until"},
    )
    for column, kind in (("languages", str), ("capacity", float)):
        db.table("users").add_column(column, kind)
    db["timers"].create(
        {"conversation": str, "kind": str, "epoch": int, "of_at": int, "due_at": int},
        pk=("conversation", "kind"),
        not_null={"epoch", "of_at", "due_at"},
    )
    db["timers"].create_index(["due_at"])
    db["leases"].create(
        {"name": str, "holder": str, "until_at": int, "beaten_at": int},
        pk="name",
        not_null={"holder", "until_at", "beaten_at"},
    )
    db.execute(
        "create index conversations_ringing on conversations (id) where fold ->> '$.ringing' is not null"
    )
    db["outages"].create({"from_at": int, "to_at": int}, pk="from_at", not_null={"to_at"})


@migrations()
def m011_places(db: sqlite_utils.Database) -> None:
    """Who stands behind all others in the queue, and which customers who wait have the page open."""
    db.table("conversations").add_column("behind", int, not_null_default=0)
    db["conversations"].create_index(["state", "behind", "priority", "waiting_since"])
    db["customers_here"].create({"customer": str, "seen_at": int}, pk="customer", not_null={"seen_at"})
