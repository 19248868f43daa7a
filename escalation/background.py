"""Work done again and again in the background; what goes wrong once is logged and tried at the next round."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)
AGAIN_S = 0.5  # after which an unheard cancellation is repeated


async def rounds(every_s: float, work: Callable[[], Awaitable[object]], what: str) -> None:
    """Do ``work`` every ``every_s`` seconds until cancelled."""
    while True:
        await asyncio.sleep(every_s)
        try:
            await work()
        except Exception:  # the edge of a background task
            log.exception("%s failed", what)


async def end(*tasks: asyncio.Task[None]) -> None:
    """Cancel, and come back when all have ended.

    A cancellation can get lost: until Python 3.12 ``asyncio.wait_for``, which libraries use, drops one that
    comes in the same moment as the result it waits for (CPython gh-81839). So it is repeated until it is
    heard.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_S)
    await asyncio.gather(*tasks, return_exceptions=True)  # what they raised was logged where it happened
