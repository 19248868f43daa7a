"""Takes answers to customers who go on by email and have not read them in the chat."""

from __future__ import annotations

from dataclasses import dataclass

from escalation.auth.customers import Customers
from escalation.clock import now_ms
from escalation.notifications.delivery import Mailer
from escalation.notifications.templates import answers
from escalation.notifications.transcript import by_agents
from escalation.store.ports import EventLog, ReceiptRepository
from escalation.store.records import Unread

LINK_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadReplies:
    """:meth:`look` is called every few seconds; ``url`` is where people reach the hub."""

    log: EventLog
    receipts: ReceiptRepository
    customers: Customers
    post: Mailer
    url: str

    async def look(self) -> None:
        """Write to everybody who is owed an email. The email is kept before it counts as sent: a crash in
        between writes it once.
        """
        for unread in await self.receipts.unread(now_ms() - 1000 * self.post.away_seconds):
            await self._write(unread)

    async def _write(self, unread: Unread) -> None:
        events = await self.log.events(unread.conversation, unread.since)
        lines = [(recorded.seq, *words) for recorded in events if (words := by_agents(recorded.event))]
        if lines:
            link = await go_on(self.customers, self.url, unread.customer)
            await self.post.send(
                answers(unread.email, unread.conversation, [line[1:] for line in lines], link, lines[-1][0])
            )
        await self.receipts.mailed(unread.conversation, events[-1].seq if events else unread.since)


async def go_on(customers: Customers, url: str, customer: str) -> str:
    """A link with which this customer alone goes on, wherever they open it; the token stays behind ``#`` and
    reaches no log.
    """
    return f"{url}/go-on#{await customers.new_token(customer, LINK_DAYS)}"
