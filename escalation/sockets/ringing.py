"""What the team's consoles are told from memory, once a second: who is there, what rings at whom, who is
reminded. Each hub tells its own consoles, so it does not matter which hub offered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import socketio

from escalation.conversations.team import Team
from escalation.core.assignment import OfferFacts
from escalation.protocol import AGENT
from escalation.sockets.rooms import AGENTS, agent_consoles
from escalation.store.records import Load

Json = dict[str, Any]
Explain = Callable[[OfferFacts, str], str]
_Key = tuple[str, int, str]


class TeamPushes:
    """:meth:`look` is called after each refresh of the team; ``changed`` hears when somebody came or went."""

    def __init__(
        self,
        server: socketio.AsyncServer,
        team: Team,
        explain: Explain,
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        self._server, self._team, self._explain, self._changed = server, team, explain, changed
        self._shown: list[Json] = []
        self._ringing: dict[_Key, Load] = {}
        self._reminded: set[_Key] = set()

    async def look(self) -> None:
        """Push what is new."""
        await self._team_changed()
        await self._rings()
        await self._reminders()

    async def _team_changed(self) -> None:
        shown = self._team.shown()
        if shown == self._shown:
            return
        before, now = ([(row["id"], row["presence"]) for row in rows] for rows in (self._shown, shown))
        self._shown = shown
        await self._server.emit("team", {"team": shown}, room=AGENTS, namespace=AGENT)
        if before != now:
            await self._changed()

    async def _rings(self) -> None:
        ringing = {
            (load.id, load.epoch, load.ringing.agent): load for load in self._team.carried if load.ringing
        }
        before, self._ringing = self._ringing, ringing
        for key, load in ringing.items():
            if key not in before:
                await self._tell(key[2], "offer", self._offer(load))
        if before.keys() != ringing.keys():
            await self._server.emit("inbox_changed", {}, room=AGENTS, namespace=AGENT)

    def _offer(self, load: Load) -> Json:
        assert load.ringing is not None
        why = self._explain(load.ringing.facts, load.ringing.agent_name)
        return {"conversation": load.id, "epoch": load.epoch, "until": load.ringing.until, "why": why}

    async def _reminders(self) -> None:
        reminded = {
            (load.id, load.epoch, load.agent) for load in self._team.carried if load.reminded and load.agent
        }
        before, self._reminded = self._reminded, reminded
        for conversation, _, agent in reminded - before:
            await self._tell(agent, "reminder", {"conversation": conversation})

    async def _tell(self, agent: str, push: str, data: Json) -> None:
        if member := self._team.members.get(agent):
            await self._server.emit(push, data, room=agent_consoles(member.user.login), namespace=AGENT)
