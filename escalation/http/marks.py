"""Saying what would have been right: the evaluations grow with it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from escalation.core.errors import Code, Refused
from escalation.core.events import CustomerSaid
from escalation.core.text import plain
from escalation.http.desk import DESK, WRITE
from escalation.http.operations import Answer, Call, Operation
from escalation.http.session import CONVERSATIONS
from knowledge.errors import ArticleError
from knowledge.mark_store import Mark as KeptMark
from knowledge.store import KnowledgeStore

MARK = "mark"


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question with the article that is right for it: part of every evaluation from now on."""

    text: Annotated[str, Meta(min_length=1, max_length=500)]
    article: Annotated[str, Meta(max_length=64)]


class PlaceMark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What would have been right at a customer's message: a person, an article by its id, or null to take the
    mark back.
    """

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


async def mark(call: Call[Mark, None]) -> Marked:
    """Say which article is right for a question: every release is evaluated with it from now on."""
    user = call.user
    body = call.body

    def keep(store: KnowledgeStore) -> int:
        store.articles.get(body.article)
        text = plain(body.text)
        if not text:
            raise ArticleError("Enter the question.")
        store.marks.add_question(text, body.article, "desk", user.name)
        return len(store.marks.questions())

    return Marked(total=await call.app[DESK].call(keep))


async def mark_place(call: Call[PlaceMark, None]) -> Marked:
    """Say what would have been right at a place of a conversation: every release is evaluated with it from
    now on.
    """
    user = call.user
    body = call.body
    events = await call.app[CONVERSATIONS].store.events(body.conversation, body.seq - 1, 1)
    if not any(isinstance(event.event, CustomerSaid) for event in events):
        raise Refused(Code.NOT_FOUND, "There is no customer message at this position.")
    await call.app[DESK].call(
        lambda store: store.marks.set(body.conversation, body.seq, body.right, user.name)
    )
    return Marked(total=len(await call.app[DESK].call(lambda store: store.marks.all())))


async def marks(call: Call[None, OfConversation]) -> Marks:
    """What is marked in a conversation."""
    conversation = call.query.conversation
    return Marks(marks=await call.app[DESK].call(lambda store: store.marks.all(conversation)))


OPERATIONS = [
    Operation("POST", "/api/marks", WRITE, mark, refusals=(Code.NOT_FOUND,)),
    Operation("PUT", "/api/marks", MARK, mark_place, refusals=(Code.NOT_FOUND,)),
    Operation("GET", "/api/marks", MARK, marks),
]
