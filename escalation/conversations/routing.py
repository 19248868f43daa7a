"""What the pure rules route by: the configuration, and what is known of the customer, at the moment a
conversation begins to wait.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from escalation.configuration.live import LiveConfiguration
from escalation.core.conversation import Conversation
from escalation.core.routing import Routing

PLAIN = 2  # the priority of everybody


class Router:
    """``segment(customer)`` names a customer's segment, ``topic(name)`` the topic an article or intent stands
    in, ``back`` is the one answer to whether somebody is there (:class:`Availability`).
    """

    def __init__(
        self,
        arrangements: LiveConfiguration,
        segment: Callable[[str], Awaitable[str | None]],
        topic: Callable[[str], str | None],
        back: Callable[[str | None, int, str | None], str | None],
    ) -> None:
        self._arrangements, self._segment, self._topic, self._back = arrangements, segment, topic, back

    async def routing(self, conversation: Conversation, at: int, language: str | None) -> Routing:
        """What counts at ``at`` (UTC milliseconds) for this customer, who writes in ``language``."""
        customers = await self._segment(conversation.customer) or ""
        current = self._arrangements.now
        priority = next((segment.priority for segment in current.segments if segment.id == customers), PLAIN)

        def closed(department: str | None) -> str | None:
            return self._back(department, at, language)

        return Routing(
            current.departments, current.skills, customers, priority, language or "", self._topic, closed
        )
