"""Work done again and again in the background; what goes wrong once is logged and tried at the next round."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)


async def rounds(every_s: float, work: Callable[[], Awaitable[object]], what: str) -> None:
    """Do ``work`` every ``every_s`` seconds until cancelled."""
    while True:
        await asyncio.sleep(every_s)
        try:
            await work()
        except Exception:  # the edge of a background task
            log.exception("%s failed", what)
