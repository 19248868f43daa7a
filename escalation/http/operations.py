"""What the HTTP interface is made of: each operation declares who may call it and what it takes, answers and
refuses.

What is declared is enforced here, before a handler runs, and OpenAPI is drawn from the same declaration.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import NoneType
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from aiohttp import web

from escalation.auth import permissions
from escalation.core.errors import Code, Refused
from escalation.core.shape_errors import explained
from escalation.http.session import user_of
from escalation.protocol import LARGEST_NUMBER
from escalation.store.records import User

T = TypeVar("T")
Body = TypeVar("Body")
Query = TypeVar("Query")
PUBLIC = "public"  # in place of a right: who is not signed in may call it too
# Bytes; the larger one only for team members who bring in many articles.
BODY, LARGEST_BODY = (
    256 * 1024,
    1536 * 1024,
)
DEEPEST = 32  # levels of free JSON
# Names of path parameters, everywhere the same, with what they may look like.
PARAMETERS = {
    "article": "[a-z][a-z0-9_]{1,63}",
    "release": "[1-9][0-9]{0,8}",
    "line": "[a-z][a-z0-9_]{0,63}",
    "fact": "[a-z][a-z0-9_]{0,39}",
    "customer": "p_[A-Za-z0-9_-]{1,60}",
    "email": "l_[A-Za-z0-9_-]{1,60}",
    "section": "[a-z_]{2,40}",
}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every answer: it was done."""

    ok: bool = True


class Done(Answer, frozen=True):
    """Done, and nothing more to say."""


@dataclass(frozen=True, slots=True)
class Call(Generic[Body, Query]):
    """A request whose right, query and body were checked as its operation declares them."""

    request: web.Request
    signed_in: User | None
    body: Body
    query: Query

    @property
    def user(self) -> User:
        """Who is signed in; an operation with a right always has somebody."""
        return permissions.signed_in(self.signed_in)

    @property
    def app(self) -> web.Application:
        """The parts of the hub, by their keys."""
        return self.request.app

    @property
    def path(self) -> Mapping[str, str]:
        """The path's parameters."""
        return self.request.match_info

    def demand(self, right: str) -> User:
        """A further right, where it depends on what was sent; raises :class:`Refused`."""
        return permissions.demand(self.signed_in, right)


Handler = Callable[[Call[Any, Any]], Awaitable[Answer | web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path. ``right`` is the right it needs, or :data:`PUBLIC`.

    The handler's signature declares what it takes and answers: ``async def handler(call: Call[Body, Query])
    -> Answer``; its docstring describes it. ``answer`` names the answer of one that returns a response it
    made itself. ``refusals`` are the codes it may give besides those that follow from having a body, a right,
    or changing something; ``most`` is how many bytes a body may have; ``takes_file`` says that the body is a
    file as it is, which the handler reads. Raises :class:`TypeError` for a right that nobody has, and for a
    handler that does not say what it takes.
    """

    method: str
    path: str
    right: str
    handler: Handler
    answer: type[Answer] = Answer
    refusals: tuple[Code, ...] = ()
    most: int = BODY
    takes_file: bool = False
    body: type[msgspec.Struct] | None = field(init=False)
    query: type[msgspec.Struct] | None = field(init=False)

    def __post_init__(self) -> None:
        if self.right != PUBLIC and self.right not in permissions.ALLOWED:
            raise TypeError(f"{self.method} {self.path} needs the right “{self.right}”, which nobody has.")
        hints = get_type_hints(self.handler)
        returned, taken = hints.pop("return"), next(iter(hints.values()), None)
        if get_origin(taken) is not Call:
            raise TypeError(
                f"{self.handler.__name__} must say what it takes: Call[Body, Query], with None for nothing."
            )
        body, query = (None if arg is NoneType else arg for arg in get_args(taken))
        for name, value in (
            ("body", body),
            ("query", query),
            ("answer", returned if issubclass(returned, Answer) else self.answer),
        ):
            object.__setattr__(self, name, value)

    @property
    def changes(self) -> bool:
        """Whether it must come from one of our own pages."""
        return self.method != "GET"

    def codes(self) -> tuple[Code, ...]:
        """Every code it may refuse with."""
        found = [*self.refusals, Code.UNAVAILABLE]
        found += [Code.BAD_REQUEST, Code.TOO_LONG] if self.body or self.takes_file else []
        found += [Code.BAD_REQUEST] if self.query else []
        found += [Code.NOT_SIGNED_IN, Code.FORBIDDEN] if self.right != PUBLIC else []
        found += [Code.ORIGIN] if self.changes else []
        found += [Code.NOT_FOUND] if "{" in self.path else []
        return tuple(dict.fromkeys(found))

    def route(self, base: str) -> web.RouteDef:
        """The operation as aiohttp routes it."""
        path = self.path
        for name, pattern in PARAMETERS.items():
            path = path.replace("{" + name + "}", "{" + name + ":" + pattern + "}")
        return (
            web.get(base + path, self.dispatch)
            if self.method == "GET"
            else web.route(self.method, base + path, self.dispatch)
        )

    async def dispatch(self, request: web.Request) -> web.StreamResponse:
        """Check the right, then what was sent, and only then call the handler."""
        user = await user_of(request)
        if self.right != PUBLIC:
            permissions.demand(user, self.right)
        query = _query(request, self.query) if self.query else None
        body = await _body(request, self.body, self.most) if self.body else None
        given = await self.handler(Call(request, user, body, query))
        return given if isinstance(given, web.StreamResponse) else answer(given)


async def read_file(request: web.Request, most: int) -> bytes:
    """The body as it is; raises :class:`Refused` beyond ``most`` bytes, before it is in memory."""
    found = bytearray()
    async for part in request.content.iter_chunked(64 * 1024):
        found += part
        if len(found) > most:
            raise Refused(Code.TOO_LONG, f"Files can be up to {most // 2**20} MB.")
    return bytes(found)


async def _body(request: web.Request, shape: type[T], most: int) -> T:
    """The body of at most ``most`` bytes as ``shape``; raises :class:`Refused` with the place of the
    fault.
    """
    if (request.content_length or 0) > most:
        raise Refused(Code.TOO_LONG, "The request body is too large.")
    if request.content_type != "application/json":
        raise Refused(Code.BAD_REQUEST, "The body must be JSON.")
    try:
        body = await request.read()
        if len(body) > most:  # sent in pieces, without saying how much
            raise Refused(Code.TOO_LONG, "The request body is too large.")
        return _countable(msgspec.json.decode(body, type=shape))
    except msgspec.ValidationError as problem:
        raise Refused(Code.BAD_REQUEST, f"The body cannot be read: {explained(str(problem))}.") from None
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as problem:
        raise Refused(Code.BAD_REQUEST, f"The body cannot be read: {problem}.") from None
    except RecursionError:
        raise Refused(Code.BAD_REQUEST, "The body cannot be read: it is nested too deeply.") from None


def _countable(given: T) -> T:
    """What came in, or :class:`ValueError` for a number in free JSON that no browser could count to, or a
    nest without end.
    """
    level: list[Any] = [getattr(given, name) for name in getattr(given, "__struct_fields__", ())]
    for _ in range(DEEPEST):
        if any(isinstance(value, int | float) and abs(value) > LARGEST_NUMBER for value in level):
            raise ValueError(f"a number is beyond {LARGEST_NUMBER}")
        level = [
            inner
            for value in level
            for inner in (
                value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
            )
        ]
        if not level:
            return given
    raise ValueError("it is nested too deeply")


def _query(request: web.Request, shape: type[T]) -> T:
    """What stands behind the question mark, as ``shape``; raises :class:`Refused` with the place of the
    fault.
    """
    try:
        return msgspec.convert(dict(request.query), shape, strict=False)
    except msgspec.ValidationError as problem:
        raise Refused(Code.BAD_REQUEST, f"The address cannot be read: {explained(str(problem))}.") from None


def answer(reply: Answer) -> web.Response:
    """An answer as JSON."""
    return web.Response(body=msgspec.json.encode(reply), content_type="application/json", charset="utf-8")
