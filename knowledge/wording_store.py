"""Facts and lines as they are being edited; a release freezes them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from knowledge import facts, texts
from knowledge.base import Base, now_ms
from knowledge.errors import FactError
from knowledge.texts import Texts


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that texts share; ``about`` is for colleagues."""

    name: str
    value: str
    about: str
    author: str
    changed_at: int


class WordingStore(Base):
    """Facts by name and lines by key. What is not reworded is what Baton brings."""

    def facts(self) -> list[Fact]:
        """All facts, by name."""
        return [Fact(**row) for row in self._db.query("select * from facts order by name")]

    def fact_values(self) -> dict[str, str]:
        """The values as they are edited now."""
        return {each.name: each.value for each in self.facts()}

    def set_fact(self, name: str, value: str, about: str, author: str) -> None:
        """Keep a value; raises :class:`FactError`. It is live with the next release."""
        facts.check(name, value)
        row = {"name": name, "value": value, "about": about, "author": author, "changed_at": now_ms()}
        with self._transaction():
            self._table("facts").upsert(row, pk="name")

    def drop_fact(self, name: str, in_use: list[str]) -> None:
        """Forget a fact; raises :class:`FactError` while something uses it."""
        if in_use:
            raise FactError(f"{name} is used by {', '.join(in_use[:5])}. Remove it there first.")
        with self._transaction():
            self._table("facts").delete_where("name = ?", [name])

    def voice(self) -> Texts:
        """Every line as it is edited now."""
        return {**texts.seed(), **self.reworded()}

    def reworded(self) -> Texts:
        """The lines that differ from what Baton brings."""
        return {row["key"]: tuple(json.loads(row["variants"])) for row in self._db.query("select * from voice")}

    def reword(self, key: str, variants: tuple[str, ...], author: str) -> None:
        """Say a line in other words; raises :class:`VoiceError` naming what is wrong. Live with the next release."""
        texts.check(key, variants)
        row = {"key": key, "variants": json.dumps(variants, ensure_ascii=False), "author": author, "changed_at": now_ms()}
        with self._transaction():
            if variants == texts.seed().get(key):
                self._table("voice").delete_where("key = ?", [key])
            else:
                self._table("voice").upsert(row, pk="key")

    def as_it_came(self, key: str) -> None:
        """Take back a line's rewording."""
        with self._transaction():
            self._table("voice").delete_where("key = ?", [key])
