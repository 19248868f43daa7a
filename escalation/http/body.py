"""Reading JSON bodies strictly."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from aiohttp import web

from escalation.core.errors import Code, Refused

T = TypeVar("T")


async def read(request: web.Request, shape: type[T]) -> T:
    """The body as ``shape``; raises :class:`Refused` with the place of the fault."""
    if request.content_type != "application/json":
        raise Refused(Code.BAD_REQUEST, "The body must be JSON.")
    try:
        return msgspec.json.decode(await request.read(), type=shape)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise Refused(Code.BAD_REQUEST, f"The body cannot be read: {problem}.") from None
