"""A database read beside the hub that has it, or without one: opened for each read, never changed."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from escalation.store.records import StoreError
from escalation.store.sqlite.database import FILE

T = TypeVar("T")


class Reader:
    """Reads ``home/baton.db``; one that is not there reads like a fresh one. Raises :class:`StoreError` for
    one that cannot be read, also for being of another age.
    """

    def __init__(self, home: Path) -> None:
        self._file = home / FILE

    def look(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` here and now."""
        try:
            with closing(self._opened()) as connection:
                return work(connection)
        except sqlite3.OperationalError as problem:
            raise StoreError(str(problem)) from problem

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``work`` on a thread."""
        return await asyncio.to_thread(self.look, work)

    def _opened(self) -> sqlite3.Connection:
        if self._file.is_file():
            return sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
        from escalation.store.sqlite.schema import migrations  # noqa: PLC0415 - sqlite-utils is slow to import
        from knowledge.sqlite.migration import migrate  # noqa: PLC0415

        fresh = sqlite3.connect(":memory:")
        migrate(fresh, migrations)
        return fresh
