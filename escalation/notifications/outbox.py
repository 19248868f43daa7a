"""The outbox: every email is kept before it goes out, and is tried again until it is delivered or nobody
takes it.
"""

from __future__ import annotations

import asyncio

from escalation.clock import new_id, now_ms
from escalation.notifications.templates import SECRET, Email
from escalation.store.ports import OutboxRepository
from escalation.store.records import FAILED, KEPT, WAITING, OutboxEntry

RETRIES_S = (60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
LEASE_MS, AT_ONCE = 120_000, 5  # five that each wait as long as a server may take are done within the lease
KEPT_DAYS, DAY_MS = 30, 86_400_000


class Outbox:
    """:attr:`filled` is set when something may be due."""

    def __init__(self, rows: OutboxRepository) -> None:
        self._rows = rows
        self.filled = asyncio.Event()

    async def put(self, email: Email, *, goes_out: bool) -> None:
        """Keep an email, to be sent or only to be read here; one whose key is known already is not kept
        twice.
        """
        now, state = now_ms(), WAITING if goes_out else KEPT
        entry = OutboxEntry(
            new_id("l"),
            email.kind,
            email.way,
            email.recipient,
            email.subject,
            email.body(),
            email.conversation,
            state,
            0,
            now,
            None,
            now,
            None,
        )
        await self._rows.put(entry, email.key)
        self.filled.set()

    async def claim(self, most: int = AT_ONCE) -> list[OutboxEntry]:
        """What is due, each for whoever holds it until the lease runs out."""
        now = now_ms()
        return await self._rows.claim(now, now + LEASE_MS, most)

    async def delivered(self, email: OutboxEntry) -> None:
        """It has gone out. What it let somebody do with it is no longer kept here."""
        await self._rows.sent(email.id, {} if email.kind in SECRET else email.body, now_ms())

    async def refused(self, email: OutboxEntry, why: str, *, for_good: bool) -> None:
        """It has not gone out: later again, or never when it was refused for good or tried often enough."""
        over = for_good or email.attempts > len(RETRIES_S)
        due = 0 if over else now_ms() + 1000 * RETRIES_S[email.attempts - 1]
        await self._rows.postpone(email.id, FAILED if over else WAITING, due, why[:500])

    async def again(self, identity: str) -> bool:
        """Try one now that waits, failed or was only kept; False when there is none."""
        done = await self._rows.retry(identity, now_ms())
        self.filled.set()
        return done

    async def drop(self, identity: str) -> None:
        """Forget one."""
        await self._rows.drop(identity)

    async def tidy(self) -> None:
        """Forget what is :data:`KEPT_DAYS` days old: emails hold people's words. What lets somebody in goes
        once it is sent, also from before that kind counted as such.
        """
        await self._rows.tidy(now_ms() - KEPT_DAYS * DAY_MS, SECRET)

    async def latest(self, most: int = 100) -> list[OutboxEntry]:
        """The newest emails and alerts."""
        return await self._rows.latest(most)

    async def next_due(self) -> int | None:
        """When the next one is due (UTC milliseconds)."""
        return await self._rows.next_due()
