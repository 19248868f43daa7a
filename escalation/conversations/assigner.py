"""Work finds the agent: what waits in departments with automatic assignment rings at one agent after another.

Only the hub on duty offers, so that nobody gets more than they can carry; and even where two did, a
conversation rings once and is taken once, for each offer names its epoch and the log refuses the second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

from escalation.clock import now_ms
from escalation.configuration.live import LiveConfiguration
from escalation.conversations.service import Conversations
from escalation.conversations.team import Member, Team
from escalation.core import commands as cmd
from escalation.core.assignment import Assignment, Candidate, Waiting, assign
from escalation.core.presence import Presence
from escalation.store.ports import AgentStateRepository
from escalation.store.records import Load

AT_ONCE = 1024  # offers that wait for their commit together


async def _nobodys(_customer: str) -> str | None:
    return None


class Assigner:
    """:meth:`look` is called every second, and sooner when something has begun to wait."""

    def __init__(
        self,
        conversations: Conversations,
        states: AgentStateRepository,
        team: Team,
        arrangements: LiveConfiguration,
        *,
        segment: Callable[[str], Awaitable[str | None]] = _nobodys,
        clock: Callable[[], int] = now_ms,
    ) -> None:
        self._conversations, self._states, self._team = conversations, states, team
        self._arrangements, self._segment, self._clock = arrangements, segment, clock
        self._last: dict[str, int] = {}

    async def look(self) -> list[Assignment]:
        """End what rings at agents who are no longer online, and offer what can be offered; returns the
        offers that were made.
        """
        await self._team.refresh()
        await self._end_offers(load for load in self._team.carried if load.ringing)
        if not self._is_automatic():
            return []
        now, queued = self._clock(), await self._states.queued()
        waiting = [_waiting(load) for load in queued if load.ringing is None and _is_there(load)]
        customers = {load.id: load.customer for load in queued}
        candidates = [self._candidate(member) for member in self._team.members.values()]
        offers = assign(waiting, candidates, self._arrangements.now.rules_of, now)
        made: list[Assignment] = []
        for start in range(0, len(offers), AT_ONCE):
            part = offers[start : start + AT_ONCE]
            done = await asyncio.gather(*(self._offer(offer, customers, now) for offer in part))
            made += [offer for offer, is_made in zip(part, done, strict=True) if is_made]
        return made

    def _is_automatic(self) -> bool:
        return any(rules.mode == "automatic" for rules in self._arrangements.now.assignment.values())

    async def _end_offers(self, ringing: Iterable[Load]) -> None:
        """What rings at an agent who switched off or is gone rings elsewhere."""
        for load in ringing:
            member = self._team.members.get(load.ringing.agent) if load.ringing else None
            if load.ringing and (member is None or member.presence is not Presence.ONLINE):
                gone = cmd.EndOffer(agent=load.ringing.agent, epoch=load.epoch, ending="gone")
                await self._conversations.run(load.id, gone)

    async def _offer(self, offer: Assignment, customers: dict[str, str], now: int) -> bool:
        segment = await self._segment(customers[offer.conversation]) or ""
        command = cmd.Offer(
            agent=offer.agent,
            agent_name=offer.agent_name,
            epoch=offer.epoch,
            until=now + offer.accept_ms,
            facts=replace(offer.facts, segment=segment),
        )
        outcome = await self._conversations.run(offer.conversation, command)
        if outcome.events:
            self._last[offer.agent] = now
        return bool(outcome.events)

    def _candidate(self, member: Member) -> Candidate:
        user = member.user
        return Candidate(
            agent=user.id,
            name=user.name,
            departments=user.departments,
            skills=user.skills,
            languages=user.languages,
            available=member.offerable,
            capacity=user.capacity,
            load=member.load,
            offers=member.ringing,
            last_assigned=max(self._last.get(user.id, 0), member.joined_at),
            breather_until=member.state.breather_until,
        )


def _is_there(load: Load) -> bool:
    """Who left the page is offered to nobody, unless our answer reaches them by email; nor who is called back
    later.
    """
    return not load.snoozed_until and (not load.left_at or load.email is not None)


def _waiting(load: Load) -> Waiting:
    return Waiting(
        conversation=load.id,
        epoch=load.epoch,
        priority=load.priority,
        since=load.waiting_since,
        department=load.department,
        skills=load.skills,
        language=load.language,
        last_agent=load.last_agent,
        wanted_agent=load.wanted_agent,
        strain=load.strain,
        left=load.place_lost,
        passed=load.passed,
    )
