"""Whether a database file is whole: what SQLite itself finds wrong with it, as sentences that name the
page.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

MOST = 20  # faults that are told; more say nothing new


def damage(file: Path, still: bool = False) -> list[str]:
    """What is wrong with pages, indexes and references of a database, or nothing. ``still``: nobody has it
    open.
    """
    try:
        database = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro{'&immutable=1' if still else ''}", uri=True, timeout=10
        )
        try:
            return _pages(database, file) or _references(database, file)
        finally:
            database.close()
    except sqlite3.OperationalError as problem:
        if "locked" in str(problem):
            raise
        return [f"{file.name} cannot be read ({problem})"]
    except sqlite3.DatabaseError as problem:
        return [f"{file.name} is damaged: {problem}"]


def _pages(database: sqlite3.Connection, file: Path) -> list[str]:
    told = [
        line
        for (text,) in database.execute(f"pragma integrity_check({MOST})")
        for line in str(text).splitlines()
    ]
    return [] if told == ["ok"] else [_sentence(file, line) for line in told if not line.startswith("***")]


def _sentence(file: Path, line: str) -> str:
    page = re.search(r"\b[Pp]age (\d+)", line)
    return f"{file.name} is damaged on page {page[1]}: {line}" if page else f"{file.name} is damaged: {line}"


def _references(database: sqlite3.Connection, file: Path) -> list[str]:
    rows = database.execute("pragma foreign_key_check").fetchmany(MOST)
    return [
        f"{file.name} is damaged: row {row} of {table} belongs to a row of {parent} that is not there"
        for table, row, parent, _ in rows
    ]
