"""Searching articles, and which questions of one are close to another's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.core.text import plain
from escalation.http.desk import READ
from escalation.http.operations import Answer, Call, Operation
from knowledge.index import Hit
from knowledge.live_index import Search

SEARCH: web.AppKey[Search] = web.AppKey("search", Search)


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is looked for."""

    q: Annotated[str, Meta(max_length=500)]
    most: Annotated[int, Meta(ge=1, le=50)] = 10


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Questions of one article (``apart_from``), to be compared with those of all others."""

    texts: Annotated[list[Annotated[str, Meta(max_length=500)]], Meta(max_length=200)]
    apart_from: Annotated[str, Meta(max_length=64)] | None = None


class Results(Answer, frozen=True):
    """Articles, best first."""

    results: list[Hit]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest question elsewhere."""

    text: str
    hit: Hit | None


class Neighbours(Answer, frozen=True):
    """For each question the nearest one of another article."""

    nearest: list[Nearest]


async def search(call: Call[None, Question]) -> Results:
    """The articles that answer a question best, by meaning and by words."""
    query = call.query
    return Results(results=await call.app[SEARCH].run(lambda index: index.search(plain(query.q), query.most)))


async def nearest(call: Call[Texts, None]) -> Neighbours:
    """For each question of an article the nearest one of another."""
    body = call.body
    texts = [plain(one) for one in body.texts]
    hits = await call.app[SEARCH].run(lambda index: index.nearest(texts, body.apart_from))
    return Neighbours(nearest=[Nearest(text, hit) for text, hit in zip(body.texts, hits, strict=True)])


OPERATIONS = [
    Operation("GET", "/api/search", READ, search),
    Operation("POST", "/api/nearest", READ, nearest),
]
