"""Which session each agent's socket belongs to: when it ends, or its rights change, the socket ends too.

What this process ends, it ends before whoever asked for it is answered. What another process ended (a
command, another hub on the same database), and what has expired, is found by looking at all sessions once a
second.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

import socketio

from escalation.auth.sessions import Sessions
from escalation.background import end, rounds
from escalation.protocol import AGENT
from escalation.sockets.watch import drop
from escalation.store.records import User

LOOK_S = 1.0
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Joined:
    """A socket's session as it was when it came in."""

    token: str
    user: str
    role: str


class SessionSockets:
    """The sockets of everybody who is signed in."""

    def __init__(self, server: socketio.AsyncServer, sessions: Sessions, look_s: float = LOOK_S) -> None:
        self._server, self._sessions, self._look_s = server, sessions, look_s
        self._joined: dict[str, _Joined] = {}
        self._task: asyncio.Task[None] | None = None
        sessions.when_ended(self.end)

    def start(self) -> None:
        """Begin looking."""
        self._task = asyncio.get_running_loop().create_task(
            rounds(self._look_s, self.look, "looking at the sessions of sockets")
        )

    async def close(self) -> None:
        """Stop looking."""
        if self._task:
            await end(self._task)

    def joined(self, sid: str, user: User, token: str) -> None:
        """The socket lives as long as its session. To be called in the step in which the session was found
        good.
        """
        self._joined[sid] = _Joined(token, user.id, user.role)

    def left(self, sid: str) -> None:
        """The socket is gone."""
        self._joined.pop(sid, None)

    async def end(self, user: User, token: str | None = None) -> None:
        """End every socket of this user, or those of one session alone; nothing more reaches them once this
        is done.
        """
        await self._drop(
            [
                sid
                for sid, connection in self._joined.items()
                if connection.user == user.id and token in (None, connection.token)
            ]
        )

    async def look(self) -> None:
        """End the sockets whose session has ended, or whose user has another role than when they came in."""
        joined = dict(self._joined)
        roles = await self._sessions.roles({connection.token for connection in joined.values()})
        await self._drop(
            [sid for sid, connection in joined.items() if roles.get(connection.token) != connection.role]
        )

    async def _drop(self, sids: list[str]) -> None:
        for sid in sids:
            self._joined.pop(sid, None)
            eio_sid = self._server.manager.eio_sid_from_sid(sid, AGENT)
            if connection := self._server.eio.sockets.get(eio_sid):
                await drop(connection)
        if sids:
            log.info("closed %d sockets of sessions that have ended", len(sids))
