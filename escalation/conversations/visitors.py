"""Who waits and has left the page: marked after a while, and later no longer before those who are there.

Every hub says which of the customers who wait have the page open with it; the one on duty notes who is gone.
The time before it took up duty counts against nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable

from escalation.clock import now_ms
from escalation.conversations.service import Conversations
from escalation.core import commands as cmd
from escalation.store.ports import AgentStateRepository, CustomersHere
from escalation.store.records import Load

MOST_MS = 10_000  # between two looks


class Visitors:
    """:meth:`look` is called often by every hub; ``here`` are the customers with a window on this one."""

    def __init__(
        self,
        conversations: Conversations,
        states: AgentStateRepository,
        rows: CustomersHere,
        *,
        left_ms: int,
        kept_ms: int,
        here: Callable[[], Container[str]],
        clock: Callable[[], int] = now_ms,
    ) -> None:
        self._conversations, self._states, self._rows = conversations, states, rows
        self._left_ms, self._kept_ms, self._here, self._clock = left_ms, kept_ms, here, clock
        self._every_ms, self._looked_at = min(MOST_MS, left_ms // 3), 0
        self._on_duty_since = 0

    async def look(self, on_duty: bool) -> None:
        """Say who is here; on duty also note who is not."""
        now = self._clock()
        if 0 <= now - self._looked_at < self._every_ms:
            return
        self._looked_at = now
        queued = await self._states.queued()
        if queued:
            here = self._here()
            await self._rows.beat([load.customer for load in queued if load.customer in here], now)
        self._on_duty_since = (self._on_duty_since or now) if on_duty else 0
        if on_duty:
            await self._note(queued, now)

    async def _note(self, queued: Iterable[Load], now: int) -> None:
        seen = await self._rows.seen()
        for load in queued:
            last = max(seen.get(load.customer, 0), load.waiting_since)
            command = self._command(load, last, now)
            if command:
                await self._conversations.run(load.id, command)

    def _command(self, load: Load, last: int, now: int) -> cmd.Command | None:
        if load.callback:
            return None  # they need not be there
        if load.left_at and last > load.left_at:
            return cmd.NoteReturned()
        if now - max(last, self._on_duty_since) < self._left_ms or load.place_lost:
            return None
        if not load.left_at:
            return cmd.NoteLeft(epoch=load.epoch, since=last)
        if now - load.left_at < self._kept_ms:
            return None
        return cmd.NoteLeft(epoch=load.epoch, since=load.left_at, keep_place=False)
