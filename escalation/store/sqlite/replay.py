"""What was said, as replay and the evaluation of a release read it."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from escalation.store.sqlite.database import Reading

READ = 2000
SHORTEST, LONGEST = 8, 300
_QUESTIONS = (
    "select conversation, seq, text from events where kind = 'customer.said' and text is not null order by"
    " rowid desc limit ?"
)
_SAID = (
    "select seq, kind, text, data from events where conversation = ? and seq <= ? and kind in"
    " ('customer.said', 'bot.said', 'agent.said') order by seq"
)
_LATEST = (
    "select c.id, c.last_said, c.fold ->> '$.verdict', p.segment from conversations c left join customers p"
    " on p.id = c.customer where c.last_said > 0 order by c.updated_at desc limit ?"
)
_RULES = "select value from arrangements where section = 'triage' order by version desc limit 1"
Json = dict[str, Any]


class SqliteReplay:
    """See :class:`escalation.store.ports.ReplayRepository`."""

    def __init__(self, reading: Reading) -> None:
        self._db = reading

    async def questions(self, most: int = 300) -> list[Json]:
        return await self._db.read(lambda db: _questions(db, most))

    async def until(self, conversation: str, seq: int) -> list[Json]:
        return await self._db.read(lambda db: _until(db, conversation, seq))

    async def latest(self, most: int) -> list[Json]:
        return await self._db.read(lambda db: _latest(db, most))

    async def rules(self) -> Json:
        row = await self._db.read(lambda db: db.execute(_RULES).fetchone())
        return dict(json.loads(row[0])) if row else {}


def _questions(db: sqlite3.Connection, most: int) -> list[Json]:
    different: dict[str, Json] = {}
    for conversation, seq, text in db.execute(_QUESTIONS, (READ,)):
        if SHORTEST <= len(text) <= LONGEST and len(different) < most:
            different.setdefault(text.casefold(), {"conversation": conversation, "seq": seq, "text": text})
    return list(different.values())


def _until(db: sqlite3.Connection, conversation: str, last: int) -> list[Json]:
    said = db.execute(_SAID, (conversation, last)).fetchall()
    if not said or said[-1][:2] != (last, "customer.said"):
        return []
    return [_turn(seq, kind, text or "", json.loads(data)) for seq, kind, text, data in said]


def _turn(seq: int, kind: str, text: str, data: Json) -> Json:
    who = kind.partition(".")[0]
    return {"who": who, "text": text, "kind": data.get("role"), "article": data.get("article"), "seq": seq}


def _latest(db: sqlite3.Connection, most: int) -> list[Json]:
    talks = []
    for identity, last, verdict, segment in db.execute(_LATEST, (most,)).fetchall():
        if turns := _until(db, identity, last):
            more = {**({"verdict": verdict} if verdict else {}), **({"segment": segment} if segment else {})}
            talks.append({"id": identity, "turns": turns, **more})
    return talks
