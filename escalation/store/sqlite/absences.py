"""Conversations that agents have, and the timers of those whose agent is gone, as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from escalation.store.records import Held
from escalation.store.sqlite.database import Database

_HELD = """
select c.id, c.epoch, c.agent, coalesce(c.fold ->> '$.snoozed_until', 0), u.role, a.epoch, a.due_at
from conversations c
left join users u on u.id = c.agent and u.disabled_at is null
left join absences a on a.conversation = c.id
where c.state = 'agent'
"""


class SqliteAbsences:
    """See :class:`escalation.store.ports.AbsenceRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def held(self) -> list[Held]:
        rows = await self._db.read(lambda db: db.execute(_HELD).fetchall())
        return [_held(row) for row in rows]

    async def keep(self, timers: Mapping[str, tuple[int, int]], over: Sequence[str]) -> None:
        def write(db: sqlite3.Connection) -> None:
            db.executemany(
                "delete from absences where conversation = ?", [(conversation,) for conversation in over]
            )
            rows = [(conversation, epoch, due_at) for conversation, (epoch, due_at) in timers.items()]
            db.executemany("insert or replace into absences values (?, ?, ?)", rows)

        if timers or over:
            await self._db.write(write)

    async def postpone(self, until: int) -> None:
        await self._db.write(
            lambda db: db.execute("update absences set due_at = max(due_at, ?)", (until,)) and None
        )


def _held(row: Any) -> Held:
    conversation, epoch, agent, snoozed_until, role, set_for, due_at = row
    return Held(conversation, epoch, agent, snoozed_until, role, due_at if set_for == epoch else None)
