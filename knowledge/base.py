"""What every part of the knowledge base stands on: one connection, tables by name, and the clock."""

from __future__ import annotations

import sqlite3
import time
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
