"""The desk's articles as they are written: saving, drafts, care, review, taking out."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from escalation.clock import now_ms
from escalation.core.errors import Code
from escalation.core.text import plain
from escalation.http.articles import ARTICLE, Writing, others_at
from escalation.http.desk import DESK, WRITE
from escalation.http.operations import Answer, Call, Done, Operation
from knowledge.articles import Article
from knowledge.records import Care
from knowledge.records import Draft as KeptDraft
from knowledge.store import KnowledgeStore


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article as edited; ``base`` is the version the editor opened, 0 for a new one. A new one may be a
    translation.
    """

    topic: Annotated[str, Meta(min_length=1, max_length=60)]
    title: Annotated[str, Meta(max_length=400)]
    answer: Annotated[str, Meta(max_length=20_000)]
    questions: Annotated[list[str], Meta(max_length=500)]
    base: Annotated[int, Meta(ge=0, le=10**9)]
    steps: Annotated[str, Meta(max_length=20_000)] = ""
    language: Annotated[str, Meta(pattern=r"^[a-z]{2}$")] | None = None
    translates: Annotated[str, Meta(max_length=64)] | None = None


class CareDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who looks after an article, and its dates. Times in UTC milliseconds."""

    owner: Annotated[str, Meta(max_length=80)] | None = None
    review_on: Annotated[str, Meta(max_length=10)] | None = None
    language: Annotated[str, Meta(max_length=2)] | None = None
    publish_at: Annotated[int, Meta(ge=0, le=4_102_444_800_000)] | None = None
    expires_at: Annotated[int, Meta(ge=0, le=4_102_444_800_000)] | None = None
    translates: Annotated[str, Meta(max_length=64)] | None = None


class Look(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asking a second person to look, or having looked."""

    decision: Literal["ask", "approve", "send_back"]
    version: Annotated[int, Meta(ge=1, le=10**9)]
    note: Annotated[str, Meta(max_length=500)] = ""


class Careful(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether a topic asks for a second person before anything in it is published."""

    topic: Annotated[str, Meta(min_length=1, max_length=60)]
    second_person: bool


class Saved(Answer, frozen=True):
    """The new version."""

    article: Article


class Drafting(Answer, frozen=True):
    """The draft is kept; ``others`` are at the same article."""

    others: list[Writing]


async def save(call: Call[Draft, None]) -> Saved:
    """Save a new version, not yet live. A lost update is refused as ``stale``."""
    user = call.user
    draft, identity = call.body, call.path["article"]
    questions = tuple(dict.fromkeys(kept for question in draft.questions if (kept := plain(question))))
    article = Article(
        identity,
        plain(draft.topic),
        plain(draft.title),
        plain(draft.answer),
        questions,
        steps=plain(draft.steps),
    )
    care = (
        Care(language=draft.language, translates=draft.translates)
        if draft.base == 0 and draft.translates
        else None
    )
    return Saved(
        article=await call.app[DESK].call(
            lambda store: store.articles.save(article, user.name, draft.base, care)
        )
    )


async def retire(call: Call[None, None]) -> Done:
    """Take an article out with the next release. Saving it again brings it back."""
    await call.app[DESK].call(lambda store: store.articles.retire(call.path["article"]))
    return Done()


async def keep_draft(call: Call[Draft, None]) -> Drafting:
    """Keep what is being written, and see who else is at it."""
    user = call.user
    draft, identity = call.body, call.path["article"]
    data = {
        name: value
        for name, value in msgspec.to_builtins(draft).items()
        if name in ("topic", "title", "answer", "questions", "steps")
    }

    def keep(store: KnowledgeStore) -> Drafting:
        store.drafts.keep(KeptDraft(identity, user.name, draft.base, data, now_ms()))
        return Drafting(others=others_at(store, identity, user.name))

    return await call.app[DESK].call(keep)


async def drop_draft(call: Call[None, None]) -> Done:
    """Forget what was being written."""
    user = call.user
    await call.app[DESK].call(lambda store: store.drafts.drop(call.path["article"], user.name))
    return Done()


async def care(call: Call[CareDraft, None]) -> Done:
    """Say who looks after an article, and set its dates."""
    body, identity = call.body, call.path["article"]
    wanted = Care(**{name: value or None for name, value in msgspec.to_builtins(body).items()})
    await call.app[DESK].call(lambda store: store.articles.set_care(identity, wanted))
    return Done()


async def review(call: Call[Look, None]) -> Done:
    """Ask a second person to look at the newest version, approve it, or send it back."""
    user = call.user
    body, identity = call.body, call.path["article"]

    def look(store: KnowledgeStore) -> None:
        if body.decision == "ask":
            store.reviews.ask(identity, user.name)
        else:
            store.reviews.decide(
                identity, body.version, user.name, body.decision == "approve", plain(body.note)
            )

    await call.app[DESK].call(look)
    return Done()


async def careful(call: Call[Careful, None]) -> Done:
    """Say whether a topic asks for a second person."""
    body = call.body
    await call.app[DESK].call(lambda store: store.reviews.set_careful(plain(body.topic), body.second_person))
    return Done()


OPERATIONS = [
    Operation("PUT", ARTICLE, WRITE, save, refusals=(Code.STALE,)),
    Operation("DELETE", ARTICLE, WRITE, retire),
    Operation("PUT", f"{ARTICLE}/draft", WRITE, keep_draft),
    Operation("DELETE", f"{ARTICLE}/draft", WRITE, drop_draft),
    Operation("PUT", f"{ARTICLE}/care", WRITE, care),
    Operation("POST", f"{ARTICLE}/review", WRITE, review, refusals=(Code.ILLEGAL,)),
    Operation("PUT", "/api/topics", WRITE, careful),
]
