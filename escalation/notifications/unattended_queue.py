"""Tells whoever is to be told that somebody waits while no agent has the console open, or waits too long."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from escalation.clock import now_ms
from escalation.configuration.business_hours import MINUTE_MS, is_open
from escalation.configuration.live import LiveConfiguration
from escalation.core.conversation import Conversation
from escalation.notifications.delivery import Mailer
from escalation.notifications.templates import Email, waiting
from escalation.store.ports import EventLog
from escalation.store.records import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class UnattendedQueue:
    """:meth:`look` is called every few seconds. ``attended`` names who has a console open."""

    log: EventLog
    arrangements: LiveConfiguration
    post: Mailer
    url: str
    attended: Callable[[], Awaitable[frozenset[str]]]

    async def look(self) -> None:
        """One email, or one call, for each who waits and each who is to hear of it."""
        alerts = self.arrangements.now.alerts
        if not (alerts.emails or alerts.webhook) or await self.attended():
            return
        now = now_ms()
        for row in await self.log.listed(("queued",)):
            late = now - row.waiting_since >= 1000 * alerts.after_seconds
            if late and (not alerts.only_open or is_open(self.arrangements.calendar(row.department), now)):
                await self._tell(row, now)

    async def late(self, conversation: Conversation, _timer: object) -> None:
        """Somebody waits longer than they may, whoever is signed in."""
        rows = await self.log.listed_of(conversation.customer)
        for row in rows:
            if row.id == conversation.id:
                await self._tell(row, now_ms(), "late")

    async def _tell(self, row: Row, now: int, event: str = "waiting") -> None:
        alerts, link = self.arrangements.now.alerts, f"{self.url}/console#{row.id}"
        about = {
            "customer_name": row.customer_name,
            "preview": row.preview,
            "minutes": max(1, (now - row.waiting_since) // MINUTE_MS),
            "reason": (row.reason or "").replace("_", " "),
        }
        name = "alert" if event == "waiting" else event
        key = f"{name}:{row.id}:{row.waiting_since}"
        for recipient in alerts.emails:
            await self.post.send(waiting(recipient, row.id, about, link, f"{key}:{recipient}"))
        if alerts.webhook:
            payload = {
                "event": event,
                "conversation": row.id,
                "waiting_since": row.waiting_since,
                "reason": row.reason,
                "priority": row.priority,
                "department": row.department,
                "link": link,
            }
            await self.post.send(
                Email(
                    "alert",
                    alerts.webhook,
                    "A customer is waiting",
                    (),
                    row.id,
                    f"{key}:webhook",
                    "webhook",
                    payload,
                )
            )
