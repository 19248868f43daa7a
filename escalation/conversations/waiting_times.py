"""What customers are told of their wait: the model of :mod:`escalation.waiting` over the live queue.

It reads the log behind everyone else, so it hears of what other hubs do as well, and learns again from the
last weeks when a hub starts.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterable, Sequence

from escalation.auth.permissions import allowed
from escalation.auth.users import Users
from escalation.clock import now_ms
from escalation.configuration.business_hours import closing
from escalation.configuration.live import LiveConfiguration
from escalation.store.codec import UnreadableEventError
from escalation.store.database import Database
from escalation.store.waiting_log import first_since, queue_events
from escalation.waiting.changes import Absent, Change, Present, Waits
from escalation.waiting.log import READ, Reading
from escalation.waiting.model import Model
from escalation.waiting.shown import Minutes, Shown, shown

HISTORY_MS = 28 * 86_400_000
WATCHED = 400  # the last waits are forecast again at a start, to learn how good the forecasts are
log = logging.getLogger(__name__)


class WaitingTimes:
    """:meth:`look` reads what is new and says what is told now; ``present`` are the ids of agents who are
    there.
    """

    def __init__(
        self,
        database: Database,
        users: Users,
        arrangements: LiveConfiguration,
        present: Callable[[], frozenset[str]],
        clock: Callable[[], int] = now_ms,
    ) -> None:
        self._db, self._users, self._arrangements = database, users, arrangements
        self._present, self._clock = present, clock
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
        users, present, configured = await self._users.all(), self._present(), self._arrangements.now
        team = [
            Present(0, user.id, 0, frozenset(configured.known(user).departments))
            for user in users
            if user.id in present and allowed(user.role, "take")
        ]
        try:
            async with self._one_at_a_time:
                return await self._db.read(lambda db: self._look(db, team, order))
        except (sqlite3.Error, UnreadableEventError) as problem:
            log.warning("the waiting times could not be brought up to date: %s", problem)
            return {}

    def _look(self, db: sqlite3.Connection, team: list[Present], order: Sequence[str]) -> dict[str, Minutes]:
        now = self._clock()
        self._catch_up(db, now)
        self._attend(team, now)
        fresh = dict(self._model.ranges(now, order))
        self._shown = {name: shown(self._shown.get(name), row, now) for name, row in fresh.items()}
        return {name: row.minutes(now) for name, row in self._shown.items()}

    def _catch_up(self, db: sqlite3.Connection, now: int) -> None:
        if self._read is not None:
            self._read, rows = queue_events(db, READ, self._read)
            self._apply(self._reading.changes(rows))
            return
        self._read, rows = queue_events(db, READ, first_since(db, now - HISTORY_MS))
        history = list(self._reading.changes(rows))
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
        """Who came and who went since the last look, and whose departments changed."""
        before, here = self._model.line.agents, {agent.agent: agent for agent in team}
        gone = [Absent(now, name) for name in before if name not in here]
        came = [
            Present(now, name, agent.capacity, agent.departments)
            for name, agent in here.items()
            if name not in before or before[name].departments != agent.departments
        ]
        self._apply([*gone, *came])
