"""The bot's door for the hub: ``POST /webhooks/baton/turn``, one typed turn in, one typed result out.

Rasa's own channels turn errors into silence; here every failure is a result with an error code, and the hub
takes the conversation to a person. Listens on loopback and asks for the token the supervisor gave both sides.
"""

from __future__ import annotations

import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot import wire
from bot.runner import Runner
from bot.turn import TurnRequest, TurnResult

TOKEN_VARIABLE = "BATON_BOT_TOKEN"  # noqa: S105 - the name of a variable
LIMIT = 200_000
log = logging.getLogger(__name__)


def _json(result: TurnResult, status: int = 200) -> HTTPResponse:
    return response.raw(wire.encoded(result), status=status, content_type="application/json")


def _allowed(request: Request) -> bool:
    token = os.environ.get(TOKEN_VARIABLE, "")
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    return token != "" and hmac.compare_digest(token.encode(), bearer.encode())


class BatonChannel(InputChannel):
    """Serves turns. A result with ``error`` set is a failed turn; the HTTP status says the same to probes."""

    def __init__(self) -> None:
        self._runner: Runner | None = None

    @classmethod
    def name(cls) -> str:
        """The path below ``/webhooks``."""
        return "baton"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> BatonChannel:
        """Nothing is configured here: the token comes from the environment."""
        return cls()

    def _ready(self, agent: Agent | None) -> Runner | None:
        if self._runner is None and agent is not None and agent.is_ready():
            self._runner = Runner(agent, agent.model_id or "")
        return self._runner

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes, as Rasa wants them."""
        routes = Blueprint("baton", url_prefix="/webhooks/baton")

        @routes.get("/health")
        async def health(request: Request) -> HTTPResponse:
            runner = self._ready(getattr(request.app.ctx, "agent", None))
            return response.json(
                {"ready": runner is not None, "model": runner.model if runner else None},
                200 if runner else 503,
            )

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            if not _allowed(request):
                return _json(TurnResult(turn="", error="bad_request"), 401)
            return await self._turn(request)

        return routes

    async def _turn(self, request: Request) -> HTTPResponse:
        try:
            turn_request = wire.decoded(request.body[:LIMIT], TurnRequest)
        except msgspec.MsgspecError as problem:
            log.warning("bad turn request: %s", problem)
            return _json(TurnResult(turn="", error="bad_request"), 400)
        runner = self._ready(getattr(request.app.ctx, "agent", None))
        if runner is None:
            return _json(TurnResult(turn=turn_request.turn, error="not_ready"), 503)
        try:
            return _json(await runner.run(turn_request))
        except Exception:  # the process edge: whatever broke, the hub must hear of it and fetch a person
            log.exception("turn %s failed", turn_request.turn)
            return _json(TurnResult(turn=turn_request.turn, error="internal"), 500)
