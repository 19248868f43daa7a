"""The hub's side of the bot's door: one POST, one turn, never an exception for what the bot did."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from pathlib import Path

import aiohttp
import msgspec

from bot.turn import TurnRequest, TurnResult
from bot.wire import decoded, encoded

STARTING_S = 10.0  # while the bot is merely starting, a message waits this long first (law 3)
TURN_S = 9.0
RETRY_S = 0.2
LIVE, TRIAL = "bot", "trial"  # which bot: the one that answers, or that of a release on trial
log = logging.getLogger(__name__)


def write_endpoint(folder: Path, url: str, token: str, role: str = LIVE) -> None:
    """Tell the hub where the bot is; replaced as a whole, readable by the owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / f"{role}.json.new"
    scratch.touch(mode=0o600)
    scratch.write_text(json.dumps({"url": url, "token": token}))
    scratch.replace(folder / f"{role}.json")


def drop_endpoint(folder: Path, role: str) -> None:
    """There is no such bot any more."""
    (folder / f"{role}.json").unlink(missing_ok=True)


class _Endpoint:
    """Where a bot is, read again when its file has changed."""

    def __init__(self, file: Path) -> None:
        self._file, self._written, self._known = file, -1, ("", "")

    def read(self) -> tuple[str, str] | None:
        """Address and token, or None while there is none."""
        try:
            written = self._file.stat().st_mtime_ns
            if written != self._written:
                found = json.loads(self._file.read_text())
                self._written, self._known = written, (str(found["url"]), str(found["token"]))
        except (OSError, json.JSONDecodeError):
            return None
        return self._known


class BotClient:
    """Posts turns to whichever bot ``folder/bot.json`` names at that moment; those of a trial to
    ``trial.json``, if it is there.
    """

    def __init__(self, folder: Path, starting_s: float = STARTING_S) -> None:
        self._endpoints = {role: _Endpoint(folder / f"{role}.json") for role in (LIVE, TRIAL)}
        self._starting_s = starting_s
        self._session: aiohttp.ClientSession | None = None

    async def turn(self, request: TurnRequest) -> TurnResult:
        """The bot's result; a result with ``error`` for every way this can go wrong."""
        give_up = time.monotonic() + self._starting_s
        while True:
            result = await self._post(request)
            if result.error != "not_ready" or time.monotonic() > give_up:
                return result
            await asyncio.sleep(RETRY_S)

    async def ready(self) -> bool:
        """Whether the bot would take a turn now."""
        endpoint = self._endpoint()
        if endpoint is None:
            return False
        try:
            async with self._client().get(
                f"{endpoint[0]}/webhooks/baton/health", timeout=aiohttp.ClientTimeout(total=2)
            ) as reply:
                return reply.status == 200
        except (TimeoutError, aiohttp.ClientError):
            return False

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TURN_S))
        return self._session

    def _endpoint(self, trial: bool = False) -> tuple[str, str] | None:
        return (self._endpoints[TRIAL].read() if trial else None) or self._endpoints[LIVE].read()

    async def _post(self, request: TurnRequest) -> TurnResult:
        endpoint = self._endpoint(request.trial)
        if endpoint is None:
            return TurnResult(turn=request.turn, error="not_ready")
        url, token = endpoint
        try:
            async with self._client().post(
                f"{url}/webhooks/baton/turn",
                data=encoded(request),
                headers={"authorization": f"Bearer {token}"},
            ) as reply:
                return decoded(await reply.read(), TurnResult)
        except TimeoutError:
            return TurnResult(turn=request.turn, error="timeout")
        except aiohttp.ClientConnectorError:
            return TurnResult(turn=request.turn, error="not_ready")
        except (aiohttp.ClientError, msgspec.MsgspecError) as problem:
            log.warning("bot turn %s: %s", request.turn, type(problem).__name__)
            return TurnResult(turn=request.turn, error="internal")
