"""The pages: widget frame, console, desk, welcome; and the files they load, compressed and cached by
content.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import mimetypes
from functools import lru_cache
from pathlib import Path

from aiohttp import web

from escalation.core.errors import Code, Refused
from escalation.http.middleware import POLICY
from escalation.http.session import SETTINGS
from escalation.http.sites import allowed_sites

WEB = Path(__file__).resolve().parents[2] / "web_widget"
SERVED = frozenset({".js", ".css", ".svg", ".png"})
TITLES = {
    "widget": "Chat",
    "console": "Console · Baton",
    "desk": "Desk · Baton",
    "reports": "Reports · Baton",
    "settings": "Settings · Baton",
    "welcome": "Welcome · Baton",
    "go-on": "Your conversation",
}
FOLDERS = ("widget", "console", "desk", "go-on", "help", "reports", "settings", "shared", "vendor", "welcome")


@lru_cache(maxsize=256)
def _file(path: Path, _changed: float) -> tuple[bytes, bytes, str]:
    body = path.read_bytes()
    return body, gzip.compress(body, 9), hashlib.sha256(body).hexdigest()[:20]


def _serve(request: web.Request, path: Path) -> web.Response:
    body, packed, tag = _file(path, path.stat().st_mtime)
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("If-None-Match") == f'"{tag}"':
        return web.Response(status=304, headers=headers)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body, headers["Content-Encoding"] = packed, "gzip"
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return web.Response(body=body, headers=headers, content_type=kind, charset="utf-8")


async def static(request: web.Request) -> web.Response:
    """A file of one of the rooms that are public; nothing above them, nothing hidden."""
    path = (WEB / request.match_info["folder"] / request.match_info["path"]).resolve()
    room = request.match_info["folder"]
    if (
        room not in FOLDERS
        or not path.is_relative_to(WEB / room)
        or path.suffix not in SERVED
        or not path.is_file()
    ):
        raise Refused(Code.NOT_FOUND, "This file does not exist.")
    response = _serve(request, path)
    if room in ("shared", "vendor", "widget"):
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


async def loader(request: web.Request) -> web.Response:
    """``/loader.js``: the one line a site embeds."""
    response = _serve(request, WEB / "loader.js")
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _page(request: web.Request, room: str) -> web.Response:
    text = (WEB / "page.html").read_text(encoding="utf-8")
    for name, value in (("base", request.app[SETTINGS].base_path), ("room", room), ("title", TITLES[room])):
        text = text.replace("{{" + name + "}}", html.escape(value, quote=True))
    return web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-store"})


async def frame(request: web.Request) -> web.Response:
    """The widget's frame. Only allowed sites may embed it, and it learns which of them does."""
    site = request.query.get("site", "").lower()
    if site not in allowed_sites(request):
        raise Refused(
            Code.ORIGIN,
            f"The site {site[:100] or '(none)'} is not allowed to embed this chat. Add it under Settings,"
            " Website.",
        )
    response = _page(request, "widget")
    response.headers["Content-Security-Policy"] = POLICY.format(ancestors=site)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


async def console(request: web.Request) -> web.Response:
    """The agent's console; it signs in by itself."""
    return _page(request, "console")


async def desk(request: web.Request) -> web.Response:
    """The editor's desk."""
    return _page(request, "desk")


async def settings_page(request: web.Request) -> web.Response:
    """What supervisors and admins change."""
    return _page(request, "settings")


async def reports(request: web.Request) -> web.Response:
    """What supervisors see of how it goes."""
    return _page(request, "reports")


async def welcome(request: web.Request) -> web.Response:
    """Where a one-time link leads; the token stays behind ``#`` and never reaches a log."""
    return _page(request, "welcome")


async def go_on(request: web.Request) -> web.Response:
    """Where an email leads a customer back to; the token stays behind ``#`` and never reaches a log."""
    return _page(request, "go-on")


async def root(request: web.Request) -> web.Response:
    """The bare address leads to the console."""
    raise web.HTTPFound(f"{request.app[SETTINGS].base_path}/console")


def routes(base: str) -> list[web.AbstractRouteDef]:
    """The routes below ``base``."""
    return [
        web.get(f"{base}/", root),
        web.get(f"{base}/loader.js", loader),
        web.get(f"{base}/widget", frame),
        web.get(f"{base}/console", console),
        web.get(f"{base}/desk", desk),
        web.get(f"{base}/settings", settings_page),
        web.get(f"{base}/reports", reports),
        web.get(f"{base}/welcome", welcome),
        web.get(f"{base}/go-on", go_on),
        web.get(base + r"/static/{folder:[a-z-]+}/{path:[A-Za-z0-9_./-]+}", static),
    ]
