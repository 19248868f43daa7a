"""Who may have the action server do something: the bot, with the token both get at each start, and nobody
else.
"""

from __future__ import annotations

import hmac
from typing import Any

from sanic import Sanic, response

TOKEN_VARIABLE = "BATON_BOT_TOKEN"  # noqa: S105 - the name of a variable
OPEN = frozenset({"/health"})


def refusal(path: str, headers: Any, token: str) -> tuple[int, str] | None:
    """Status and sentence for a request that is turned away, or None.

    A page of somebody else can post text without asking, but neither this header nor this content type; an
    encoded body is not unpacked.
    """
    if path in OPEN:
        return None
    bearer = str(headers.get("authorization", "")).removeprefix("Bearer ")
    if not hmac.compare_digest(bearer.encode(), token.encode()):
        return 401, "The action server answers the bot alone."
    if headers.get("content-encoding", "identity") != "identity":
        return 415, "Send the body as it is, not encoded."
    if str(headers.get("content-type", "")).partition(";")[0].strip() not in ("application/json", ""):
        return 415, "Send application/json."
    return None


def guard(app: Sanic, token: str) -> None:
    """Turn everybody else away before anything of a request is read as an action."""

    async def check(request: Any) -> Any:
        problem = refusal(request.path, request.headers, token)
        return response.json({"error": problem[1]}, problem[0]) if problem else None

    app.register_middleware(check, "request")
