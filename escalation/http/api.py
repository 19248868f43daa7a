"""Every HTTP operation in one list, with the document that describes them and the health check."""

from __future__ import annotations

import json
import sys

from aiohttp import web

from escalation.bot_client import BotClient
from escalation.http import (
    arrangements,
    articles,
    checks,
    colleagues,
    embed,
    files,
    gaps,
    mail,
    marks,
    media,
    releases,
    search,
    settings,
    sign_in,
    users,
    wording,
    writing,
)
from escalation.http.middleware import Handler
from escalation.http.openapi import document
from escalation.http.operations import Answer, Operation, answer


class Health(Answer, frozen=True):
    """The hub answers; ``bot`` is whether the bot does."""

    bot: bool


def _health(client: BotClient | None) -> Handler:
    async def health(_request: web.Request) -> web.Response:
        """Whether the hub answers, and whether the bot does."""
        return answer(Health(bot=client is None or await client.ready()))

    return health


def operations(client: BotClient | None = None) -> list[Operation]:
    """All operations. Without a ``client`` the health check speaks of the hub alone."""
    return [
        *sign_in.OPERATIONS,
        *articles.OPERATIONS,
        *writing.OPERATIONS,
        *wording.OPERATIONS,
        *releases.OPERATIONS,
        *search.OPERATIONS,
        *checks.OPERATIONS,
        *gaps.OPERATIONS,
        *marks.OPERATIONS,
        *colleagues.OPERATIONS,
        *settings.OPERATIONS,
        *users.OPERATIONS,
        *arrangements.OPERATIONS,
        *mail.OPERATIONS,
        *media.OPERATIONS,
        *files.OPERATIONS,
        *embed.OPERATIONS,
        Operation("GET", "/health", _health(client), Health),
    ]


def routes(base: str, client: BotClient | None) -> list[web.AbstractRouteDef]:
    """The routes below ``base``, and ``/api/openapi.json`` that describes them."""
    all_of_them = operations(client)
    described = document(all_of_them, base)

    async def openapi(_request: web.Request) -> web.Response:
        return web.json_response(described)

    return [*(each.route(base) for each in all_of_them), web.get(f"{base}/api/openapi.json", openapi)]


if __name__ == "__main__":  # `make openapi`
    sys.stdout.write(json.dumps(document(operations()), indent=2, ensure_ascii=False) + "\n")
