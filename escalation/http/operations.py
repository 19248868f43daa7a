"""What the HTTP interface is made of: each operation says what it takes, answers and refuses, and OpenAPI is drawn from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from aiohttp import web

from escalation.core.errors import Code, Refused
from escalation.http.middleware import Handler
from escalation.protocol import LARGEST_NUMBER

T = TypeVar("T")
BODY, LARGEST_BODY = 256 * 1024, 1536 * 1024  # bytes; the larger one only for colleagues who bring in many articles
DEEPEST = 32  # levels of free JSON
# Names of path parameters, everywhere the same, with what they may look like.
PARAMETERS = {
    "article": "[a-z][a-z0-9_]{1,63}", "release": "[1-9][0-9]{0,8}", "line": "[a-z][a-z0-9_]{0,63}", "fact": "[a-z][a-z0-9_]{0,39}",
    "customer": "p_[A-Za-z0-9_-]{1,60}", "letter": "l_[A-Za-z0-9_-]{1,60}", "section": "[a-z_]{2,40}",
}  # fmt: skip


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every answer: it was done."""

    ok: bool = True


class Done(Answer, frozen=True):
    """Done, and nothing more to say."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path. ``right`` is the command of the funnel it needs; the docstring of ``handler`` describes it.

    ``refusals`` are the codes it may give besides those that follow from having a body, a right, or changing something;
    ``query`` is what may stand behind the question mark; ``takes_file`` says that the body is a file as it is.
    """

    method: str
    path: str
    handler: Handler
    answer: type[Answer]
    body: type[msgspec.Struct] | None = None
    right: str | None = None
    refusals: tuple[Code, ...] = ()
    query: type[msgspec.Struct] | None = None
    takes_file: bool = False

    @property
    def changes(self) -> bool:
        """Whether it must come from one of our own pages."""
        return self.method != "GET"

    def codes(self) -> tuple[Code, ...]:
        """Every code it may refuse with."""
        found = [*self.refusals, Code.UNAVAILABLE]
        found += [Code.BAD_REQUEST, Code.TOO_LONG] if self.body or self.takes_file else []
        found += [Code.BAD_REQUEST] if self.query else []
        found += [Code.NOT_SIGNED_IN, Code.FORBIDDEN] if self.right else []
        found += [Code.ORIGIN] if self.changes else []
        found += [Code.NOT_FOUND] if "{" in self.path else []
        return tuple(dict.fromkeys(found))

    def route(self, base: str) -> web.RouteDef:
        """The operation as aiohttp routes it."""
        path = self.path
        for name, pattern in PARAMETERS.items():
            path = path.replace("{" + name + "}", "{" + name + ":" + pattern + "}")
        return web.get(base + path, self.handler) if self.method == "GET" else web.route(self.method, base + path, self.handler)


async def read_file(request: web.Request, most: int) -> bytes:
    """The body as it is; raises :class:`Refused` beyond ``most`` bytes, before it is in memory."""
    found = bytearray()
    async for part in request.content.iter_chunked(64 * 1024):
        found += part
        if len(found) > most:
            raise Refused(Code.TOO_LONG, f"Files can be up to {most // 2**20} MB.")
    return bytes(found)


async def read(request: web.Request, shape: type[T], most: int = BODY) -> T:
    """The body of at most ``most`` bytes as ``shape``; raises :class:`Refused` with the place of the fault."""
    if (request.content_length or 0) > most:
        raise Refused(Code.TOO_LONG, "The request body is too large.")
    if request.content_type != "application/json":
        raise Refused(Code.BAD_REQUEST, "The body must be JSON.")
    try:
        body = await request.read()
        if len(body) > most:  # sent in pieces, without saying how much
            raise Refused(Code.TOO_LONG, "The request body is too large.")
        return _countable(msgspec.json.decode(body, type=shape))
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as problem:
        raise Refused(Code.BAD_REQUEST, f"The body cannot be read: {problem}.") from None
    except RecursionError:
        raise Refused(Code.BAD_REQUEST, "The body cannot be read: it is nested too deeply.") from None


def _countable(given: T) -> T:
    """What came in, or :class:`ValueError` for a number in free JSON that no browser could count to, or a nest without end."""
    level: list[Any] = [getattr(given, each) for each in getattr(given, "__struct_fields__", ())]
    for _ in range(DEEPEST):
        if any(isinstance(each, int | float) and abs(each) > LARGEST_NUMBER for each in level):
            raise ValueError(f"a number is beyond {LARGEST_NUMBER}")
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each if isinstance(each, list) else ())]
        if not level:
            return given
    raise ValueError("it is nested too deeply")


def asked(request: web.Request, shape: type[T]) -> T:
    """What stands behind the question mark, as ``shape``; raises :class:`Refused` with the place of the fault."""
    try:
        return msgspec.convert(dict(request.query), shape, strict=False)
    except msgspec.ValidationError as problem:
        raise Refused(Code.BAD_REQUEST, f"The address cannot be read: {problem}.") from None


def answer(given: Answer) -> web.Response:
    """An answer as JSON."""
    return web.Response(body=msgspec.json.encode(given), content_type="application/json", charset="utf-8")
