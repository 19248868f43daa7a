"""The desk's articles as they are read: all of them, one with its versions, what differs, and how words will
look.
"""

from __future__ import annotations

import difflib
import re
import secrets
from collections.abc import Callable
from typing import Annotated, Any, Literal

import msgspec
from aiohttp import ETag, web
from msgspec import Meta

from escalation.clock import now_ms
from escalation.conversations.rendering import html
from escalation.http.desk import DESK, READ
from escalation.http.operations import Answer, Call, Operation, answer
from knowledge.articles import Article
from knowledge.changes import State, pending
from knowledge.facts import filled
from knowledge.records import Care, Release, Review, Training
from knowledge.store import KnowledgeStore

WRITING_MS, MINUTE_MS = 45_000, 60_000
STARTED = secrets.token_hex(4)  # a tag of an earlier run of the hub means nothing


class Preview(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Markdown to be shown as the customer would see it."""

    answer: Annotated[str, Meta(max_length=20_000)]
    facts: bool = True


class Between(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two versions of one article."""

    older: Annotated[int, Meta(ge=1, le=10**9)]
    newer: Annotated[int, Meta(ge=1, le=10**9)]


class Listed(msgspec.Struct, frozen=True):
    """An article as the list shows it."""

    id: str
    topic: str
    title: str
    version: int
    questions: int
    state: State
    owner: str | None
    attention: tuple[str, ...]
    language: str | None
    translates: str | None


class Overview(Answer, frozen=True):
    """All articles, what else is edited and not live, the release that answers now, and the latest
    training.
    """

    articles: list[Listed]
    facts_changed: int
    voice_changed: int
    careful: tuple[str, ...]
    release: Release | None
    training: Training | None


class Version(msgspec.Struct, frozen=True):
    """One version of an article, and how a customer sees it."""

    id: str
    topic: str
    title: str
    answer: str
    questions: tuple[str, ...]
    version: int
    author: str
    created_at: int
    html: str
    steps: str


class Writing(msgspec.Struct, frozen=True):
    """Someone who is at it: since when, and whether just now."""

    author: str
    changed_at: int
    now: bool


class Detail(Answer, frozen=True):
    """An article with its versions, newest first; ``live`` is the version customers get; ``draft`` what the
    reader was writing.
    """

    article: Version
    versions: list[Version]
    live: int | None
    care: Care
    review: Review | None
    careful: bool
    draft: dict[str, Any] | None
    others: list[Writing]
    retired: bool
    translations: dict[str, str]
    original: Version | None


class Rendered(Answer, frozen=True):
    """Markdown as safe HTML."""

    html: str


class Piece(msgspec.Struct, frozen=True):
    """A run of words: in both versions, only in the older or only in the newer."""

    kind: Literal["same", "gone", "new"]
    text: str


class Difference(Answer, frozen=True):
    """Two versions, field by field, word by word; fields that are equal are left out."""

    fields: dict[str, list[Piece]]


def _overview(store: KnowledgeStore) -> Overview:
    found = pending(store, now_ms())
    articles = [
        Listed(
            article.article.id,
            article.article.topic,
            article.article.title,
            article.article.version,
            len(article.article.questions),
            article.state,
            article.care.owner,
            article.attention,
            article.care.language,
            article.care.translates,
        )
        for article in found.articles
    ]
    return Overview(
        articles=articles,
        facts_changed=found.facts,
        voice_changed=found.voice,
        careful=found.careful,
        release=store.releases.active(),
        training=store.trainings.latest(),
    )


def _version(article: Article, author: str, at: int, facts: dict[str, str]) -> Version:
    return Version(
        **msgspec.to_builtins(article), author=author, created_at=at, html=html(filled(article.answer, facts))
    )


def others_at(store: KnowledgeStore, identity: str, reader: str) -> list[Writing]:
    """Who else has been writing at an article of late."""
    now = now_ms()
    return [
        Writing(draft.author, draft.changed_at, now - draft.changed_at < WRITING_MS)
        for draft in store.drafts.of(identity)
        if draft.author != reader
    ]


def _detail(identity: str, reader: str) -> Callable[[KnowledgeStore], Detail]:
    def read_article(store: KnowledgeStore) -> Detail:
        article, facts, active = store.articles.get(identity), store.facts.values(), store.releases.active()
        versions = [_version(*version, facts) for version in store.articles.versions(identity)]
        live = {one.id: one.version for one in store.releases.articles(active.id)} if active else {}
        care = store.articles.care(identity)
        mine = next((draft for draft in store.drafts.of(identity) if draft.author == reader), None)
        return Detail(
            article=versions[0],
            versions=versions,
            live=live.get(identity),
            care=care,
            review=store.reviews.all().get(identity),
            careful=article.topic in store.reviews.careful_topics(),
            draft={**mine.data, "base": mine.base} if mine else None,
            others=others_at(store, identity, reader),
            retired=identity in store.articles.retired(),
            translations=store.articles.translations(identity),
            original=_version(*store.articles.versions(care.translates)[0], facts)
            if care.translates
            else None,
        )

    return read_article


async def overview(call: Call[None, None]) -> web.Response:
    """All articles, with their state. The desk asks often, so that what did not change is not made again
    (``If-None-Match``).
    """
    tag = ETag(f"{STARTED}-{await call.app[DESK].call(lambda store: store.stamp())}-{now_ms() // MINUTE_MS}")
    if tag in (call.request.if_none_match or ()):
        return web.Response(status=304, headers={"ETag": f'"{tag.value}"'})
    found = answer(await call.app[DESK].call(_overview))
    await call.app[DESK].refresh()  # a release that it calls live is what customers hear from here on
    found.etag = tag
    found.headers["Cache-Control"] = "private, no-cache"
    return found


async def detail(call: Call[None, None]) -> Detail:
    """One article with its versions."""
    user = call.user
    return await call.app[DESK].call(_detail(call.path["article"], user.name))


async def difference(call: Call[None, Between]) -> Difference:
    """What changed between two versions, word by word."""
    query, identity = call.query, call.path["article"]

    def compare(store: KnowledgeStore) -> Difference:
        known = {version.version: version for version, _, _ in store.articles.versions(identity)}
        older, newer = (
            known.get(query.older) or store.articles.get(identity),
            known.get(query.newer) or store.articles.get(identity),
        )
        parts = {
            name: (_text(older, name), _text(newer, name))
            for name in ("title", "topic", "answer", "questions", "steps")
        }
        return Difference(
            fields={name: words_between(*both) for name, both in parts.items() if both[0] != both[1]}
        )

    return await call.app[DESK].call(compare)


def _text(article: Article, name: str) -> str:
    return "\n".join(article.questions) if name == "questions" else str(getattr(article, name))


def words_between(older: str, newer: str) -> list[Piece]:
    """The runs of words two texts share or do not, in reading order."""
    before, after = re.findall(r"\s+|[^\s]+", older), re.findall(r"\s+|[^\s]+", newer)
    found: list[Piece] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(Piece("same", "".join(before[a:b])))
            continue
        found += [Piece("gone", "".join(before[a:b]))] if b > a else []
        found += [Piece("new", "".join(after[c:d]))] if d > c else []
    return found


async def preview(call: Call[Preview, None]) -> Rendered:
    """Show Markdown as the customer would see it, with the facts as they are edited now (``facts`` false: as
    they are written).
    """
    body = call.body
    facts = await call.app[DESK].call(lambda store: store.facts.values()) if body.facts else {}
    return Rendered(html=html(filled(body.answer, facts)))


ARTICLE = "/api/articles/{article}"
OPERATIONS = [
    Operation("GET", "/api/articles", READ, overview, answer=Overview),
    Operation("GET", ARTICLE, READ, detail),
    Operation("GET", f"{ARTICLE}/difference", READ, difference),
    Operation("POST", "/api/preview", READ, preview),
]
