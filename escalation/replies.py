"""Canned replies: words that colleagues say often, by a shortcut, with blanks that are filled when they are used."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from escalation.clock import new_id, now_ms
from escalation.core.errors import Code, Refused
from escalation.store.database import Database

SHORTCUT = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
BLANKS = frozenset({"customer", "agent"})  # besides the facts
_BLANK = re.compile(r"(?<!\{)\{([a-z_]+)\}(?!\})")


@dataclass(frozen=True, slots=True)
class Reply:
    """One canned reply; ``text`` may use ``{customer}``, ``{agent}`` and facts like ``{{return_days}}``."""

    id: str
    shortcut: str
    title: str
    text: str
    author: str
    changed_at: int


def check(shortcut: str, text: str) -> None:
    """Raises :class:`Refused` that says what to mend."""
    if not SHORTCUT.fullmatch(shortcut):
        raise Refused(Code.BAD_REQUEST, "A shortcut has small letters, digits and dashes, like refund-late.")
    if not text.strip():
        raise Refused(Code.EMPTY, "The reply has no words.")
    if unknown := set(_BLANK.findall(text)) - BLANKS:
        raise Refused(Code.BAD_REQUEST, f"{{{min(unknown)}}} is not known here. A reply can use {{customer}}, {{agent}} and facts.")


class Replies:
    """Canned replies, on the hub's database."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def all(self) -> list[Reply]:
        """All of them, by shortcut."""
        query = "select id, shortcut, title, text, author, changed_at from replies order by shortcut"
        return [Reply(*row) for row in await self._db.read(lambda db: db.execute(query).fetchall())]

    async def keep(self, reply: Reply) -> Reply:
        """Add one (with an empty id), or change it; raises :class:`Refused` for a shortcut another one has."""
        check(reply.shortcut, reply.text)
        identity = reply.id or new_id("r")
        row = (identity, reply.shortcut, reply.title or reply.shortcut, reply.text, reply.author, now_ms())

        def write(db: sqlite3.Connection) -> None:
            db.execute(
                "insert into replies (id, shortcut, title, text, author, changed_at) values (?, ?, ?, ?, ?, ?) on conflict (id) do update"
                " set shortcut = excluded.shortcut, title = excluded.title, text = excluded.text, author = excluded.author,"
                " changed_at = excluded.changed_at",
                row,
            )

        try:
            await self._db.write(write)
        except sqlite3.IntegrityError:
            raise Refused(Code.STALE, f"There is a reply “{reply.shortcut}” already.") from None
        return Reply(*row)

    async def drop(self, identity: str) -> None:
        """Forget one."""
        await self._db.write(lambda db: db.execute("delete from replies where id = ?", (identity,)))
