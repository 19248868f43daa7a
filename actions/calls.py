"""Calling the company's systems from an action: beside the server's loop, and never longer than
:data:`LIMIT_S`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from actions.business import BusinessUnavailableError

LIMIT_S = 5.0  # less than the bot's own limit for a turn
P = ParamSpec("P")
T = TypeVar("T")


async def called(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The function's result. Raises :class:`BusinessUnavailableError` when it takes too long; whether it then
    still happens is not known.
    """
    try:
        return await asyncio.wait_for(asyncio.to_thread(function, *args, **kwargs), LIMIT_S)
    except TimeoutError as late:
        raise BusinessUnavailableError(f"No answer within {LIMIT_S:g} s.") from late


def outcome(action: str, result: str, **facts: Any) -> dict[str, Any]:
    """What an action reports in the slot ``outcome``; it becomes part of the turn's event."""
    return {"action": action, "result": result, **facts}
