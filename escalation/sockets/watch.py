"""Connections that only cost: one that does not read, and one that never says who it is. Both are dropped.

Who is dropped for not reading resumes by number when it comes back.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any

import socketio

from escalation.background import end
from escalation.protocol import AGENT, CUSTOMER

LOOK_S = 0.5
MOST_WAITING = 1000  # packets
NAMELESS_S = 10.0
log = logging.getLogger(__name__)


class ConnectionWatch:
    """Looks at every connection twice a second: how many packets wait for it, and whether it joined a
    namespace.
    """

    def __init__(
        self, server: socketio.AsyncServer, most: int = MOST_WAITING, nameless_s: float = NAMELESS_S
    ) -> None:
        self._connections: dict[str, Any] = server.eio.sockets
        self._manager = server.manager
        self._most, self._nameless_s = most, nameless_s
        self._nameless: dict[str, float] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin watching."""
        self._task = asyncio.get_running_loop().create_task(self._watch())

    async def close(self) -> None:
        """Stop watching."""
        if self._task:
            await end(self._task)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            for connection in [
                connection
                for connection in self._connections.values()
                if connection.queue.qsize() > self._most
            ]:
                log.warning("dropping a client with %d packets waiting", connection.queue.qsize())
                await drop(connection)
            for connection in self._overdue(asyncio.get_running_loop().time()):
                log.info("dropping a connection that did not say who it is")
                await drop(connection)

    def _overdue(self, now: float) -> list[Any]:
        nameless = [connection for connection in self._connections if not self._named(connection)]
        self._nameless = {visitor: self._nameless.get(visitor, now) for visitor in nameless}
        return [
            self._connections[visitor]
            for visitor, since in self._nameless.items()
            if now - since > self._nameless_s
        ]

    def _named(self, connection: str) -> bool:
        return any(self._manager.sid_from_eio_sid(connection, namespace) for namespace in (CUSTOMER, AGENT))


async def drop(connection: Any) -> None:
    """End a connection at once: what waits for it is not sent any more."""
    await connection.close(wait=False, abort=True)
    with contextlib.suppress(asyncio.QueueEmpty):
        while True:
            connection.queue.get_nowait()
    connection.queue.put_nowait(None)  # wakes the writer, which closes the transport
