"""A client that does not read is dropped: its queue is bounded, and when it comes back it resumes by number."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import socketio

LOOK_S = 0.5
MOST_WAITING = 1000
log = logging.getLogger(__name__)


class SlowClients:
    """Watches how many packets wait for each connection."""

    def __init__(self, server: socketio.AsyncServer, most: int = MOST_WAITING) -> None:
        self._connections = server.eio.sockets
        self._most = most
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin watching."""
        self._task = asyncio.get_running_loop().create_task(self._watch())

    async def close(self) -> None:
        """Stop watching."""
        if self._task:
            self._task.cancel()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            for connection in [each for each in self._connections.values() if each.queue.qsize() > self._most]:
                await self._drop(connection)

    async def _drop(self, connection: object) -> None:
        log.warning("dropping a client with %d packets waiting", connection.queue.qsize())  # type: ignore[attr-defined]
        await connection.close(wait=False, abort=True)  # type: ignore[attr-defined]
        with contextlib.suppress(asyncio.QueueEmpty):
            while True:
                connection.queue.get_nowait()  # type: ignore[attr-defined]
