"""The hub on duty: of all hubs on one store, one does what is done for all (offers, timers).

It says so every two seconds. When it stops, another takes over within a few; when none ran, that time is
noted and counts against nobody.
"""

from __future__ import annotations

from collections.abc import Callable

from escalation.clock import new_id, now_ms
from escalation.configuration.business_hours import after_running
from escalation.configuration.live import LiveConfiguration
from escalation.core.timers import Counting
from escalation.store.ports import LeaseRepository

NAME = "duty"
LEASE_MS, GAP_MS, BEAT_MS = 6_000, 4_000, 2_000


class Duty:
    """One for each hub. :meth:`held` is cheap to ask often."""

    def __init__(
        self, leases: LeaseRepository, arrangements: LiveConfiguration, clock: Callable[[], int] = now_ms
    ) -> None:
        self._leases, self._arrangements, self._clock = leases, arrangements, clock
        self._holder, self._asked_at, self._held = new_id("h"), 0, False
        self.outages: list[tuple[int, int]] = []

    async def held(self) -> bool:
        """Whether this hub is on duty now."""
        now = self._clock()
        if not 0 <= now - self._asked_at < BEAT_MS:
            self._held = await self._leases.hold(NAME, self._holder, now, LEASE_MS, GAP_MS)
            self._asked_at = now
            self.outages = await self._leases.outages()
        return self._held

    async def close(self) -> None:
        """Let another hub take over at once."""
        await self._leases.give_up(NAME, self._holder, self._clock())
        self._asked_at, self._held = 0, False

    def counting(self, department: str | None) -> Counting:
        """How time passes for a department: in its business hours, and by the clock, without outages."""
        calendar, outages = self._arrangements.calendar(department), self.outages
        return Counting(
            lambda start, ms: after_running(calendar, start, ms, outages),
            lambda start, ms: after_running(None, start, ms, outages),
        )
