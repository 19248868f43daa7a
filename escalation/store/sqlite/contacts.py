"""The contacts of all conversations, and the figures of each day. A file of its own beside the log, made
from it and caught up with it, so that a message costs nothing more to store. Whoever deletes it loses
nothing.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import msgspec

from escalation.core.contacts import KINDS, Contact, contacts
from escalation.core.figures import Tally, tags, tallied
from escalation.store.codec import from_row
from escalation.store.records import Day, Departments, Due, Hour
from escalation.store.sqlite.database import FILE as LOG

T = TypeVar("T")
FILE = "reports.db"
STEP = 5000  # events that are read at once
SHAPE = 1  # of what is kept here: another number makes it anew
_KINDS = ", ".join(f"'{kind}'" for kind in sorted(KINDS))
_EVENTS = (
    "select seq, at, kind, version, data, text from log.events where conversation = ?"  # noqa: S608 - names of our own
    f" and kind in ({_KINDS}) order by seq"
)
_WITH_TAG = (
    "select k.data, p.name from contacts k left join log.conversations c on c.id = k.conversation"
    " left join log.customers p on p.id = c.customer where k.began_at >= ? and k.began_at < ?"
    " and instr(k.tags, ?) order by k.began_at desc"
)
_CUSTOMER = (
    "select p.segment, p.email from log.conversations c join log.customers p on p.id = c.customer"
    " where c.id = ?"
)


_TABLES = (
    *(f"drop table if exists {table}" for table in ("contacts", "agents", "days", "caught_up")),
    """create table contacts (conversation text not null, seq integer not null, began_at integer not null,
       tags text not null, data text not null, primary key (conversation, seq))""",
    "create index contacts_by_time on contacts (began_at)",
    """create table days (start integer not null, end integer not null, data blob not null,
       primary key (start, end))""",
    "create table agents (id text primary key, name text not null)",
    "create table caught_up (last integer not null)",
    "insert into caught_up values (0)",
)


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """The tally of one line of a department's day."""

    department: str
    line: tuple[str, str]
    counts: dict[str, int]
    times: dict[str, list[int]]


_DAY = msgspec.json.Decoder(list[_Kept])
_CONTACT = msgspec.json.Decoder(Contact)


class SqliteContacts:
    """See :class:`escalation.store.ports.ContactIndex`. One reader or writer at a time."""

    def __init__(self, home: Path) -> None:
        self._home, self._one_at_a_time = home, Lock()
        self._db: sqlite3.Connection | None = None

    async def _beside(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` on the connection, on a thread."""
        return await asyncio.to_thread(self._alone, work)

    def _alone(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._one_at_a_time:
            return work(self._open())

    async def catch_up(self, due: Due, most: int = STEP) -> int:
        return await self._beside(lambda db: self._whole_step(db, due, most))

    def _whole_step(self, db: sqlite3.Connection, due: Due, most: int) -> int:
        db.execute("begin immediate")
        try:
            behind = self._step(db, due, most)
        except BaseException:
            db.execute("rollback")
            raise
        db.execute("commit")
        return behind

    def _step(self, db: sqlite3.Connection, due: Due, most: int) -> int:
        (last,) = db.execute("select last from caught_up").fetchone()
        fresh = db.execute(
            "select rowid, conversation from log.events where rowid > ? order by rowid limit ?", (last, most)
        ).fetchall()
        if not fresh:
            return 0
        for conversation in dict.fromkeys(row[1] for row in fresh):
            _read_again(db, conversation, due)
        db.execute("update caught_up set last = ?", (fresh[-1][0],))
        (newest,) = db.execute("select max(rowid) from log.events").fetchone()
        return int(newest - fresh[-1][0])

    async def days(self, wanted: Sequence[Day], hour: Hour) -> list[tuple[Day, Departments]]:
        return await self._beside(lambda db: _days(db, wanted, hour))

    async def add_up(self, wanted: Sequence[Day], hour: Hour) -> None:
        await self._beside(lambda db: _keep(db, wanted, hour))

    async def agents(self) -> dict[str, str]:
        return await self._beside(lambda db: dict(db.execute("select id, name from agents").fetchall()))

    async def first(self) -> int | None:
        query = "select min(began_at) from contacts"
        return await self._beside(lambda db: db.execute(query).fetchone()[0])

    async def find(
        self, span: tuple[int, int], tag: str, keep: Callable[[Contact], bool], most: int
    ) -> list[tuple[Contact, str | None]]:
        def look(db: sqlite3.Connection) -> list[tuple[Contact, str | None]]:
            rows = db.execute(_WITH_TAG, (*span, f" {tag} "))
            named = ((_CONTACT.decode(data), name) for data, name in rows)
            return list(islice((row for row in named if keep(row[0])), most))

        return await self._beside(look)

    def _open(self) -> sqlite3.Connection:
        if self._db is None:
            self._db = sqlite3.connect(
                f"file:{self._home / FILE}",
                uri=True,
                timeout=10,
                check_same_thread=False,
                isolation_level=None,
            )
            self._db.execute("pragma journal_mode = wal")
            self._db.execute(f"attach 'file:{self._home / LOG}?mode=ro' as log")
            _make(self._db)
        return self._db

    def close(self) -> None:
        """Close the file."""
        with self._one_at_a_time:
            if self._db is not None:
                self._db.close()


def _make(db: sqlite3.Connection) -> None:
    """The tables; those of another shape are made anew."""
    db.execute("begin immediate")
    if db.execute("pragma main.user_version").fetchone()[0] != SHAPE:
        for statement in _TABLES:
            db.execute(statement)
        db.execute(f"pragma main.user_version = {SHAPE}")
    db.execute("commit")


def _text(contact: Contact) -> str:
    return msgspec.json.encode(contact).decode()


def _written(departments: Departments) -> bytes:
    return msgspec.json.encode(
        [
            _Kept(department, line, tally.counts, tally.times)
            for department, tallies in departments.items()
            for line, tally in tallies.items()
        ]
    )


def _read(data: bytes) -> Departments:
    departments: Departments = {}
    for kept in _DAY.decode(data):
        departments.setdefault(kept.department, {})[kept.line] = Tally(kept.counts, kept.times)
    return departments


def _read_again(db: sqlite3.Connection, conversation: str, due: Due) -> None:
    """A conversation's contacts as they are now; the days they count to are to be added up again."""
    query = "select seq, began_at, tags, data from contacts where conversation = ?"
    before = {seq: row for seq, *row in db.execute(query, (conversation,))}
    log = map(from_row, db.execute(_EVENTS, (conversation,)))
    fresh = list(_promised(db, contacts(conversation, log), before, due))
    now = {
        contact.seq: [contact.began_at, f" {' '.join(tags(contact))} ", _text(contact)] for contact in fresh
    }
    names = [pair for contact in fresh for pair in contact.agents.items()]
    db.executemany("insert or replace into agents values (?, ?)", names)
    changed = {seq for seq in before.keys() | now.keys() if before.get(seq) != now.get(seq)}
    for seq in changed:
        db.execute("delete from contacts where conversation = ? and seq = ?", (conversation, seq))
        for row in filter(None, (before.get(seq), now.get(seq))):
            db.execute("delete from days where start <= ? and end > ?", (row[0], row[0]))
        if seq in now:
            db.execute("insert into contacts values (?, ?, ?, ?, ?)", (conversation, seq, *now[seq]))


def _promised(
    db: sqlite3.Connection, fresh: Sequence[Contact], before: Mapping[int, Sequence[Any]], due: Due
) -> Iterator[Contact]:
    """The contacts with the time until which an answer was promised at the hand-off."""
    for contact in fresh:
        known = _CONTACT.decode(before[contact.seq][2]) if contact.seq in before else None
        if known and known.handed_off_at:
            contact.due_at = known.due_at
        elif contact.handed_off_at:
            row = db.execute(_CUSTOMER, (contact.conversation,)).fetchone()
            contact.due_at = due(contact, *(row or (None, None)))
        yield contact


def _days(db: sqlite3.Connection, wanted: Sequence[Day], hour: Hour) -> list[tuple[Day, Departments]]:
    query = "select start, end, data from days where start >= ? and end <= ?"
    span = wanted[0].start, wanted[-1].end
    kept = {(start, end): data for start, end, data in db.execute(query, span)}
    return [(day, _read(kept.get((day.start, day.end)) or _add_up(db, day, hour))) for day in wanted]


def _keep(db: sqlite3.Connection, wanted: Sequence[Day], hour: Hour) -> None:
    kept = set(db.execute("select start, end from days").fetchall())
    for day in wanted:
        if (day.start, day.end) not in kept:
            _add_up(db, day, hour)


def _add_up(db: sqlite3.Connection, day: Day, hour: Hour) -> bytes:
    query = "select data from contacts where began_at >= ? and began_at < ?"
    began = map(_CONTACT.decode, (row[0] for row in db.execute(query, (day.start, day.end))))
    data = _written(tallied((contact, hour(contact.began_at)) for contact in began))
    db.execute("insert or replace into days values (?, ?, ?)", (day.start, day.end, data))
    return data
