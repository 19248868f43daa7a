"""Call-backs: which times a customer can book, and whether what they gave can be called or written to."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from escalation.auth.email_address import email_address
from escalation.auth.errors import AccountError
from escalation.auth.permissions import may
from escalation.auth.users import Users
from escalation.clock import now_ms
from escalation.configuration.business_hours import MINUTE_MS, slots_of
from escalation.configuration.holidays import in_words
from escalation.configuration.live import LiveConfiguration
from escalation.core import commands as cmd
from escalation.core.callback import recognised
from escalation.core.conversation import Conversation
from escalation.core.errors import Code, Refused
from escalation.core.routing import for_agent
from escalation.store.ports import AgentStateRepository

EVERY_MS, SOONEST_MS, FURTHEST_MS = 30 * MINUTE_MS, 15 * MINUTE_MS, 7 * 24 * 60 * MINUTE_MS
CHOOSING_MS = 10 * MINUTE_MS  # a time that was offered can be booked for so long
_PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{4,28}[0-9]")
_DIGITS = 6


class Callbacks:
    """A slot holds as many call-backs as the department has agents: more could not be kept."""

    def __init__(
        self,
        arrangements: LiveConfiguration,
        users: Users,
        states: AgentStateRepository,
        clock: Callable[[], int] = now_ms,
    ) -> None:
        self._arrangements, self._users, self._states, self._clock = arrangements, users, states, clock
        # Held from :meth:`booking` until its command is stored: of two who want the last place one gets it.
        self.in_turn = asyncio.Lock()

    async def slots(self, conversation: Conversation) -> list[int]:
        """When one can be called back: within the department's business hours (UTC milliseconds)."""
        return await self._free(conversation, SOONEST_MS)

    async def _free(self, conversation: Conversation, soonest_ms: int) -> list[int]:
        department, now = conversation.department, self._clock()
        calendar = self._arrangements.calendar(department)
        times = slots_of(calendar, now + soonest_ms, now + FURTHEST_MS, EVERY_MS)
        taken, most = await self._taken(conversation), await self._agents(department)
        return [at for at in times if taken[at] < most]

    async def _taken(self, conversation: Conversation) -> Counter[int]:
        """How many others of the department have booked which time."""
        return Counter(
            load.callback.at
            for load in await self._states.queued()
            if load.callback and load.id != conversation.id and load.department == conversation.department
        )

    async def _agents(self, department: str | None) -> int:
        return sum(
            may(user, "take") and for_agent(department, (), user.departments, ())
            for user in map(self._arrangements.now.known, await self._users.all())
        )

    async def booking(
        self, conversation: Conversation, at: int, zone: str, channel: str, contact: str
    ) -> cmd.BookCallback:
        """The command of a booking that can be kept; raises :class:`Refused` for any other."""
        reached = _address(contact) if channel == "email" else _number(contact)
        if at not in await self._free(conversation, SOONEST_MS - CHOOSING_MS):
            raise Refused(Code.STALE, "That time is no longer available. Please choose another one.")
        local = datetime.fromtimestamp(at / 1000, UTC).astimezone(_zone(zone))
        when = await asyncio.to_thread(in_words, local, conversation.language)
        shown = recognised(channel, reached)
        return cmd.BookCallback(at=at, zone=zone, channel=channel, contact=reached, when=when, shown=shown)


def _number(contact: str) -> str:
    number = contact.strip()
    if not _PHONE.fullmatch(number) or sum(map(str.isdigit, number)) < _DIGITS:
        raise Refused(Code.BAD_REQUEST, "Enter a phone number with its area code, like +44 20 7946 0018.")
    return number


def _address(contact: str) -> str:
    try:
        return email_address(contact)
    except AccountError:
        raise Refused(Code.BAD_REQUEST, "Enter a valid email address, like name@example.org.") from None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        raise Refused(Code.BAD_REQUEST, f"There is no time zone “{name[:60]}”.") from None
