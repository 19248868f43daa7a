"""The lists of the console as one agent sees them: what is meant for them, and until when somebody should
have answered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from escalation.configuration.business_hours import MINUTE_MS, after_open
from escalation.configuration.live import LiveConfiguration
from escalation.conversations import views
from escalation.conversations.segments import Segments
from escalation.core.routing import Facts, for_agent, level_of
from escalation.store.records import Row, User

Json = dict[str, Any]


class Inbox:
    """Dresses rows of the store with what is arranged, and with whether their agent is ``present`` (ids of
    users).
    """

    def __init__(
        self,
        arrangements: LiveConfiguration,
        segments: Segments,
        present: Callable[[], Awaitable[frozenset[str]]],
    ) -> None:
        self._arrangements, self._segments, self._present = arrangements, segments, present

    async def dressed(self, rows: Iterable[Row], user: User) -> list[Json]:
        """The rows with ``due_at`` (UTC milliseconds, None without an SLA), ``segment``, ``for_me``, and
        ``away``: its agent has no console open.
        """
        present = await self._present()
        agent = self._arrangements.now.known(user)
        return [self._dressed(row, agent, present) for row in rows]

    def _dressed(self, row: Row, user: User, present: frozenset[str]) -> Json:
        segment = self._segments.by(row.segment, row.email, row.site)
        mine = row.wanted_agent == user.id or for_agent(
            row.department, row.skills, user.departments, user.skills
        )
        away = row.agent is not None and row.agent not in present
        return {
            **views.row(row),
            "segment": segment,
            "due_at": self.due_at(row, segment or ""),
            "for_me": mine,
            "away": away,
        }

    def due_at(self, row: Row, segment: str) -> int | None:
        """When who waits for a person should have heard from one."""
        if not row.owed_since:
            return None
        reason, language, department = row.reason or "", row.language or "", row.department or ""
        facts = Facts(reason, frozenset(row.topics), language, segment, row.site, department)
        level = level_of(self._arrangements.now.service_levels, facts)
        return (
            after_open(self._arrangements.calendar(row.department), row.owed_since, level.minutes * MINUTE_MS)
            if level
            else None
        )
