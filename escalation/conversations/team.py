"""Who is there and what they carry, on all hubs: kept in memory, read again every second and after every
change made here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from escalation.auth.permissions import may
from escalation.auth.users import Users
from escalation.clock import now_ms
from escalation.configuration.live import LiveConfiguration
from escalation.conversations.consoles import ALIVE_MS
from escalation.core import events as ev
from escalation.core.conversation import Conversation
from escalation.core.presence import AT_WORK, AgentState, Presence, may_be_offered, presence_of
from escalation.core.routing import for_agent
from escalation.core.strain import breather_until, load_of
from escalation.store.ports import AgentStateRepository
from escalation.store.records import Load, User

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """An agent as they are now. ``load`` is what they have and what rings at them, by strain."""

    user: User
    state: AgentState
    presence: Presence
    offerable: bool
    load: float = 0.0
    ringing: int = 0
    joined_at: int = 0


class Team:
    """:meth:`refresh` is called every second by every hub; the rest answers from memory."""

    def __init__(
        self,
        users: Users,
        states: AgentStateRepository,
        arrangements: LiveConfiguration,
        grace_ms: int,
        clock: Callable[[], int] = now_ms,
    ) -> None:
        self._users, self._states, self._arrangements = users, states, arrangements
        self._grace_ms, self._clock = grace_ms, clock
        self._breathers: list[tuple[str, int]] = []
        self.members: dict[str, Member] = {}
        self.carried: list[Load] = []  # what agents have and what rings at them

    async def refresh(self) -> None:
        """Read everybody again; breathers that have begun are kept first."""
        breathers, self._breathers = self._breathers, []
        for agent, until in breathers:
            await self._states.breathe(agent, until)
        now = self._clock()
        states = {state.agent: state for state in await self._states.all(now - ALIVE_MS)}
        self.carried = await self._states.carried()
        users = [user for user in await self._users.all() if may(user, "take") and user.id in states]
        carried = _carried(self.carried, now)
        self.members = {
            user.id: self._member(user, states[user.id], carried.get(user.id, []), now) for user in users
        }

    def _member(self, user: User, state: AgentState, carried: list[Load], now: int) -> Member:
        return Member(
            user=self._arrangements.now.known(user),
            state=state,
            presence=presence_of(state, now, self._grace_ms),
            offerable=may_be_offered(state, now, self._grace_ms),
            load=load_of(load.strain for load in carried),
            ringing=sum(load.ringing is not None for load in carried),
            joined_at=max((load.joined_at for load in carried), default=0),
        )

    def is_attended(self, department: str | None) -> bool:
        """Whether somebody of a department is at work; who belongs to none belongs to all."""
        return any(
            member.presence in AT_WORK and for_agent(department, (), member.user.departments, ())
            for member in self.members.values()
        )

    async def switch(self, agent: str, to: Presence) -> None:
        """What an agent says of themselves."""
        await self._states.switch(agent, to, self._clock())
        await self.refresh()

    async def waive(self, agent: str) -> None:
        """The agent wants no breather."""
        self._breathers = [(name, until) for name, until in self._breathers if name != agent]
        await self._states.waive(agent)
        await self.refresh()

    async def left(self, agent: str) -> None:
        """A console of this agent closed just now."""
        await self._states.seen(agent, self._clock())

    def notice(self, conversation: Conversation, events: Iterable[ev.Recorded]) -> None:
        """A listener of the service: a breather, or the time to wrap up, begins when a conversation leaves
        its agent.
        """
        rules = self._arrangements.now.rules_of(conversation.department)
        for recorded in events:
            agent, strain = _left(conversation, recorded.event)
            rest = (1000 * rules.breather_seconds, 1000 * rules.wrap_up_seconds)
            until = breather_until(strain, recorded.at, *rest)
            if agent and until and rules.mode == "automatic":
                self._breathers.append((agent, until))

    def shown(self) -> list[Json]:
        """Everybody as consoles see them, by name."""
        members = sorted(self.members.values(), key=lambda member: (member.user.name, member.user.login))
        return [self._shown(member) for member in members]

    def _shown(self, member: Member) -> Json:
        user, now = member.user, self._clock()
        breather = member.state.breather_until
        return {
            "id": user.id,
            "login": user.login,
            "name": user.name,
            "presence": str(member.presence),
            "since": member.state.since,
            "departments": user.departments,
            "load": member.load,
            "capacity": self.capacity(member),
            "breather_until": breather if breather > now else 0,
        }

    def capacity(self, member: Member) -> float:
        """How much they can carry: by their account, or as the rules of their first department say."""
        department = member.user.departments[0] if member.user.departments else None
        return member.user.capacity or self._arrangements.now.rules_of(department).capacity


def _carried(loads: Iterable[Load], now: int) -> dict[str, list[Load]]:
    """What each agent has and is not snoozed, and what rings at them."""
    carried: dict[str, list[Load]] = {}
    for load in loads:
        agent = load.ringing.agent if load.ringing else load.agent if load.state == "agent" else None
        if agent and load.snoozed_until <= now:
            carried.setdefault(agent, []).append(load)
    return carried


def _left(after: Conversation, event: ev.Event) -> tuple[str | None, float]:
    """Whom the conversation left with this event, and how much it weighed."""
    match event:
        case ev.AgentLeft():
            return event.agent, after.strain
        case ev.AgentReplaced() | ev.AgentReassigned():
            return event.before, after.strain
        case ev.HandedBack():
            return event.by, after.strain_before
        case ev.Closed():
            return after.agent, after.strain
    return None, 0.0
