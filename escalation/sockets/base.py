"""What both namespaces share: one acknowledgement for every command, typed errors, never silence."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

import socketio

from escalation import protocol
from escalation.auth.rate_limits import Pace, RateLimits
from escalation.core.errors import Code, Refused
from escalation.sockets.server import FROM_CLIENT

log = logging.getLogger(__name__)
Caller = TypeVar("Caller")
Handler = Callable[[Any, Any], Awaitable[dict[str, Any]]]


def no_entry(sentence: str) -> socketio.exceptions.ConnectionRefusedError:
    """What refuses a connection: the client finds the code in ``error.data``."""
    return socketio.exceptions.ConnectionRefusedError(
        sentence, {"code": str(Code.NOT_SIGNED_IN), "message": sentence}
    )


class CommandNamespace(socketio.AsyncNamespace, Generic[Caller]):  # type: ignore[misc]
    """Dispatches the commands of :data:`protocol.COMMANDS` to methods named ``do_<command>``, which get who
    calls and what they sent.

    Limits, the payload's shape and the right are enforced here, as they are declared there.
    """

    def __init__(self, namespace: str, limits: RateLimits) -> None:
        super().__init__(namespace)
        self._limits = limits
        names = protocol.COMMANDS[namespace]
        self._handlers: dict[str, Handler] = {name: getattr(self, f"do_{name}") for name in names}

    async def _paces(self, sid: str) -> tuple[Pace, ...]:
        """What a command of this socket counts towards: limits, each with whose it is."""
        return tuple((await self.get_session(sid))["paces"])

    async def trigger_event(self, event: str, *args: Any) -> Any:
        """The server's own events, and every command of a client."""
        if event != FROM_CLIENT:
            return await super().trigger_event(event, *args)
        return await self._answered(*args)

    async def _answered(self, sid: str, event: str, *payload: Any) -> dict[str, Any]:
        try:
            return {"ok": True, **await self._dispatch(event, sid, *payload)}
        except Refused as refused:
            return protocol.refusal(refused)
        except (
            Exception
        ):  # the process edge: the sender hears of it, the log keeps the trace, the socket lives
            log.exception("command %s failed", event[:40])
            return protocol.refusal(
                Refused(Code.UNAVAILABLE, "Something went wrong here. Please try again.", retry_after_ms=1000)
            )

    async def admit(self, sid: str, command: protocol.Command) -> Caller:
        """Who calls; raises :class:`Refused` for who may not use this command now."""
        raise NotImplementedError

    async def _dispatch(self, event: str, sid: str, *payload: Any) -> dict[str, Any]:
        for limit, *who in await self._paces(sid):
            self._limits.demand(limit, *who)
        if len(payload) > 1:
            raise Refused(Code.BAD_REQUEST, "A command takes one object.")
        command = protocol.command_of(self.namespace, event)
        read = protocol.read(event, command, payload[0] if payload else None)
        return await self._handlers[event](await self.admit(sid, command), read)
