"""Facts as rows."""

from __future__ import annotations

from knowledge import facts
from knowledge.clock import now_ms
from knowledge.records import Fact
from knowledge.sqlite.database import Database


class SqliteFacts:
    """See :class:`knowledge.ports.FactRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[Fact]:
        return [Fact(**row) for row in self._db.query("select * from facts order by name")]

    def values(self) -> dict[str, str]:
        return {fact.name: fact.value for fact in self.all()}

    def set(self, name: str, value: str, about: str, author: str) -> None:
        facts.check(name, value)
        row = {"name": name, "value": value, "about": about, "author": author, "changed_at": now_ms()}
        with self._db.transaction():
            self._db.table("facts").upsert(row, pk="name")

    def drop(self, name: str, in_use: list[str]) -> None:
        facts.check_unused(name, in_use)
        with self._db.transaction():
            self._db.table("facts").delete_where("name = ?", [name])
