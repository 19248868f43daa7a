"""What customers are told of their wait: the model of :mod:`escalation.waiting` over the live queue.

It reads the log behind everyone else, so it hears of what other hubs do as well, and learns again from the
last weeks when a hub starts.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence

from escalation.clock import now_ms
from escalation.configuration.business_hours import closing
from escalation.configuration.live import LiveConfiguration
from escalation.conversations.team import Member, Team
from escalation.core.events import Recorded
from escalation.core.presence import Presence
from escalation.store.codec import UnreadableEventError
from escalation.store.ports import QueueLog
from escalation.store.records import StoreError
from escalation.waiting.changes import Absent, Change, Present, Waits
from escalation.waiting.log import READ, Reading
from escalation.waiting.model import Model
from escalation.waiting.shown import Minutes, Shown, shown

HISTORY_MS = 28 * 86_400_000
WATCHED = 400  # the last waits are forecast again at a start, to learn how good the forecasts are
log = logging.getLogger(__name__)
Events = list[tuple[str, Recorded]]


class WaitingTimes:
    """:meth:`look` reads what is new and says what is told now, of the team as it is."""

    def __init__(
        self, rows: QueueLog, team: Team, arrangements: LiveConfiguration, clock: Callable[[], int] = now_ms
    ) -> None:
        self._rows, self._team, self._arrangements, self._clock = rows, team, arrangements, clock
        self._model, self._reading = Model(closes=self._closes), Reading()
        self._read: int | None = None  # up to where
        self._one_at_a_time = asyncio.Lock()
        self._shown: dict[str, Shown] = {}

    def _closes(self, department: str | None, at: int) -> int | None:
        return closing(self._arrangements.calendar(department), at)

    async def look(self, order: Sequence[str]) -> dict[str, Minutes]:
        """Of those who wait, in the order they stand in: the range each is told. Nothing is told of who has
        no honest one, nor while the log cannot be read.
        """
        try:
            async with self._one_at_a_time:
                rows, is_first = await self._new()
                team = [self._present(member) for member in self._team.members.values()]
                here = [agent for agent in team if agent]
                return await asyncio.to_thread(self._look, rows, is_first, here, order)
        except (StoreError, UnreadableEventError) as problem:
            log.warning("the waiting times could not be brought up to date: %s", problem)
            return {}

    async def _new(self) -> tuple[Events, bool]:
        """What was committed since the last look; at the first, the last weeks."""
        is_first = self._read is None
        after = await self._rows.first_since(self._clock() - HISTORY_MS) if self._read is None else self._read
        self._read, rows = await self._rows.events(READ, after)
        return rows, is_first

    def _present(self, member: Member) -> Present | None:
        """An agent who may get another conversation. Where agents pick for themselves nobody knows how many
        they take at once: that is learnt.
        """
        if member.presence is not Presence.ONLINE:
            return None
        user = member.user
        rules = self._arrangements.now.rules_of(user.departments[0] if user.departments else None)
        capacity = max(1, round(self._team.capacity(member))) if rules.mode == "automatic" else 0
        return Present(0, user.id, capacity, frozenset(user.departments))

    def _look(
        self, rows: Events, is_first: bool, team: list[Present], order: Sequence[str]
    ) -> dict[str, Minutes]:
        now = self._clock()
        changes = self._reading.changes(rows)
        if is_first:
            self._learn(list(changes))
        else:
            self._apply(changes)
        self._attend(team, now)
        fresh = dict(self._model.ranges(now, order))
        self._shown = {name: shown(self._shown.get(name), row, now) for name, row in fresh.items()}
        return {name: row.minutes(now) for name, row in self._shown.items()}

    def _learn(self, history: list[Change]) -> None:
        begins = [place for place, change in enumerate(history) if isinstance(change, Waits)]
        watched = begins[-WATCHED] if len(begins) > WATCHED else 0
        self._model.watching = False
        self._apply(history[:watched])
        self._model.watching = True
        self._apply(history[watched:])
        self._reading.guess = False  # from here on it is known who is there

    def _apply(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self._model.apply(change)

    def _attend(self, team: list[Present], now: int) -> None:
        """Who came and who went since the last look, and who takes others or more than before."""
        before, here = self._model.line.agents, {agent.agent: agent for agent in team}
        self._apply([Absent(now, name) for name in before if name not in here])
        for name, agent in here.items():
            known = before.get(name)
            if known is None or (known.capacity, known.departments) != (agent.capacity, agent.departments):
                self._apply([Present(now, name, agent.capacity, agent.departments)])
