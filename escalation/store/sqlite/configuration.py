"""Every version of every section there was: only added, so that what changed, when and by whom can be read
and taken back.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from escalation.clock import now_ms
from escalation.core.errors import Code, Refused
from escalation.store.sqlite.database import Database

T = TypeVar("T")
_COLUMNS = "version, section, value, author, note, created_at"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a section: its number, counted over all sections, and who made it when (UTC
    milliseconds) and why.
    """

    version: int
    section: str
    value: Any
    author: str
    note: str
    created_at: int


class SectionVersions:
    """Reads and adds versions, on the hub's database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def newest(self) -> int:
        """The number of the newest version; a row by its key, read at once."""
        return int(
            self._db.look(
                lambda db: db.execute("select coalesce(max(version), 0) from arrangements").fetchone()
            )[0]
        )

    def latest(self) -> dict[str, Version]:
        """The version of each section that counts."""
        latest = "select max(version) from arrangements group by section"
        query = f"select {_COLUMNS} from arrangements where version in ({latest})"  # noqa: S608
        return {row[1]: _version(row) for row in self._db.look(lambda db: db.execute(query).fetchall())}

    def latest_of(self, section: str) -> Version | None:
        """The version of one section that counts; a row by its key, read at once."""
        return self._db.look(lambda db: latest_in(db, section))

    async def history(self, most: int = 100, section: str | None = None) -> list[Version]:
        """The newest versions, newest first: of one section, or of all."""
        # What joined the history later may be older.
        order = "version desc" if section else "created_at desc, version desc"
        where = f"where ? in (section, '') order by {order} limit ?"
        query = f"select {_COLUMNS} from arrangements {where}"  # noqa: S608 - names of our own
        return [
            _version(row)
            for row in await self._db.read(lambda db: db.execute(query, (section or "", most)).fetchall())
        ]

    async def around(self, number: int) -> tuple[Version | None, Version | None]:
        """A version, and the one of its section before it."""
        query = f"select {_COLUMNS} from arrangements where version = ?"  # noqa: S608 - names of our own
        before = "where version < ? and section = ? order by version desc limit 1"
        earlier = f"select {_COLUMNS} from arrangements {before}"  # noqa: S608 - names of our own

        def find(db: sqlite3.Connection) -> tuple[Any, Any]:
            row = db.execute(query, (number,)).fetchone()
            return row, db.execute(earlier, (number, row[1])).fetchone() if row else None

        row, previous = await self._db.read(find)
        return _version(row) if row else None, _version(previous) if previous else None

    async def put(
        self, sections: Mapping[str, Any], author: str, note: str, seen: Mapping[str, int] | None = None
    ) -> list[str]:
        """Let these values count, all of them or none; what is so already adds nothing. Returns the sections
        that changed.

        ``seen`` are the versions somebody had on their screen: raises :class:`Refused` if a section has moved
        on since.
        """
        return await self._db.write(lambda db: put_in(db, sections, author, note, seen))

    async def together(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Several changes in one commit: all of what ``work`` does, or nothing."""
        return await self._db.write(work)


def latest_in(db: sqlite3.Connection, section: str) -> Version | None:
    """:meth:`SectionVersions.latest_of` within a commit."""
    query = f"select {_COLUMNS} from arrangements where section = ? order by version desc limit 1"  # noqa: S608 - names of our own
    row = db.execute(query, (section,)).fetchone()
    return _version(row) if row else None


def put_in(
    db: sqlite3.Connection,
    sections: Mapping[str, Any],
    author: str,
    note: str,
    seen: Mapping[str, int] | None = None,
) -> list[str]:
    """:meth:`SectionVersions.put` within a commit."""
    changed = []
    for section, value in sections.items():
        latest = latest_in(db, section)
        version, known = (latest.version, latest.value) if latest else (0, None)
        if seen is not None and seen.get(section, version) != version:
            raise Refused(
                Code.STALE,
                "Someone else has changed this in the meantime. Load the latest version, then make your"
                " change.",
            )
        if known != value:
            values = (section, json.dumps(value, ensure_ascii=False), author, note, now_ms())
            db.execute(
                "insert into arrangements (section, value, author, note, created_at) values (?, ?, ?, ?, ?)",
                values,
            )
            changed.append(section)
    return changed


def _version(row: tuple[int, str, str, str, str, int]) -> Version:
    return Version(row[0], row[1], json.loads(row[2]), row[3], row[4], row[5])
