"""The event log on SQLite."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import msgspec

from escalation.core.callback import Callback
from escalation.core.conversation import Conversation, Ringing
from escalation.core.events import NoteAdded, Recorded, TurnDone, TurnDue, TurnFailed
from escalation.store.codec import fold_from_text, fold_to_text, from_row, to_row
from escalation.store.records import Batch, Conflict, Duplicate, Owed, Row
from escalation.store.sqlite.database import Database
from escalation.store.sqlite.rows import rows

_LIST = """
select c.id, c.state, c.epoch, c.seq, c.customer, p.name as customer_name, c.agent, c.agent_name, c.reason,
       c.priority, c.waiting_since, c.updated_at, c.opened_at, c.mood,
       coalesce(substr(e.text, 1, 160), '') as preview,
       coalesce(nullif(substr(m.text, 1, 160), ''), substr(e.text, 1, 160), '') as matter,
       coalesce(c.fold ->> '$.snoozed_until', 0) as snoozed_until, c.fold ->> '$.wanted' as wanted,
       c.fold ->> '$.wanted_agent' as wanted_agent, c.fold ->> '$.stars' as stars, p.segment, p.email,
       c.fold ->> '$.site' as site, c.fold ->> '$.language' as language,
       c.fold ->> '$.department' as department,
       coalesce(c.fold ->> '$.owed_since', 0) as owed_since,
       c.fold ->> '$.labels' as labels, c.fold ->> '$.skills' as skills, c.fold ->> '$.topics' as topics,
       coalesce(c.fold ->> '$.strain', 1.0) as strain, c.fold ->> '$.last_agent' as last_agent,
       coalesce(c.fold ->> '$.handed_at', 0) as handed_at,
       coalesce(c.fold ->> '$.answered_at', 0) as answered_at,
       coalesce(c.fold ->> '$.left_at', 0) as left_at, c.behind, c.fold -> '$.callback' as callback,
       c.fold ->> '$.sla' as sla, c.fold -> '$.ringing' as ringing
from conversations c
left join customers p on p.id = c.customer
left join events e on e.conversation = c.id and e.seq = c.last_said
left join events m on m.conversation = c.id and m.seq = c.fold ->> '$.matter'
"""
_IN_LINE = "c.behind, c.priority, c.waiting_since, c.id"
_WAITING = (
    "state = 'queued' and (behind, priority, waiting_since, id) < (select behind, priority, waiting_since, id"
    " from conversations where id = :id)"
)
_SENT_BY = (
    "select coalesce(sum(data ->> '$.size'), 0) from events where kind = 'file.shared' and data ->> '$.by' ="
    " 'customer' and conversation in (select id from conversations where customer = ?)"
)
_COLUMNS = (
    "id",
    "seq",
    "state",
    "epoch",
    "customer",
    "agent",
    "agent_name",
    "reason",
    "priority",
    "behind",
    "waiting_since",
    "opened_at",
    "updated_at",
    "mood",
    "last_said",
    "fold",
)
_INSERT = (
    "insert into events (conversation, seq, at, kind, version, client_id, data, text) values (?, ?, ?, ?, ?,"
    " ?, ?, ?)"
)
# An update in place touches only the indexes whose columns changed.
_PROJECT = (
    f"insert into conversations ({', '.join(_COLUMNS)}) values ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - names of our own
    f" on conflict (id) do update set {', '.join(f'{column} = excluded.{column}' for column in _COLUMNS[1:])}"
)


class SqliteEventLog:
    """See :class:`escalation.store.ports.EventLog`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def load(self, conversation: str) -> Conversation | None:
        row = self._db.look(
            lambda db: db.execute("select fold from conversations where id = ?", (conversation,)).fetchone()
        )
        return fold_from_text(row[0]) if row else None

    async def append(self, batch: Batch) -> None:
        await self._db.write_with_others(lambda db: _append(db, batch), _append_all, batch)

    async def events(self, conversation: str, after: int = 0, most: int | None = None) -> list[Recorded]:
        query = (
            "select seq, at, kind, version, data, text from events where conversation = ? and seq > ? order"
            " by seq limit ?"
        )
        stored = await self._db.read(
            lambda db: db.execute(query, (conversation, after, -1 if most is None else most)).fetchall()
        )
        return [from_row(row) for row in stored]

    async def seq_of(self, conversation: str, client_id: str) -> int | None:
        query = "select seq from events where conversation = ? and client_id = ?"
        row = self._db.look(lambda db: db.execute(query, (conversation, client_id)).fetchone())
        return int(row[0]) if row else None

    async def latest_of(self, customer: str) -> str | None:
        query = "select id from conversations where customer = ? order by updated_at desc limit 1"
        row = self._db.look(lambda db: db.execute(query, (customer,)).fetchone())
        return str(row[0]) if row else None

    async def listed(self, states: tuple[str, ...], agent: str | None = None, most: int = 200) -> list[Row]:
        marks = ", ".join("?" for _ in states)
        mine = " and c.agent = ?" if agent else ""
        order = _IN_LINE if states == ("queued",) else "c.updated_at desc"
        query = f"{_LIST} where c.state in ({marks}){mine} order by {order} limit ?"
        values = (*states, *((agent,) if agent else ()), most)
        return await self._db.read(lambda db: rows(db.execute(query, values), Row, _DECODED))

    async def folds(self, states: tuple[str, ...]) -> list[Conversation]:
        marks = ", ".join("?" for _ in states)
        query = f"select fold from conversations where state in ({marks})"  # noqa: S608 - question marks
        return await self._db.read(lambda db: [fold_from_text(fold) for (fold,) in db.execute(query, states)])

    async def handed_off(self, since: int, most: int, after: str = "") -> tuple[list[str], int]:
        where = "from conversations where updated_at >= ? and fold ->> '$.handoff' > 0 and id > ?"

        def page(db: sqlite3.Connection) -> tuple[list[str], int]:
            query = f"select id {where} order by id limit ?"
            names = [name for (name,) in db.execute(query, (since, after, most))]
            count = f"select count(*) {where}"
            last = names[-1] if names else after
            return names, int(db.execute(count, (since, last)).fetchone()[0])

        return await self._db.read(page)

    async def listed_of(self, customer: str, most: int = 20) -> list[Row]:
        query = f"{_LIST} where c.customer = ? order by c.updated_at desc limit ?"
        return await self._db.read(lambda db: rows(db.execute(query, (customer, most)), Row, _DECODED))

    async def ahead_of(self, conversation: str) -> int | None:
        def count(db: sqlite3.Connection) -> int | None:
            waiting = db.execute(
                "select 1 from conversations where id = ? and state = 'queued' and behind < 2",
                (conversation,),
            ).fetchone()
            if not waiting:
                return None
            query = f"select count(*) from conversations where {_WAITING}"  # noqa: S608 - ours
            return int(db.execute(query, {"id": conversation}).fetchone()[0])

        return await self._db.read(count)

    async def claim_owed(self, now: int, lease_ms: int, everything: bool = False) -> list[Owed]:
        def claim(db: sqlite3.Connection) -> list[Owed]:
            limit = now + 10 * lease_ms if everything else now
            query = "select conversation, turn, epoch, attempts + 1 as attempts from owed where due_at <= ?"
            owed = rows(db.execute(query, (limit,)), Owed)
            db.executemany(
                "update owed set due_at = ?, attempts = ? where turn = ?",
                [(now + lease_ms, turn.attempts, turn.turn) for turn in owed],
            )
            return owed

        return await self._db.write(claim)

    async def bytes_sent_by(self, customer: str) -> int:
        (sent,) = await self._db.read(lambda db: db.execute(_SENT_BY, (customer,)).fetchone())
        return int(sent)


def _append(db: sqlite3.Connection, batch: Batch) -> None:
    if _before(db, batch) != batch.expected:
        _refuse_duplicates(db, batch)
        raise Conflict
    try:
        _append_all(db, [batch])
    except sqlite3.IntegrityError:
        _refuse_duplicates(db, batch)
        raise


def _append_all(db: sqlite3.Connection, batches: list[Batch]) -> None:
    """Several batches at once. One that is stale or a repetition collides with a key or changes no row, and
    all are undone.
    """
    db.executemany(
        _INSERT, [(batch.conversation, *to_row(event)) for batch in batches for event in batch.events]
    )
    projected = [(*_row(batch.after), batch.expected) for batch in batches]
    if db.executemany(f"{_PROJECT} where conversations.seq = ?", projected).rowcount != len(batches):
        raise Conflict
    for batch in batches:
        for recorded in batch.events:
            _owe(db, batch, recorded)
            _mention(db, batch, recorded)


def _before(db: sqlite3.Connection, batch: Batch) -> int:
    row = db.execute("select seq from conversations where id = ?", (batch.conversation,)).fetchone()
    return int(row[0]) if row else 0


def _refuse_duplicates(db: sqlite3.Connection, batch: Batch) -> None:
    for recorded in batch.events:
        client_id = getattr(recorded.event, "client_id", None)
        if client_id is None:
            continue
        query = "select seq from events where conversation = ? and client_id = ? and seq <= ?"
        found = db.execute(query, (batch.conversation, client_id, batch.expected)).fetchone()
        if found:
            raise Duplicate(found[0])


def project(db: sqlite3.Connection, fold: Conversation) -> None:
    """Write the row of ``conversations`` that follows from ``fold``."""
    db.execute(_PROJECT, _row(fold))


def _row(fold: Conversation) -> tuple[Any, ...]:
    return (
        fold.id,
        fold.seq,
        fold.state,
        fold.epoch,
        fold.customer,
        fold.agent,
        fold.agent_name,
        fold.reason,
        fold.priority,
        fold.behind,
        fold.waiting_since,
        fold.opened_at,
        fold.updated_at,
        fold.mood,
        fold.last_said,
        fold_to_text(fold),
    )


def _owe(db: sqlite3.Connection, batch: Batch, recorded: Recorded) -> None:
    event = recorded.event
    if isinstance(event, TurnDue):
        db.execute(
            "insert into owed (turn, conversation, epoch, due_at, attempts) values (?, ?, ?, ?, 0)",
            (event.turn, batch.conversation, event.epoch, recorded.at + batch.lease_ms),
        )
    elif isinstance(event, TurnDone | TurnFailed):
        db.execute("delete from owed where turn = ?", (event.turn,))


def _mention(db: sqlite3.Connection, batch: Batch, recorded: Recorded) -> None:
    """Who is named in a note finds it in their own list."""
    if isinstance(recorded.event, NoteAdded) and recorded.event.mentions:
        named = [(login, batch.conversation, recorded.seq, recorded.at) for login in recorded.event.mentions]
        db.executemany(
            "insert or ignore into mentions (login, conversation, seq, at) values (?, ?, ?, ?)", named
        )


def _list_of(text: str | None) -> list[str]:
    return list(json.loads(text or "[]"))


_DECODED = {
    **dict.fromkeys(("labels", "skills", "topics"), _list_of),
    "sla": lambda text: dict(json.loads(text or "{}")),
    "callback": lambda text: msgspec.json.decode(text or "null", type=Callback | None),
    "ringing": lambda text: msgspec.json.decode(text or "null", type=Ringing | None),
}
