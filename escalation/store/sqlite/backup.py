"""A copy of a database while others write."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from escalation.store.records import StoreError


def copy_database(source: Path, target: Path) -> None:
    """SQLite's own online copy: consistent, in one step. Raises :class:`StoreError` for one that cannot be
    read.
    """
    try:
        reading = sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
        with closing(reading), closing(sqlite3.connect(target)) as writing:
            reading.backup(writing)
    except sqlite3.DatabaseError as problem:
        raise StoreError(str(problem)) from problem
