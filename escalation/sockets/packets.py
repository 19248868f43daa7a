"""What comes in over a socket, read strictly: packets of the protocol, or the end of that socket."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import socketio
from socketio.packet import CONNECT, DISCONNECT, EVENT

from escalation.protocol import LARGEST_NUMBER, UNREADABLE

_DIGITS = len(str(LARGEST_NUMBER))
_FRAMES = "1345"  # close, pong, message, upgrade
_PROBE = "2probe"


class BadPacketError(ValueError):
    """Not the protocol. No client of ours sends this, so that its socket ends."""


class TooDeepError(ValueError):
    """JSON that is nested deeper than can be read."""


def _whole(digits: str) -> int | float:
    """A number with more digits than any of ours becomes a fraction, which no command takes."""
    return int(digits) if len(digits) <= _DIGITS else float(digits)


_DECODER = json.JSONDecoder(parse_int=_whole)


class Json:
    """JSON for the sockets' packets: written by msgspec, which is several times faster than the standard
    library; read by the latter, which lets half a character through, so that its sender gets a sentence and
    not a closed socket.
    """

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """Compact JSON."""
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str, **_: Any) -> Any:
        """Raises :class:`ValueError` for what is no JSON, :class:`TooDeepError` for what is nested without
        end.
        """
        try:
            return _DECODER.decode(text)
        except RecursionError:
            raise TooDeepError("nested too deeply") from None


def is_frame(frame: Any) -> bool:
    """Whether this is a frame that a client of ours may send: text that begins with its kind."""
    return isinstance(frame, str) and frame != "" and (frame[0] in _FRAMES or frame == _PROBE)


class TextPacket(socketio.packet.Packet):  # type: ignore[misc]
    """Our protocol carries no binary data, so packets are not searched for it."""

    uses_binary_events = False

    def decode(self, encoded_packet: str) -> int:
        """Raises :class:`BadPacketError`. What is nested too deeply stays a command, one that is refused by
        its name.
        """
        try:
            attachments = int(super().decode(encoded_packet))
        except TooDeepError:
            attachments, self.data = 0, [UNREADABLE]
        except (ValueError, TypeError) as problem:
            raise BadPacketError("not a packet") from problem
        if attachments or not self._of_protocol():
            raise BadPacketError("not a packet of ours")
        return 0

    def _of_protocol(self) -> bool:
        if self.packet_type == EVENT:
            named = isinstance(self.data, list) and bool(self.data) and isinstance(self.data[0], str)
            return named and (self.id or 0) <= LARGEST_NUMBER
        return self.packet_type in (CONNECT, DISCONNECT) and isinstance(self.data, dict | None)
