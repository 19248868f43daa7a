"""What the loader asks before it shows the chat: an iframe that is refused cannot say why, so this can be
read from any site.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.http.operations import PUBLIC, Answer, Call, Operation, answer
from escalation.http.sites import allowed_sites


class Embedding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The origin of the page the loader runs on."""

    site: Annotated[str, Meta(max_length=200)]


class Embeddable(Answer, frozen=True):
    """Whether this site may embed the chat; if not, ``remedy`` tells its owner what to do."""

    allowed: bool
    remedy: str = ""


async def embed(call: Call[None, Embedding]) -> web.Response:
    """Whether a site may embed the chat; any page may read this."""
    site = call.query.site
    allowed = site.lower() in allowed_sites(call.request)
    remedy = (
        f"“{site}” is not an allowed site. Add it under Settings, Website, or to the setting sites"
        " (BATON_SITES)."
    )
    response = answer(Embeddable(allowed=allowed, remedy="" if allowed else remedy))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-store"
    return response


OPERATIONS = [Operation("GET", "/api/embed", PUBLIC, embed, answer=Embeddable)]
