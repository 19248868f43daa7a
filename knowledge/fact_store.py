"""Facts as they are being edited; a release freezes them."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge import facts
from knowledge.clock import now_ms
from knowledge.database import Database
from knowledge.errors import FactError


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that texts share; ``about`` is for team members."""

    name: str
    value: str
    about: str
    author: str
    changed_at: int


class FactStore:
    """Facts by name."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> list[Fact]:
        """All facts, by name."""
        return [Fact(**row) for row in self._db.query("select * from facts order by name")]

    def values(self) -> dict[str, str]:
        """The values as they are edited now."""
        return {fact.name: fact.value for fact in self.all()}

    def set(self, name: str, value: str, about: str, author: str) -> None:
        """Keep a value; raises :class:`FactError`. It is live with the next release."""
        facts.check(name, value)
        row = {"name": name, "value": value, "about": about, "author": author, "changed_at": now_ms()}
        with self._db.transaction():
            self._db.table("facts").upsert(row, pk="name")

    def drop(self, name: str, in_use: list[str]) -> None:
        """Forget a fact; raises :class:`FactError` while something uses it."""
        if in_use:
            raise FactError(f"{name} is used by {', '.join(in_use[:5])}. Remove it there first.")
        with self._db.transaction():
            self._db.table("facts").delete_where("name = ?", [name])
