"""Full-text search over everything that was said, in a file of its own: made from the log and caught up with
it on demand.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
from pathlib import Path
from threading import Lock

from escalation.store.records import Found
from escalation.store.sqlite.database import FILE as LOG
from escalation.store.sqlite.rows import rows

FILE = "words.db"
BATCH, SHOWN = 5000, 50
_WORD = re.compile(r"\w+")


class SqliteMessages:
    """See :class:`escalation.store.ports.MessageIndex`. One search at a time."""

    def __init__(self, home: Path) -> None:
        self._home, self._one_at_a_time = home, Lock()
        self._db: sqlite3.Connection | None = None

    async def find(self, words: str, most: int = SHOWN) -> list[Found]:
        whole = _WORD.findall(words)
        if not whole:
            return []
        *complete, last = whole
        query = " ".join([*(f'"{word}"' for word in complete), f'"{last}"*'])
        return await asyncio.to_thread(self._find, query, most)

    def _find(self, query: str, most: int) -> list[Found]:
        with self._one_at_a_time:
            db = self._open()
            self._catch_up(db)
            matches = db.execute(
                "select e.conversation, e.seq, e.at, e.kind, c.state, p.name as customer_name, e.text from"
                " said join log.events e on e.rowid = said.rowid join log.conversations c on c.id ="
                " e.conversation left join log.customers p on p.id = c.customer where said match ? and e.text"
                " is not null order by said.rowid desc limit ?",
                (query, most),
            )
            return rows(matches, Found)

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
            self._db.execute(
                "create virtual table if not exists said using fts5(text, content='', tokenize='unicode61"
                " remove_diacritics 2')"
            )
            self._db.execute(
                "create table if not exists caught_up (one integer primary key check (one = 1), last integer"
                " not null)"
            )
            self._db.execute(f"attach 'file:{self._home / LOG}?mode=ro' as log")
        return self._db

    def _catch_up(self, db: sqlite3.Connection) -> None:
        """Take in what was said since; a few thousand messages a step, each step whole."""
        while True:
            row = db.execute("select last from caught_up").fetchone()
            since = row[0] if row else 0
            fresh = db.execute(
                "select rowid, text from log.events where rowid > ? and text is not null order by rowid"
                " limit ?",
                (since, BATCH),
            ).fetchall()
            if not fresh:
                return
            db.execute("begin immediate")
            db.executemany("insert into said (rowid, text) values (?, ?)", fresh)
            db.execute("insert or replace into caught_up values (1, ?)", (fresh[-1][0],))
            db.execute("commit")

    def close(self) -> None:
        """Close the index."""
        if self._db is not None:
            self._db.close()
