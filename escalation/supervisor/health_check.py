"""Asks a process every few seconds whether it answers; one that hangs is as good as one that ended."""

from __future__ import annotations

import asyncio
import time

import aiohttp

ASK_S, ANSWER_S, MISSES = 3.0, 5.0, 3
BEGIN_S = 120.0  # so long may a process be starting


async def until_silent(url: str) -> None:
    """Returns when a process that had answered missed :data:`MISSES` times in a row, or never answered within
    :data:`BEGIN_S`.

    Any answer counts, a refusal too: whether all is well there is another question (``/ready``).
    """
    missed, began, answered = 0, time.monotonic(), False
    # An open connection would hold back a process that is asked to end.
    fresh = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(
        connector=fresh, timeout=aiohttp.ClientTimeout(total=ANSWER_S)
    ) as session:
        while missed < MISSES:
            if await _answers(session, url):
                missed, answered = 0, True
            elif answered or time.monotonic() - began > BEGIN_S:
                missed += 1
            await asyncio.sleep(ASK_S)


async def _answers(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url, allow_redirects=False):
            return True
    except (aiohttp.ClientError, TimeoutError, OSError):
        return False
