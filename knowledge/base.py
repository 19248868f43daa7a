"""What every part of the knowledge base stands on: one connection, tables by name, and the clock."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import sqlite_utils
from sqlite_utils.db import Table


def now_ms() -> int:
    """UTC milliseconds."""
    return int(time.time() * 1000)


class Base:
    """One connection. Every public method of what builds on it is one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = sqlite_utils.Database(connection)

    def _table(self, name: str) -> Table:
        return cast("Table", self._db[name])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Joins the transaction that is open, or begins one as a writer: two processes wait for each other instead of failing."""
        if self._db.conn.in_transaction:
            yield
            return
        self._db.conn.execute("begin immediate")
        with self._db.conn:
            yield

    def stamp(self) -> str:
        """Changes with every write, by this connection or another; nothing else is promised of it."""
        return f"{self._db.execute('pragma data_version').fetchone()[0]}-{self._db.conn.total_changes}"
