"""Sessions of the team and one-time links, and who hears when one ends. Only hashes of tokens are stored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from escalation.auth.tokens import DAY_MS, hashed, new_token
from escalation.clock import now_ms
from escalation.store.ports import SessionRepository
from escalation.store.records import User

LINK_DAYS = 2
Ended = Callable[[User, str | None], Awaitable[None]]


class Sessions:
    """Opens and ends them."""

    def __init__(self, rows: SessionRepository) -> None:
        self._rows = rows
        self._listeners: list[Ended] = []

    def when_ended(self, listener: Ended) -> None:
        """``listener`` hears of every user whose sessions end or whose rights change here, with the token if
        it is one session alone. Whoever made it so gets their answer after the listener is done.
        """
        self._listeners.append(listener)

    async def ended(self, user: User, token: str | None = None) -> None:
        """Tell the listeners."""
        for listener in self._listeners:
            await listener(user, token)

    async def open(self, user: User, days: int) -> str:
        """A new session's token."""
        token, now = new_token(), now_ms()
        await self._rows.put(hashed(token), user.id, now, now + days * DAY_MS)
        return token

    async def user_of(self, token: str) -> User | None:
        """The user of a session that has not ended."""
        return await self._rows.user_of(hashed(token), now_ms())

    async def close(self, token: str) -> None:
        """End a session."""
        user = await self.user_of(token)
        await self._rows.drop(hashed(token))
        if user is not None:
            await self.ended(user, token)

    async def roles(self, tokens: set[str]) -> dict[str, str]:
        """The role behind each of these sessions; one that has ended is not in it."""
        by_hash = {hashed(token): token for token in tokens}
        roles = await self._rows.roles(list(by_hash), now_ms())
        return {by_hash[token_hash]: role for token_hash, role in roles.items()}

    async def new_link(self, user: User) -> str:
        """A one-time sign-in token, good for :data:`LINK_DAYS` days; an earlier one stops working."""
        token = new_token()
        await self._rows.put_link(hashed(token), user.id, now_ms() + LINK_DAYS * DAY_MS)
        return token

    async def link_owner(self, token: str) -> User | None:
        """Whose link this is, without using it up."""
        return await self._rows.link_owner(hashed(token), now_ms())
