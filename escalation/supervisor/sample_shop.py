"""The sample shop: a site of its own, on an origin of its own, that embeds the widget with the one-line
snippet.
"""

from __future__ import annotations

import html
from pathlib import Path

from aiohttp import web

from escalation.settings import Settings, load

FOLDER = Path(__file__).resolve().parents[2] / "web_widget" / "shop"


def build(settings: Settings) -> web.Application:
    """The shop as an application."""

    async def page(_request: web.Request) -> web.Response:
        text = (
            (FOLDER / "index.html")
            .read_text(encoding="utf-8")
            .replace("{{hub}}", html.escape(settings.url, quote=True))
        )
        return web.Response(text=text, content_type="text/html")

    app = web.Application()
    app.router.add_get("/", page)
    app.router.add_static("/files", FOLDER)
    return app


def main() -> None:
    """Serve until stopped."""
    settings = load()
    web.run_app(build(settings), host=settings.host, port=settings.shop_port, print=None, access_log=None)


if __name__ == "__main__":
    main()
