"""The SLA of a conversation: which level holds for it, when its clocks run out, and how it stands now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from escalation.configuration.live import LiveConfiguration
from escalation.conversations.duty import Duty
from escalation.conversations.segments import Segments
from escalation.core.conversation import Conversation
from escalation.core.routing import Facts, ServiceLevel, level_of
from escalation.core.sla import MINUTE_MS, clocks, minutes_of
from escalation.store.records import Row

WITH_PEOPLE = ("queued", "agent")
RESPONSES = ("first", "next")


@dataclass(frozen=True, slots=True)
class Standing:
    """A clock that runs: until when, and whether it is ``running``, ``warned`` or ``breached``."""

    kind: str
    due_at: int
    state: Literal["running", "warned", "breached"]


class Sla:
    """What is set, applied to conversations and to rows of lists."""

    def __init__(self, arrangements: LiveConfiguration, segments: Segments, duty: Duty) -> None:
        self._arrangements, self._segments, self._duty = arrangements, segments, duty

    async def level(self, now: Conversation) -> ServiceLevel | None:
        """The level that holds for a conversation."""
        return self._level(now, await self._segments.of(now.customer) or "")

    def _level(self, now: Conversation | Row, segment: str) -> ServiceLevel | None:
        reason, language, department = now.reason or "", now.language or "", now.department or ""
        facts = Facts(reason, frozenset(now.topics), language, segment, now.site or "", department)
        return level_of(self._arrangements.now.service_levels, facts)

    def standing(self, row: Row, segment: str, now: int) -> list[Standing]:
        """The clocks of a row that run, the first to run out first."""
        level = self._level(row, segment)
        if level is None or row.state not in WITH_PEOPLE:
            return []
        minutes, count = minutes_of(level), self._duty.counting(row.department)
        running = clocks(row.answered_at, row.handed_at, row.owed_since)
        dues = {
            clock: count.opened(since, minutes[clock] * MINUTE_MS)
            for clock, since in running.items()
            if minutes[clock]
        }
        standings = [
            Standing(clock, due, _state(row.sla.get(clock), due, now))
            for clock, due in dues.items()
            if due is not None
        ]
        return sorted(standings, key=lambda standing: standing.due_at)

    def due_at(self, row: Row, segment: str, now: int) -> int | None:
        """Until when who waits for an answer should have one; None where nothing is promised."""
        return answer_due(self.standing(row, segment, now))


def answer_due(standings: Iterable[Standing]) -> int | None:
    """When the clock of a response runs out, None where none runs."""
    return next((clock.due_at for clock in standings if clock.kind in RESPONSES), None)


def _state(noted: str | None, due_at: int, now: int) -> Literal["running", "warned", "breached"]:
    if due_at <= now:
        return "breached"
    return "warned" if noted else "running"
