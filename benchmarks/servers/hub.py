"""The hub as it is, with limits raised (one load generator plays everyone) and its loop's lag noted.

Usage: python -m benchmarks.servers.hub HOME PORT. At the end the lag, in ms, is in HOME/lag.json.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import uvloop
from aiohttp import web
from limits import RateLimitItemPerSecond

from escalation.app import build
from escalation.auth import rate_limits as limits
from escalation.http import sign_in
from escalation.settings import Settings
from escalation.sockets import agent, customer

EVERY_S = 0.01


async def _lag(app: web.Application) -> AsyncIterator[None]:
    lags: list[float] = []

    async def watch() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(EVERY_S)
            lags.append((time.perf_counter() - before - EVERY_S) * 1000)

    task = asyncio.get_running_loop().create_task(watch())
    yield
    task.cancel()
    (Path(sys.argv[1]) / "lag.json").write_text(json.dumps(lags))


def main() -> None:
    """Serve until told to stop."""
    for module, name in (
        (limits, "SAY"),
        (customer, "SAY"),
        (customer, "COMMAND"),
        (agent, "COMMAND"),
        (sign_in, "NEW_CUSTOMER"),
    ):
        setattr(module, name, RateLimitItemPerSecond(10**5))
    uvloop.install()
    app = build(Settings(home=Path(sys.argv[1]), port=int(sys.argv[2]), shop=False, address_commands=0))
    app.cleanup_ctx.append(_lag)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[2]), print=None, access_log=None)


if __name__ == "__main__":
    main()
