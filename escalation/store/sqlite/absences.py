"""Conversations whose agent is gone, and until when they wait for them: stored timers that name their
epoch.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from escalation.store.sqlite.database import Database

_HELD = """
select c.id, c.epoch, c.agent, coalesce(c.fold ->> '$.snoozed_until', 0), u.role, a.epoch, a.due_at
from conversations c
left join users u on u.id = c.agent and u.disabled_at is null
left join absences a on a.conversation = c.id
where c.state = 'agent'
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation an agent has. ``role`` is None for an account that is disabled; ``due_at`` (UTC
    milliseconds) is that of a timer set for this very epoch, else None.
    """

    conversation: str
    epoch: int
    agent: str
    snoozed_until: int
    role: str | None
    due_at: int | None


class Absences:
    """The timers in ``home/baton.db``, one a conversation."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def held(self) -> list[Held]:
        """Every conversation that an agent has."""
        rows = await self._db.read(lambda db: db.execute(_HELD).fetchall())
        return [_held(row) for row in rows]

    async def keep(self, timers: dict[str, tuple[int, int]], over: list[str]) -> None:
        """Set timers, ``{conversation: (epoch, due_at)}``, and drop those of the conversations in
        ``over``.
        """

        def write(db: sqlite3.Connection) -> None:
            db.executemany("delete from absences where conversation = ?", [(each,) for each in over])
            rows = [(conversation, epoch, due_at) for conversation, (epoch, due_at) in timers.items()]
            db.executemany("insert or replace into absences values (?, ?, ?)", rows)

        if timers or over:
            await self._db.write(write)

    async def postpone(self, until: int) -> None:
        """No timer runs out before ``until``: a hub that was down counts its own absence against nobody."""
        await self._db.write(
            lambda db: db.execute("update absences set due_at = max(due_at, ?)", (until,)) and None
        )


def _held(row: Any) -> Held:
    conversation, epoch, agent, snoozed_until, role, set_for, due_at = row
    return Held(conversation, epoch, agent, snoozed_until, role, due_at if set_for == epoch else None)
