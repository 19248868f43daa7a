"""How it goes now, from the rows of the store and who has a console open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from escalation.auth import permissions
from escalation.auth.users import Users
from escalation.clock import now_ms
from escalation.core.contacts import Contact
from escalation.reports.now import Agent, AtDesk, Due, Now, now, opened
from escalation.reports.period import Choice, Reports
from escalation.store.ports import EventLog

MOST = 10_000  # conversations that are counted
FRESH_MS = 1000  # however many supervisors look
MISSES = ("verdict:too_late", "sla_missed", "abandoned")
SHOWN = 50  # of each kind of miss


class LiveReport:
    """``due`` says until when a conversation should be answered, ``present`` the ids of users with a console
    open, ``team`` what agents are and carry, by id.
    """

    def __init__(
        self,
        *,
        log: EventLog,
        due: Due,
        users: Users,
        reports: Reports,
        present: Callable[[], Awaitable[frozenset[str]]],
        team: Callable[[], Mapping[str, AtDesk]],
    ) -> None:
        self._log, self._due = log, due
        self._users, self._reports, self._present, self._team = users, reports, present, team
        self._last: Now | None = None

    async def now(self) -> Now:
        """As it was at most a second ago."""
        at = now_ms()
        if self._last is None or at - self._last.at >= FRESH_MS:
            self._last = await self._look(at)
        return self._last

    async def _look(self, at: int) -> Now:
        queued = await self._log.listed(("queued",), most=MOST)
        waiting = [row for row in queued if not row.snoozed_until]  # the others are called back later
        held = await self._log.listed(("agent",), most=MOST)
        here, team = await self._present(), self._team()
        agents = {
            user.id: Agent(user.id, user.login, user.name, user.id in here, team.get(user.id, AtDesk()))
            for user in await self._users.all()
            if permissions.may(user, "take")
        }
        gone = {row.agent: Agent(row.agent, "", row.agent_name or "") for row in held if row.agent}
        return now(
            at,
            [opened(row, self._due) for row in waiting],
            [opened(row, self._due) for row in held],
            {**gone, **agents},
            self._reports.departments(),
        )

    async def misses(self) -> list[tuple[Contact, str | None]]:
        """Today's contacts that were judged handed off too late, answered late, or given up; newest first."""
        day = self._reports.today()
        found = {
            (contact.conversation, contact.seq): (contact, name)
            for figure in MISSES
            for contact, name in await self._reports.find(Choice(first=day, figure=figure), SHOWN)
        }
        return sorted(found.values(), key=lambda pair: -pair[0].began_at)[:SHOWN]
