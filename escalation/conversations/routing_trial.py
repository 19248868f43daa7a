"""“Try this routing on last week's conversations”: before other departments, skills or segments count."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from escalation.auth.customers import Customers
from escalation.configuration.models import Configuration
from escalation.conversations.routing import PLAIN
from escalation.core.conversation import Conversation
from escalation.core.events import Recorded
from escalation.core.routing import Routing
from escalation.core.routing_trial import HandOff, RouteOf, RoutingTrial, compare, hand_offs
from escalation.core.segments import segment_of
from escalation.store.ports import EventLog

WEEK_MS = 7 * 24 * 3_600_000
MOST = 1000


class RoutingTrials:
    """On the hub's log; ``topic(name)`` is the topic an article or intent stands in."""

    def __init__(self, log: EventLog, customers: Customers, topic: Callable[[str], str | None]) -> None:
        self._log, self._customers, self._topic = log, customers, topic

    async def compare(self, now: Configuration, other: Configuration, at: int) -> RoutingTrial:
        """What ``other`` would change of the week before ``at``; at most :data:`MOST` conversations, the
        latest.
        """
        since = at - WEEK_MS
        names = await self._log.handed_off(since, MOST)
        logs = {name: await self._log.events(name) for name in names}
        made = await asyncio.to_thread(_made, logs, since)
        customers = {hand_off.after.customer for hand_off in made}
        facts = {customer: await self._customers.facts(customer) for customer in customers}
        return compare(made, self._by(now, facts), self._by(other, facts))

    def _by(self, rules: Configuration, facts: Mapping[str, tuple[str, str, str]]) -> RouteOf:
        def routing(conversation: Conversation) -> Routing:
            by_hand, email, site = facts[conversation.customer]
            segment = by_hand or segment_of(rules.segments, email, site) or ""
            priority = next((rule.priority for rule in rules.segments if rule.id == segment), PLAIN)
            language = conversation.language or ""
            return Routing(rules.departments, rules.skills, segment, priority, language, self._topic)

        return routing


def _made(logs: dict[str, list[Recorded]], since: int) -> list[HandOff]:
    return [hand_off for name, log in logs.items() for hand_off in hand_offs(name, log, since)]
