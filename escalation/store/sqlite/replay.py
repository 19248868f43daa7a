"""What customers asked of late, for examining a release. Reads the database beside the hub; returns what it
can.
"""

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
    query = (
        "select conversation, seq, text from events where kind = 'customer.said' and text is not null order"
        " by rowid desc limit ?"
    )
    found: dict[str, dict[str, Any]] = {}
    for conversation, seq, text in _rows(file, query, READ):
        if SHORTEST <= len(text) <= LONGEST and len(found) < most:
            found.setdefault(text.casefold(), {"conversation": conversation, "seq": seq, "text": text})
    return list(found.values())


def talk_until(file: Path, conversation: str, seq: int) -> list[dict[str, Any]]:
    """What was said in a conversation up to a message, as replay reads it; empty when the message is not
    there.
    """
    query = (
        "select seq, kind, text, data from events where conversation = ? and seq <= ? and kind in"
        " ('customer.said', 'bot.said', 'agent.said') order by seq"
    )
    found = [
        (at, kind, text or "", json.loads(data))
        for at, kind, text, data in _rows(file, query, conversation, seq)
    ]
    if not found or found[-1][:2] != (seq, "customer.said"):
        return []
    return [
        {
            "who": kind.partition(".")[0],
            "text": text,
            "kind": data.get("role"),
            "article": data.get("article"),
            "seq": at,
        }
        for at, kind, text, data in found
    ]


def latest_talks(file: Path, most: int) -> list[dict[str, Any]]:
    """The latest conversations as replay reads them, with the segment and the verdict where there is one."""
    query = (
        "select c.id, c.last_said, c.fold ->> '$.verdict', p.segment from conversations c left join customers"
        " p on p.id = c.customer where c.last_said > 0 order by c.updated_at desc limit ?"
    )
    found = []
    for identity, last, verdict, segment in _rows(file, query, most):
        if turns := talk_until(file, identity, last):
            more = {**({"verdict": verdict} if verdict else {}), **({"segment": segment} if segment else {})}
            found.append({"id": identity, "turns": turns, **more})
    return found


def triage_settings(file: Path) -> dict[str, Any]:
    """The triage settings that count now; none while nobody has changed them."""
    rows = (
        _rows(file, "select value from arrangements where section = 'triage' order by version desc limit 1")
        if file.is_file()
        else []
    )
    return dict(json.loads(rows[0][0])) if rows else {}
