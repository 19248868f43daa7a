"""Which websites may embed the chat: those of the settings at start, and those an admin has added since."""

from __future__ import annotations

from aiohttp import web

from escalation.http.arrangements import CONFIGURATION
from escalation.http.session import SETTINGS


def allowed_sites(request: web.Request) -> tuple[str, ...]:
    """Origins, each once."""
    added = (site.rstrip("/").lower() for site in request.app[CONFIGURATION].now.sites)
    return tuple(dict.fromkeys((*request.app[SETTINGS].allowed_sites, *added)))
