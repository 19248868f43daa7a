"""Around every request: one error shape, origin checks, safe headers."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from escalation.auth.errors import AccountError
from escalation.core.errors import Code, Refused
from escalation.http.session import SETTINGS
from escalation.protocol import refusal
from knowledge.errors import KnowledgeError

log = logging.getLogger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
STATUS = {
    Code.BAD_REQUEST: 400,
    Code.EMPTY: 400,
    Code.TOO_LONG: 413,
    Code.NOT_SIGNED_IN: 401,
    Code.FORBIDDEN: 403,
    Code.ORIGIN: 403,
    Code.NOT_FOUND: 404,
    Code.STALE: 409,
    Code.FINDINGS: 422,
    Code.TAKEN: 409,
    Code.ILLEGAL: 409,
    Code.TOO_FAST: 429,
    Code.UNKNOWN_COMMAND: 404,
    Code.UNAVAILABLE: 503,
}
KNOWN = {
    404: (Code.NOT_FOUND, "There is nothing at this address."),
    405: (Code.NOT_FOUND, "This method is not allowed here."),
    413: (Code.TOO_LONG, "The request body is too large."),
    415: (Code.BAD_REQUEST, "Compressed bodies are not accepted. Send the body without Content-Encoding."),
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws:"
    " wss:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
)


def error(refused: Refused) -> web.Response:
    """A refusal as an HTTP answer."""
    body = refusal(refused)
    response = web.json_response(
        {**body, "error": {**body["error"], **refused.more}}, status=STATUS[refused.code]
    )
    if refused.retry_after_ms is not None:
        response.headers["Retry-After"] = str(max(1, round(refused.retry_after_ms / 1000)))
    return response


@web.middleware
async def one_error_shape(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refusals, unknown paths and faults all answer alike; the trace stays in the log."""
    try:
        return await handler(request)
    except Refused as refused:
        return error(refused)
    except (KnowledgeError, AccountError) as problem:
        return error(Refused(Code.BAD_REQUEST, str(problem)))
    except web.HTTPException as known:
        if known.status < 400:
            raise
        code, sentence = KNOWN.get(known.status, (Code.BAD_REQUEST, known.reason))
        allow = {"Allow": known.headers["Allow"]} if "Allow" in known.headers else {}
        return web.json_response(refusal(Refused(code, sentence)), status=known.status, headers=allow)
    except Exception:  # the process edge
        log.exception("%s %s failed", request.method, request.path)
        return web.json_response(
            refusal(Refused(Code.UNAVAILABLE, "Something went wrong here. Please try again.")), status=500
        )


@web.middleware
async def as_it_is(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A compressed body is refused unread: what a few bytes unfold to, everybody would wait for."""
    if any(
        word.strip().lower() not in ("", "identity")
        for value in request.headers.getall("Content-Encoding", ())
        for word in value.split(",")
    ):
        raise web.HTTPUnsupportedMediaType
    return await handler(request)


@web.middleware
async def same_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """What changes something must come from our own pages."""
    own = request.app[SETTINGS].origins
    if (
        request.method not in SAFE
        and not request.path.endswith("/socket.io/")
        and request.headers.get("Origin") not in own
    ):
        raise Refused(Code.ORIGIN, "This request must come from Baton's own pages.")
    return await handler(request)


async def safe_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """On every answer. The widget's frame says itself who may embed it."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY.format(ancestors="'none'"))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
