"""What an agent does about themselves: whether they are there, a breather, an offer, the end of a shift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from escalation import protocol
from escalation.auth.rate_limits import RateLimits
from escalation.clock import new_id
from escalation.conversations.agent_actions import AgentActions
from escalation.conversations.service import Conversations
from escalation.conversations.team import Team
from escalation.core import commands as cmd
from escalation.core.errors import Refused
from escalation.core.presence import Presence
from escalation.sockets.base import CommandNamespace
from escalation.store.records import Row, User

MOST_HELD = 1000


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in agent whose role has the right of the command, and the socket they sent it over."""

    sid: str
    user: User


class TeamCommands(CommandNamespace[Caller]):
    """The part of the agents' namespace that is about themselves."""

    def __init__(
        self,
        namespace: str,
        limits: RateLimits,
        *,
        conversations: Conversations,
        actions: AgentActions,
        team: Team,
    ) -> None:
        super().__init__(namespace, limits)
        self._conversations, self._actions, self._team = conversations, actions, team

    async def do_set_presence(self, caller: Caller, payload: protocol.SetPresence) -> dict[str, Any]:
        """The agent's own switch; who is not online is offered nothing."""
        await self._team.switch(caller.user.id, Presence(payload.presence))
        return {"team": self._team.shown()}

    async def do_waive_breather(self, caller: Caller, _nothing: protocol.Nothing) -> dict[str, Any]:
        """Go on at once after a hard conversation."""
        await self._team.waive(caller.user.id)
        return {"team": self._team.shown()}

    async def do_decline(self, caller: Caller, payload: protocol.AtEpoch) -> dict[str, Any]:
        """Let an offer pass: it rings at the next agent. One that is over changes nothing."""
        ended = cmd.EndOffer(agent=caller.user.id, epoch=payload.epoch, ending="declined")
        outcome = await self._conversations.run(payload.conversation, ended)
        return {"seq": outcome.seq}

    async def do_end_shift(self, caller: Caller, payload: protocol.EndShift) -> dict[str, Any]:
        """Go offline and hand everything on: each conversation goes back to the queue with the note, in one
        commit. One that has moved on meanwhile stays as it is and is named with the reason.
        """
        await self._team.switch(caller.user.id, Presence.OFFLINE)
        rows = await self._conversations.store.listed(("agent",), agent=caller.user.id, most=MOST_HELD)
        moved, kept = [], []
        for row in rows:
            try:
                await self._conversations.run(row.id, await self._handing_on(caller.user, row, payload.note))
                moved.append(row.id)
            except Refused as refusal:
                kept.append({"conversation": row.id, "message": str(refusal)})
        return {"moved": moved, "kept": kept}

    async def _handing_on(self, user: User, row: Row, note: str) -> cmd.Several:
        notes = (await self._actions.note(user, new_id("n"), note),) if note.strip() else ()
        requeue = cmd.Requeue(agent=user.id, agent_name=user.name, epoch=row.epoch)
        return cmd.Several(commands=(*notes, requeue))
