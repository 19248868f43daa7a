"""A socket.io client with as little of its own as possible, so that the load costs less than what it
loads.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import aiohttp
import msgspec

Json = dict[str, Any]


class Client:
    """One websocket in one namespace. ``callback`` is called with each pushed event's name and data."""

    def __init__(
        self, namespace: str, callback: Callable[[str, Json], None] = lambda _name, _data: None
    ) -> None:
        self._namespace, self._callback = namespace, callback
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Json]] = {}
        self._reader: asyncio.Task[None] | None = None

    async def connect(
        self, session: aiohttp.ClientSession, url: str, auth: Json | None = None, cookie: str = ""
    ) -> None:
        """Open and join; raises when the server does not let us in."""
        address = url.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket"
        self._socket = await session.ws_connect(
            address, headers={"Cookie": cookie} if cookie else {}, max_msg_size=0
        )
        await self._socket.receive()
        await self._socket.send_str(f"40{self._namespace}," + msgspec.json.encode(auth or {}).decode())
        joined = await self._socket.receive_str()
        while joined.startswith("42"):  # a hint to the room that was entered while the server let us in
            joined = await self._socket.receive_str()
        if not joined.startswith("40"):
            raise ConnectionError(joined)
        self._reader = asyncio.get_running_loop().create_task(self._read())

    async def _read(self) -> None:
        head = len(self._namespace) + 3
        async for message in self._socket:
            text = message.data
            if text == "2":
                await self._socket.send_str("3")
                continue
            start = text.index("[")
            data = msgspec.json.decode(text[start:])
            if text[1] == "3":
                self._waiting.pop(int(text[head:start])).set_result(data[0])
            else:
                self._callback(data[0], data[1])

    async def ask(self, command: str, payload: Json) -> Json:
        """One command, its acknowledgement."""
        number = next(self._ids)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_str(
            f"42{self._namespace},{number}" + msgspec.json.encode([command, payload]).decode()
        )
        return await answer

    async def close(self) -> None:
        """Leave."""
        if self._reader:
            self._reader.cancel()
        await self._socket.close()
