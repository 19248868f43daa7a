"""What agents say of themselves, and what they carry, as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import msgspec

from escalation.core.presence import AgentState, Presence
from escalation.store.records import Load
from escalation.store.sqlite.database import Database

_STATES = """
select u.id, coalesce(s.switch, 'online'), coalesce(s.since, 0), coalesce(s.breather_until, 0),
       coalesce(s.seen_at, 0), coalesce(max(c.seen_at), 0)
from users u
left join agent_states s on s.user = u.id
left join consoles c on c.user = u.id
where u.disabled_at is null
group by u.id
"""
_CARRIED = (
    "select fold from conversations where state = 'agent'"
    " union all select fold from conversations where fold ->> '$.ringing' is not null"
)
_QUEUED = "select fold from conversations where state = 'queued' order by behind, priority, waiting_since, id"
_SWITCH = (
    "insert into agent_states (user, switch, since, seen_at, breather_until) values (?, ?, ?, 0, 0)"
    " on conflict (user) do update set switch = excluded.switch, since = excluded.since"
)
_SEEN = (
    "insert into agent_states (user, switch, since, seen_at, breather_until) values (?, 'online', 0, ?, 0)"
    " on conflict (user) do update set seen_at = max(seen_at, excluded.seen_at)"
)
_BREATHE = (
    "insert into agent_states (user, switch, since, seen_at, breather_until) values (?, 'online', 0, 0, ?)"
    " on conflict (user) do update set breather_until = max(breather_until, excluded.breather_until)"
)


_LOAD = msgspec.json.Decoder(Load)


class SqliteAgentStates:
    """See :class:`escalation.store.ports.AgentStateRepository`."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def all(self, alive: int) -> list[AgentState]:
        rows = await self._db.read(lambda db: db.execute(_STATES).fetchall())
        return [_state(row, alive) for row in rows]

    async def switch(self, user: str, to: Presence, at: int) -> None:
        await self._db.write(lambda db: db.execute(_SWITCH, (user, str(to), at)) and None)

    async def seen(self, user: str, at: int) -> None:
        await self._db.write(lambda db: db.execute(_SEEN, (user, at)) and None)

    async def breathe(self, user: str, until: int) -> None:
        await self._db.write(lambda db: db.execute(_BREATHE, (user, until)) and None)

    async def waive(self, user: str) -> None:
        query = "update agent_states set breather_until = 0 where user = ?"
        await self._db.write(lambda db: db.execute(query, (user,)) and None)

    async def carried(self) -> list[Load]:
        return await self._db.read(_loads(_CARRIED))

    async def queued(self) -> list[Load]:
        return await self._db.read(_loads(_QUEUED))


def _loads(query: str) -> Callable[[sqlite3.Connection], list[Load]]:
    return lambda db: [_LOAD.decode(fold) for (fold,) in db.execute(query)]


def _state(row: Any, alive: int) -> AgentState:
    user, switch, since, breather_until, seen_at, console_at = row
    return AgentState(
        agent=user,
        switch=Presence(switch),
        since=since,
        seen_at=max(seen_at, console_at),
        connected=console_at > alive,
        breather_until=breather_until,
    )
