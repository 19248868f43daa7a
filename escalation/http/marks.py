"""Saying what would have been right: the examinations grow with it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.core.errors import Code, Refused
from escalation.core.events import CustomerSaid
from escalation.core.text import plain
from escalation.http.desk import DESK, WRITE
from escalation.http.operations import Answer, Operation, answer, asked, read
from escalation.http.session import CONVERSATIONS, demand
from knowledge.errors import ArticleError
from knowledge.mark_store import Mark as KeptMark
from knowledge.store import KnowledgeStore

MARK = "mark"


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question with the article that is right for it: part of every examination from now on."""

    text: Annotated[str, Meta(min_length=1, max_length=500)]
    article: Annotated[str, Meta(max_length=64)]


class PlaceMark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What would have been right at a customer's message: a person, an article by its id, or null to take the mark back."""

    conversation: Annotated[str, Meta(max_length=64)]
    seq: Annotated[int, Meta(ge=1, le=10**9)]
    right: Annotated[str, Meta(max_length=64)] | None


class Marked(Answer, frozen=True):
    """How many marks of this kind there are now."""

    total: int


class OfConversation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose marks."""

    conversation: Annotated[str, Meta(min_length=1, max_length=64)]


class Marks(Answer, frozen=True):
    """The marks of a conversation."""

    marks: list[KeptMark]


async def mark(request: web.Request) -> web.Response:
    """Say which article is right for a question: every release is examined with it from now on."""
    user = await demand(request, WRITE)
    given = await read(request, Mark)

    def keep(store: KnowledgeStore) -> int:
        store.article(given.article)
        text = plain(given.text)
        if not text:
            raise ArticleError("Enter the question.")
        store.mark_question(text, given.article, "desk", user.name)
        return len(store.exam_questions())

    return answer(Marked(total=await request.app[DESK].call(keep)))


async def mark_place(request: web.Request) -> web.Response:
    """Say what would have been right at a place of a conversation: every release is examined with it from now on."""
    user = await demand(request, MARK)
    given = await read(request, PlaceMark)
    events = await request.app[CONVERSATIONS].store.events(given.conversation, given.seq - 1, 1)
    if not any(isinstance(each.event, CustomerSaid) for each in events):
        raise Refused(Code.NOT_FOUND, "There is no customer message at this position.")
    await request.app[DESK].call(lambda store: store.mark(given.conversation, given.seq, given.right, user.name))
    return answer(Marked(total=len(await request.app[DESK].call(lambda store: store.marks()))))


async def marks(request: web.Request) -> web.Response:
    """What is marked in a conversation."""
    await demand(request, MARK)
    conversation = asked(request, OfConversation).conversation
    return answer(Marks(marks=await request.app[DESK].call(lambda store: store.marks(conversation))))


OPERATIONS = [
    Operation("POST", "/api/marks", mark, Marked, Mark, right=WRITE, refusals=(Code.NOT_FOUND,)),
    Operation("PUT", "/api/marks", mark_place, Marked, PlaceMark, right=MARK, refusals=(Code.NOT_FOUND,)),
    Operation("GET", "/api/marks", marks, Marks, right=MARK, query=OfConversation),
]
