"""Sessions of the team and one-time links, and who hears when one ends. Only hashes of tokens are stored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from escalation.auth.tokens import DAY_MS, hashed, new_token
from escalation.clock import now_ms
from escalation.store.sqlite.database import Database
from escalation.store.sqlite.sessions import SessionRows
from escalation.store.sqlite.users import User, UserRows

LINK_DAYS = 2
Ended = Callable[[User, str | None], Awaitable[None]]


class Sessions:
    """On the hub's database."""

    def __init__(self, database: Database) -> None:
        self._rows, self._users = SessionRows(database), UserRows(database)
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
        return self._users.of_session(hashed(token), now_ms())

    async def close(self, token: str) -> None:
        """End a session."""
        user = await self.user_of(token)
        await self._rows.drop(hashed(token))
        if user is not None:
            await self.ended(user, token)

    async def roles(self, tokens: set[str]) -> dict[str, str]:
        """The role behind each of these sessions; one that has ended is not in it."""
        by_hash = {hashed(token): token for token in tokens}
        return {
            by_hash[found]: role for found, role in (await self._rows.roles(list(by_hash), now_ms())).items()
        }

    async def new_link(self, user: User) -> str:
        """A one-time sign-in token, good for :data:`LINK_DAYS` days; an earlier one stops working."""
        token = new_token()
        await self._rows.put_link(hashed(token), user.id, now_ms() + LINK_DAYS * DAY_MS)
        return token

    async def link_owner(self, token: str) -> User | None:
        """Whose link this is, without using it up."""
        return await self._users.of_link(hashed(token), now_ms())
