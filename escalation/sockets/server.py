"""The socket server: JSON packets, our namespaces and no others."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import socketio

from escalation import protocol
from escalation.settings import Settings


class TextPacket(socketio.packet.Packet):  # type: ignore[misc]
    """Our protocol carries no binary data, so packets are not searched for it."""

    uses_binary_events = False


class Json:
    """JSON for the sockets' packets: written by msgspec, which is several times faster than the standard library; read by
    the latter, which lets half a character through, so that its sender gets a sentence and not a closed socket.
    """

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """Compact JSON."""
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        """Raises :class:`ValueError` for what is no JSON."""
        return json.loads(text)


def socket_server(settings: Settings) -> socketio.AsyncServer:
    """A server for pages of ours alone."""
    return socketio.AsyncServer(
        async_mode="aiohttp",
        cors_allowed_origins=list(settings.origins),
        max_http_buffer_size=protocol.FRAME_LIMIT,
        namespaces=[protocol.CUSTOMER, protocol.AGENT],
        json=Json,
        serializer=TextPacket,
        async_handlers=False,
        logger=False,
        engineio_logger=False,
    )
