"""Nobody stays with an agent who is gone: a grace after the last console closed, then the queue; at once for
a disabled account.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from escalation.auth.permissions import allowed
from escalation.clock import now_ms
from escalation.conversations.consoles import Consoles
from escalation.conversations.service import Conversations
from escalation.core import commands as cmd
from escalation.store.ports import AbsenceRepository
from escalation.store.records import Held

log = logging.getLogger(__name__)
ABSENT, DISABLED = "absent", "disabled"


class AgentAbsence:
    """:meth:`look` is called every second by every hub; what two of them do at once happens once, for the
    epoch has moved.
    """

    def __init__(
        self,
        conversations: Conversations,
        absences: AbsenceRepository,
        consoles: Consoles,
        grace_ms: int,
        clock: Callable[[], int] = now_ms,
    ) -> None:
        self._conversations, self._absences, self._consoles = conversations, absences, consoles
        self._grace_ms, self._clock = grace_ms, clock
        self._started = False

    async def look(self) -> None:
        """Set timers for whom an agent left, drop those of agents who are back, and release what is due."""
        await self._consoles.beat()
        now = self._clock()
        if not self._started:
            await self._absences.postpone(now + self._grace_ms)
            self._started = True
        present = await self._consoles.present()
        absences = await self._absences.held()
        here = [row for row in absences if _stays(row, present, now)]
        gone = [row for row in absences if not _stays(row, present, now)]
        waiting = [
            row
            for row in gone
            if row.role and allowed(row.role, "take") and (row.due_at is None or row.due_at > now)
        ]
        timers = {
            row.conversation: (row.epoch, now + self._grace_ms) for row in waiting if row.due_at is None
        }
        await self._absences.keep(timers, [row.conversation for row in here if row.due_at is not None])
        for row in gone:
            if row not in waiting:
                await self._release(row)

    async def _release(self, absence: Held) -> None:
        why = ABSENT if absence.role and allowed(absence.role, "take") else DISABLED
        log.info(
            "agent %s is gone (%s): conversation %s waits again", absence.agent, why, absence.conversation
        )
        await self._conversations.run(
            absence.conversation, cmd.Release(agent=absence.agent, epoch=absence.epoch, why=why)
        )
        await self._absences.keep({}, [absence.conversation])


def _stays(absence: Held, present: frozenset[str], now: int) -> bool:
    """Whether the agent keeps it: they may answer, and are there or have put it off to a time that has not
    come.
    """
    able = absence.role is not None and allowed(absence.role, "take")
    return able and (absence.agent in present or absence.snoozed_until > now)
