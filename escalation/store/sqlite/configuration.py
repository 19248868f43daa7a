"""The configuration as rows: every version of every section there was."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from escalation.store.records import SectionMoved, Version
from escalation.store.sqlite.database import Access

_VERSIONS = "select version, section, value, author, note, created_at from arrangements"
_INSERT = "insert into arrangements (section, value, author, note, created_at) values (?, ?, ?, ?, ?)"


class SqliteConfiguration:
    """See :class:`escalation.store.ports.ConfigurationRepository`."""

    def __init__(self, access: Access) -> None:
        self._db = access

    async def newest(self) -> int:
        query = "select coalesce(max(version), 0) from arrangements"
        return int(self._db.look(lambda db: db.execute(query).fetchone())[0])

    async def latest(self) -> dict[str, Version]:
        query = f"{_VERSIONS} where version in (select max(version) from arrangements group by section)"  # noqa: S608 - ours
        stored = await self._db.read(lambda db: db.execute(query).fetchall())
        return {row[1]: _version(row) for row in stored}

    async def latest_of(self, section: str) -> Version | None:
        return self._db.look(lambda db: _latest(db, section))

    async def history(self, most: int = 100, section: str | None = None) -> list[Version]:
        # What joined the history later may be older.
        order = "version desc" if section else "created_at desc, version desc"
        query = f"{_VERSIONS} where ? in (section, '') order by {order} limit ?"
        stored = await self._db.read(lambda db: db.execute(query, (section or "", most)).fetchall())
        return [_version(row) for row in stored]

    async def around(self, number: int) -> tuple[Version | None, Version | None]:
        earlier = f"{_VERSIONS} where version < ? and section = ? order by version desc limit 1"

        def find(db: sqlite3.Connection) -> tuple[Any, Any]:
            row = db.execute(f"{_VERSIONS} where version = ?", (number,)).fetchone()
            return row, db.execute(earlier, (number, row[1])).fetchone() if row else None

        row, previous = await self._db.read(find)
        return _version(row) if row else None, _version(previous) if previous else None

    async def put(
        self,
        sections: Mapping[str, Any],
        author: str,
        note: str,
        at: int,
        seen: Mapping[str, int] | None = None,
    ) -> list[str]:
        def write(db: sqlite3.Connection) -> list[str]:
            changed = [
                section
                for section, value in sections.items()
                if _differs(_latest(db, section), value, None if seen is None else seen.get(section))
            ]
            values = [json.dumps(sections[section], ensure_ascii=False) for section in changed]
            rows = [
                (section, value, author, note, at) for section, value in zip(changed, values, strict=True)
            ]
            db.executemany(_INSERT, rows)
            return changed

        return await self._db.write(write)


def _differs(latest: Version | None, value: Any, seen: int | None) -> bool:
    """Whether a section is to be written; raises :class:`SectionMoved` if it is not the version that was
    seen.
    """
    version, stored = (latest.version, latest.value) if latest else (0, None)
    if seen not in (None, version):
        raise SectionMoved
    return bool(stored != value)


def _latest(db: sqlite3.Connection, section: str) -> Version | None:
    row = db.execute(f"{_VERSIONS} where section = ? order by version desc limit 1", (section,)).fetchone()
    return _version(row) if row else None


def _version(row: tuple[int, str, str, str, str, int]) -> Version:
    return Version(row[0], row[1], json.loads(row[2]), row[3], row[4], row[5])
