"""The socket server: packets of ours, our namespaces and no others."""

from __future__ import annotations

import logging
from typing import Any

import socketio
from aiohttp import web
from engineio.async_drivers import aiohttp as driver
from engineio.payload import Payload

from escalation import protocol
from escalation.core.errors import Code, Refused
from escalation.settings import Settings
from escalation.sockets.packets import BadPacketError, Json, TextPacket, is_frame
from escalation.sockets.watch import drop

FROM_CLIENT = "command"
SEPARATOR = "\x1e"  # between the packets of one polling request
log = logging.getLogger(__name__)


class SocketServer(socketio.AsyncServer):  # type: ignore[misc]
    """What a client sends is a command, whatever it is called; what is no packet ends its socket, with one
    line in the log.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.bad_packets = 0
        self.eio._async = {
            **driver._async,
            "websocket": self._websocket,
            "translate_request": self._translated,
        }

    def _websocket(self, handler: Any, server: Any) -> StrictWebSocket:
        return StrictWebSocket(handler, server, self.note_bad_packet)

    def note_bad_packet(self) -> None:
        """Count it, and say so."""
        self.bad_packets += 1
        log.warning(
            "a socket was closed for a packet that is not the protocol (%d since the start)", self.bad_packets
        )

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        connection = self.eio.sockets.get(eio_sid)
        if connection is None or connection.closed:
            return  # what came in one request with the packet that ended it
        try:
            if not data:
                raise BadPacketError("an empty packet")
            await super()._handle_eio_message(eio_sid, data)
        except BadPacketError:
            self.note_bad_packet()
            await drop(connection)

    async def _handle_event_internal(
        self, server: Any, sid: str, eio_sid: str, data: list[Any], *more: Any
    ) -> None:
        """`connect` and `disconnect` are the server's own words: a client that says them gives a command that
        there is not.
        """
        await super()._handle_event_internal(server, sid, eio_sid, [FROM_CLIENT, *data], *more)

    async def _translated(self, request: web.Request) -> dict[str, Any]:
        """A polling request, its body read and looked at before anything is done."""
        environ = dict(driver.translate_request(request))
        if request.method == "POST":
            body = await self._body(request)
            environ |= {"wsgi.input": Whole(body), "CONTENT_LENGTH": str(len(body))}
        return environ

    async def _body(self, request: web.Request) -> bytes:
        connection = self.eio.sockets.get(request.query.get("sid", ""))
        if connection is None or connection.closed:
            raise Refused(Code.BAD_REQUEST, "This connection has ended.")
        body = bytearray()
        async for part in request.content.iter_chunked(protocol.FRAME_LIMIT):
            body += part
            if len(body) > protocol.FRAME_LIMIT:
                raise Refused(Code.TOO_LONG, "The request body is too large.")
        if not _frames_in(bytes(body)):
            self.note_bad_packet()
            await drop(connection)
            raise Refused(Code.BAD_REQUEST, "The body cannot be read: these are no packets of the protocol.")
        return bytes(body)


def _frames_in(body: bytes) -> bool:
    try:
        frames = body.decode().split(SEPARATOR)
    except UnicodeDecodeError:
        return False
    return len(frames) <= Payload.max_decode_packets and all(map(is_frame, frames))


class Whole:
    """A body that was read already, for who reads it once more."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def read(self, _length: int = -1) -> bytes:
        """All of it."""
        return self._body


class StrictWebSocket(driver.WebSocket):  # type: ignore[misc]
    """Takes text frames that begin like a packet; compresses nothing, for what a few bytes unfold to would be
    paid by everybody.
    """

    def __init__(self, handler: Any, server: Any, bad: Any) -> None:
        super().__init__(handler, server)
        self._bad = bad

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        """Speak with this client until one side ends it."""
        self.environ = environ
        self._sock = web.WebSocketResponse(max_msg_size=self.server.max_http_buffer_size, compress=False)
        await self._sock.prepare(environ["aiohttp.request"])
        await self.handler(self)
        return self._sock

    async def send(self, message: str) -> None:
        """One frame; raises :class:`OSError` once the connection was ended, for what is still at hand must
        not go out then.
        """
        if self.handler.__self__.closed:
            raise OSError("this connection was ended")
        await super().send(message)

    async def wait(self) -> str:
        """The next frame; raises :class:`OSError`, which ends the connection, for one that is no packet."""
        message = await self._sock.receive()
        if is_frame(message.data):
            return str(message.data)
        if message.type in (web.WSMsgType.TEXT, web.WSMsgType.BINARY):
            self._bad()
        raise OSError("not a packet")


def socket_server(settings: Settings) -> SocketServer:
    """A server for pages of ours alone."""
    return SocketServer(
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
