"""What every repository of the knowledge base stands on: one connection and tables by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import sqlite_utils
from sqlite_utils.db import Table

from knowledge.errors import DiskFullError


class Database(sqlite_utils.Database):
    """One connection, shared by the repositories of one knowledge base. Every public method of a repository
    is one transaction.
    """

    def table(self, table_name: str, **kwargs: Any) -> Table:
        """A table by name; views are not used here."""
        return cast("Table", super().table(table_name, **kwargs))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Joins the transaction that is open, or begins one as a writer: two processes wait for each other
        instead of failing.
        """
        if self.conn.in_transaction:
            yield
            return
        with _room():
            self.conn.execute("begin immediate")
            with self.conn:
                yield

    def stamp(self) -> str:
        """Changes with every write, by this connection or another; nothing else is promised of it."""
        return f"{self.execute('pragma data_version').fetchone()[0]}-{self.conn.total_changes}"


@contextmanager
def _room() -> Iterator[None]:
    """Raises :class:`DiskFullError` where there is no room for what is written within."""
    try:
        yield
    except sqlite3.OperationalError as problem:
        if "full" not in str(problem):
            raise
        raise DiskFullError(
            "The disk is full, so nothing was changed. Free up space, then try again."
        ) from None
