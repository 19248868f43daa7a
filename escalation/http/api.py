"""Every HTTP operation in one list, with the document that describes them."""

from __future__ import annotations

import json
import sys

from aiohttp import web

from escalation.http import (
    agent_tools,
    arrangements,
    articles,
    checks,
    embed,
    files,
    gaps,
    health,
    mail,
    marks,
    media,
    releases,
    reports,
    routing,
    search,
    settings,
    sign_in,
    supervision,
    users,
    wording,
    writing,
)
from escalation.http.openapi import document
from escalation.http.operations import Operation


def operations() -> list[Operation]:
    """All operations."""
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
        *agent_tools.OPERATIONS,
        *reports.OPERATIONS,
        *supervision.OPERATIONS,
        *settings.OPERATIONS,
        *routing.OPERATIONS,
        *users.OPERATIONS,
        *arrangements.OPERATIONS,
        *mail.OPERATIONS,
        *media.OPERATIONS,
        *files.OPERATIONS,
        *embed.OPERATIONS,
        *health.OPERATIONS,
    ]


def routes(base: str) -> list[web.AbstractRouteDef]:
    """The routes below ``base``, and ``/api/openapi.json`` that describes them."""
    all_of_them = operations()
    described = document(all_of_them, base)

    async def openapi(_request: web.Request) -> web.Response:
        return web.json_response(described)

    return [
        *(operation.route(base) for operation in all_of_them),
        web.get(f"{base}/api/openapi.json", openapi),
    ]


if __name__ == "__main__":  # `make openapi`
    sys.stdout.write(json.dumps(document(operations()), indent=2, ensure_ascii=False) + "\n")
