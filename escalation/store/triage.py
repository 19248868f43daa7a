"""The versions of the triage settings: only added, so that every decision can be explained by the settings it was made under."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass

from bot.settings import TriageRules
from escalation.clock import now_ms
from escalation.core.errors import Code, Refused
from escalation.store.database import Database

_COLUMNS = "version, digest, settings, author, note, created_at"


@dataclass(frozen=True, slots=True)
class TriageVersion:
    """One version: its number, the digest that turns carry, and who made it when (ms) and why."""

    version: int
    digest: str
    rules: TriageRules
    author: str
    note: str
    created_at: int


def digest_of(rules: TriageRules) -> str:
    """Equal for equal settings."""
    return hashlib.sha256(json.dumps(rules.to_json(), sort_keys=True).encode()).hexdigest()[:12]


class TriageVersions:
    """Reads and adds versions."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def latest(self) -> TriageVersion | None:
        """The version that counts; a row by its key, read at once."""
        query = f"select {_COLUMNS} from triage order by version desc limit 1"  # noqa: S608 - names of our own
        row = self._db.look(lambda db: db.execute(query).fetchone())
        return _version(row) if row else None

    async def history(self, most: int = 50) -> list[TriageVersion]:
        """The latest versions, newest first."""
        query = f"select {_COLUMNS} from triage order by version desc limit ?"  # noqa: S608 - names of our own
        return [_version(row) for row in await self._db.read(lambda db: db.execute(query, (most,)).fetchall())]

    async def version(self, number: int) -> TriageVersion | None:
        """One version."""
        query = f"select {_COLUMNS} from triage where version = ?"  # noqa: S608 - names of our own
        row = await self._db.read(lambda db: db.execute(query, (number,)).fetchone())
        return _version(row) if row else None

    async def add(self, rules: TriageRules, author: str, note: str, seen: int | None = None) -> TriageVersion:
        """The settings as the version that counts; nothing is added if they are so already. ``seen`` is the newest version somebody
        had on their screen: raises :class:`Refused` if there is a newer one.
        """
        digest = digest_of(rules)

        def write(db: sqlite3.Connection) -> None:
            version, known = db.execute("select version, digest from triage order by version desc limit 1").fetchone() or (0, None)
            if seen not in (None, version):
                raise Refused(Code.STALE, "Someone else has changed this in the meantime. Load the latest version, then make your change.")
            if known != digest:
                values = (digest, json.dumps(rules.to_json()), author, note, now_ms())
                db.execute("insert into triage (digest, settings, author, note, created_at) values (?, ?, ?, ?, ?)", values)

        await self._db.write(write)
        found = self.latest()
        assert found is not None
        return found


def _version(row: tuple[int, str, str, str, str, int]) -> TriageVersion:
    return TriageVersion(row[0], row[1], TriageRules.from_json(json.loads(row[2])), row[3], row[4], row[5])
