"""The lists of the console as one colleague sees them: what is meant for them, and until when somebody should have answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from escalation import views
from escalation.access.people import User
from escalation.arrangements.current import CurrentArrangements
from escalation.arrangements.opening import MINUTE_MS, after_open
from escalation.core.routing import Facts, for_colleague, level_of
from escalation.segments import Segments
from escalation.store.port import Row

Json = dict[str, Any]


class Board:
    """Dresses rows of the store with what is arranged."""

    def __init__(self, arrangements: CurrentArrangements, segments: Segments) -> None:
        self._arrangements, self._segments = arrangements, segments

    def dressed(self, rows: Iterable[Row], user: User) -> list[Json]:
        """The rows with ``due_at`` (UTC milliseconds, None without a service level), ``segment``, and ``for_me``."""
        known = self._arrangements.now.known(user)
        return [self._dressed(row, known) for row in rows]

    def _dressed(self, row: Row, user: User) -> Json:
        segment = self._segments.by(row.segment, row.email, row.site)
        mine = for_colleague(row.department, row.skills, user.departments, user.skills)
        return {**views.row(row), "segment": segment, "due_at": self.due_at(row, segment or ""), "for_me": mine}

    def due_at(self, row: Row, segment: str) -> int | None:
        """When who waits for a person should have heard from one."""
        if not row.owed_since:
            return None
        reason, language, department = row.reason or "", row.language or "", row.department or ""
        facts = Facts(reason, frozenset(row.topics), language, segment, row.site, department)
        level = level_of(self._arrangements.now.service_levels, facts)
        return after_open(self._arrangements.calendar(row.department), row.owed_since, level.minutes * MINUTE_MS) if level else None
