"""Pictures in articles: kept once, public like the articles that show them."""

from __future__ import annotations

import asyncio

from aiohttp import web

from escalation.conversations.uploads import MOST_BYTES, Files
from escalation.http.desk import WRITE
from escalation.http.operations import Answer, Call, Operation, read_file

MEDIA: web.AppKey[Files] = web.AppKey("media", Files)
FOREVER = "public, max-age=31536000, immutable"
ALONE = "default-src 'none'; sandbox"  # opened by itself a file may do nothing


class Picture(Answer, frozen=True):
    """What an answer names the picture by."""

    address: str


async def keep(call: Call[None, None]) -> Picture:
    """Keep a picture (PNG, JPEG, GIF or WebP, at most 5 MB); the same picture again is the same address."""
    data = await read_file(call.request, MOST_BYTES)
    kept = await asyncio.to_thread(call.app[MEDIA].keep, data, shared=True)
    return Picture(address=f"media/{kept.name}")


async def show(request: web.Request) -> web.StreamResponse:
    """A picture. Its name follows from its content, so that it never changes."""
    path, kind = request.app[MEDIA].find(request.match_info["name"])
    headers = {
        "Cache-Control": FOREVER,
        "Content-Security-Policy": ALONE,
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return web.FileResponse(path, headers={**headers, "Content-Type": kind})


OPERATIONS = [Operation("POST", "/api/media", WRITE, keep, takes_file=True)]


def routes(base: str) -> list[web.AbstractRouteDef]:
    """The pictures themselves: beside every page that shows them, for answers name them without a path."""
    return [web.get(f"{base}{room}/media/{{name}}", show) for room in ("", "/help")]
