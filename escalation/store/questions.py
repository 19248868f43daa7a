"""What customers asked of late, for examining a release. Reads the database beside the hub; returns what it can."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

MOST = 300
READ = 2000
SHORTEST, LONGEST = 8, 300


def _rows(file: Path, query: str, *values: object) -> list[Any]:
    if not file.is_file():
        return []
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def recent_questions(file: Path, most: int = MOST) -> list[dict[str, Any]]:
    """The latest different questions, each with its place in the log: ``{"conversation", "seq", "text"}``."""
    query = "select conversation, seq, text from events where kind = 'customer.said' and text is not null order by rowid desc limit ?"
    found: dict[str, dict[str, Any]] = {}
    for conversation, seq, text in _rows(file, query, READ):
        if SHORTEST <= len(text) <= LONGEST and len(found) < most:
            found.setdefault(text.casefold(), {"conversation": conversation, "seq": seq, "text": text})
    return list(found.values())


def triage_settings(file: Path) -> dict[str, Any]:
    """The triage settings that count now; none while nobody has changed them."""
    rows = _rows(file, "select settings from triage order by version desc limit 1") if file.is_file() else []
    return dict(json.loads(rows[0][0])) if rows else {}
