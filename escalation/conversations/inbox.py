"""The lists of the console as one agent sees them: what is meant for them, and until when somebody should
have answered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import asdict
from typing import Any

from escalation.clock import now_ms
from escalation.configuration.live import LiveConfiguration
from escalation.conversations import views
from escalation.conversations.segments import Segments
from escalation.conversations.sla import Sla, answer_due
from escalation.core.assignment import OfferFacts
from escalation.core.offer_words import explain
from escalation.core.routing import for_agent
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
        sla: Sla,
        present: Callable[[], Awaitable[frozenset[str]]],
    ) -> None:
        self._arrangements, self._segments, self._sla = arrangements, segments, sla
        self._present = present

    async def dressed(self, rows: Iterable[Row], user: User) -> list[Json]:
        """The rows with ``due_at`` (UTC milliseconds, None without an SLA), ``sla``, ``offer``, ``segment``,
        ``for_me``, and ``away``: its agent has no console open.
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
        standing = self._sla.standing(row, segment or "", now_ms())
        shown = views.row(row)
        for inner in ("ringing", "handed_at", "answered_at", "behind"):
            shown.pop(inner)
        return {
            **shown,
            "segment": segment,
            "due_at": answer_due(standing),
            "sla": asdict(standing[0]) if standing else None,
            "offer": self._offer(row),
            "for_me": mine,
            "away": away,
        }

    def _offer(self, row: Row) -> Json | None:
        """To whom it rings, until when, and why to them."""
        ringing = row.ringing
        if ringing is None:
            return None
        why = self.explain(ringing.facts, ringing.agent_name)
        return {"agent": ringing.agent, "agent_name": ringing.agent_name, "until": ringing.until, "why": why}

    def explain(self, facts: OfferFacts, agent_name: str) -> str:
        """Why it rings at an agent, with departments and skills by their names."""
        now = self._arrangements.now
        names = {department.id: department.name for department in now.departments}
        names |= {skill.id: skill.name for skill in now.skills}
        return explain(facts, agent_name, lambda name: names.get(name, name))
