"""The desk's articles: reading, saving, drafts, versions, care, review, taking out."""

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
from escalation.core.errors import Code
from escalation.core.text import plain
from escalation.http.desk import DESK, READ, WRITE
from escalation.http.operations import Answer, Done, Operation, answer, asked, read
from escalation.http.session import demand
from escalation.words import html
from knowledge.article_store import Care
from knowledge.article_store import Draft as KeptDraft
from knowledge.articles import Article
from knowledge.changes import State, pending
from knowledge.facts import filled
from knowledge.review_store import Review
from knowledge.store import KnowledgeStore, Release, Training

WRITING_MS, MINUTE_MS = 45_000, 60_000
STARTED = secrets.token_hex(4)  # a tag of an earlier run of the hub means nothing


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article as edited; ``base`` is the version the editor opened, 0 for a new one. A new one may be a translation."""

    topic: Annotated[str, Meta(min_length=1, max_length=60)]
    title: Annotated[str, Meta(max_length=400)]
    answer: Annotated[str, Meta(max_length=20_000)]
    questions: Annotated[list[str], Meta(max_length=500)]
    base: Annotated[int, Meta(ge=0, le=10**9)]
    steps: Annotated[str, Meta(max_length=20_000)] = ""
    language: Annotated[str, Meta(pattern=r"^[a-z]{2}$")] | None = None
    translates: Annotated[str, Meta(max_length=64)] | None = None


class Preview(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Markdown to be shown as the customer would see it."""

    answer: Annotated[str, Meta(max_length=20_000)]
    facts: bool = True


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
    """All articles, what else is edited and not live, the release that answers now, and the latest training."""

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
    """An article with its versions, newest first; ``live`` is the version customers get; ``draft`` what the reader was writing."""

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


class Saved(Answer, frozen=True):
    """The new version."""

    article: Article


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


class Drafting(Answer, frozen=True):
    """The draft is kept; ``others`` are at the same article."""

    others: list[Writing]


def _overview(store: KnowledgeStore) -> Overview:
    found = pending(store, now_ms())
    articles = [
        Listed(
            each.article.id, each.article.topic, each.article.title, each.article.version, len(each.article.questions), each.state,
            each.care.owner, each.attention, each.care.language, each.care.translates,
        )
        for each in found.articles
    ]  # fmt: skip
    return Overview(
        articles=articles, facts_changed=found.facts, voice_changed=found.voice, careful=found.careful, release=store.active(),
        training=store.latest_training(),
    )  # fmt: skip


def _version(article: Article, author: str, at: int, facts: dict[str, str]) -> Version:
    return Version(**msgspec.to_builtins(article), author=author, created_at=at, html=html(filled(article.answer, facts)))


def _others(store: KnowledgeStore, identity: str, reader: str) -> list[Writing]:
    now = now_ms()
    return [
        Writing(each.author, each.changed_at, now - each.changed_at < WRITING_MS)
        for each in store.drafts(identity)
        if each.author != reader
    ]


def _detail(identity: str, reader: str) -> Callable[[KnowledgeStore], Detail]:
    def read_article(store: KnowledgeStore) -> Detail:
        article, facts, active = store.article(identity), store.fact_values(), store.active()
        versions = [_version(*each, facts) for each in store.versions(identity)]
        live = {each.id: each.version for each in store.release_articles(active.id)} if active else {}
        care = store.care(identity)
        mine = next((each for each in store.drafts(identity) if each.author == reader), None)
        return Detail(
            article=versions[0], versions=versions, live=live.get(identity), care=care,
            review=store.reviews().get(identity), careful=article.topic in store.careful_topics(),
            draft={**mine.data, "base": mine.base} if mine else None, others=_others(store, identity, reader),
            retired=identity in store.retired(), translations=store.translations(identity),
            original=_version(*store.versions(care.translates)[0], facts) if care.translates else None,
        )  # fmt: skip

    return read_article


async def overview(request: web.Request) -> web.Response:
    """All articles, with their state. The desk asks often, so that what did not change is not made anew (``If-None-Match``)."""
    await demand(request, READ)
    tag = ETag(f"{STARTED}-{await request.app[DESK].call(lambda store: store.stamp())}-{now_ms() // MINUTE_MS}")
    if tag in (request.if_none_match or ()):
        return web.Response(status=304, headers={"ETag": f'"{tag.value}"'})
    found = answer(await request.app[DESK].call(_overview))
    found.etag = tag
    found.headers["Cache-Control"] = "private, no-cache"
    return found


async def detail(request: web.Request) -> web.Response:
    """One article with its versions."""
    user = await demand(request, READ)
    return answer(await request.app[DESK].call(_detail(request.match_info["article"], user.name)))


async def save(request: web.Request) -> web.Response:
    """Save a new version, not yet live. A lost update is refused as ``stale``."""
    user = await demand(request, WRITE)
    draft, identity = await read(request, Draft), request.match_info["article"]
    questions = tuple(dict.fromkeys(kept for each in draft.questions if (kept := plain(each))))
    article = Article(identity, plain(draft.topic), plain(draft.title), plain(draft.answer), questions, steps=plain(draft.steps))
    care = Care(language=draft.language, translates=draft.translates) if draft.base == 0 and draft.translates else None
    return answer(Saved(article=await request.app[DESK].call(lambda store: store.save(article, user.name, draft.base, care))))


async def retire(request: web.Request) -> web.Response:
    """Take an article out with the next release. Saving it again brings it back."""
    await demand(request, WRITE)
    await request.app[DESK].call(lambda store: store.retire(request.match_info["article"]))
    return answer(Done())


async def keep_draft(request: web.Request) -> web.Response:
    """Keep what is being written, and see who else is at it."""
    user = await demand(request, WRITE)
    draft, identity = await read(request, Draft), request.match_info["article"]
    data = {name: value for name, value in msgspec.to_builtins(draft).items() if name in ("topic", "title", "answer", "questions", "steps")}

    def keep(store: KnowledgeStore) -> Drafting:
        store.keep_draft(KeptDraft(identity, user.name, draft.base, data, now_ms()))
        return Drafting(others=_others(store, identity, user.name))

    return answer(await request.app[DESK].call(keep))


async def drop_draft(request: web.Request) -> web.Response:
    """Forget what was being written."""
    user = await demand(request, WRITE)
    await request.app[DESK].call(lambda store: store.drop_draft(request.match_info["article"], user.name))
    return answer(Done())


async def care(request: web.Request) -> web.Response:
    """Say who looks after an article, and set its dates."""
    await demand(request, WRITE)
    given, identity = await read(request, CareDraft), request.match_info["article"]
    wanted = Care(**{name: value or None for name, value in msgspec.to_builtins(given).items()})
    await request.app[DESK].call(lambda store: store.set_care(identity, wanted))
    return answer(Done())


async def review(request: web.Request) -> web.Response:
    """Ask a second person to look at the newest version, approve it, or send it back."""
    user = await demand(request, WRITE)
    given, identity = await read(request, Look), request.match_info["article"]

    def look(store: KnowledgeStore) -> None:
        if given.decision == "ask":
            store.ask_review(identity, user.name)
        else:
            store.decide_review(identity, given.version, user.name, given.decision == "approve", plain(given.note))

    await request.app[DESK].call(look)
    return answer(Done())


async def careful(request: web.Request) -> web.Response:
    """Say whether a topic asks for a second person."""
    await demand(request, WRITE)
    given = await read(request, Careful)
    await request.app[DESK].call(lambda store: store.set_careful(plain(given.topic), given.second_person))
    return answer(Done())


async def difference(request: web.Request) -> web.Response:
    """What changed between two versions, word by word."""
    await demand(request, READ)
    wanted, identity = asked(request, Between), request.match_info["article"]

    def compare(store: KnowledgeStore) -> Difference:
        known = {each.version: each for each, _, _ in store.versions(identity)}
        older, newer = known.get(wanted.older) or store.article(identity), known.get(wanted.newer) or store.article(identity)
        parts = {name: (_text(older, name), _text(newer, name)) for name in ("title", "topic", "answer", "questions", "steps")}
        return Difference(fields={name: words_between(*both) for name, both in parts.items() if both[0] != both[1]})

    return answer(await request.app[DESK].call(compare))


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


async def preview(request: web.Request) -> web.Response:
    """Show Markdown as the customer would see it, with the facts as they are edited now (``facts`` false: as they are written)."""
    await demand(request, READ)
    given = await read(request, Preview)
    facts = await request.app[DESK].call(lambda store: store.fact_values()) if given.facts else {}
    return answer(Rendered(html=html(filled(given.answer, facts))))


ARTICLE = "/api/articles/{article}"
OPERATIONS = [
    Operation("GET", "/api/articles", overview, Overview, right=READ),
    Operation("GET", ARTICLE, detail, Detail, right=READ),
    Operation("PUT", ARTICLE, save, Saved, Draft, right=WRITE, refusals=(Code.STALE,)),
    Operation("DELETE", ARTICLE, retire, Done, right=WRITE),
    Operation("PUT", f"{ARTICLE}/draft", keep_draft, Drafting, Draft, right=WRITE),
    Operation("DELETE", f"{ARTICLE}/draft", drop_draft, Done, right=WRITE),
    Operation("PUT", f"{ARTICLE}/care", care, Done, CareDraft, right=WRITE),
    Operation("POST", f"{ARTICLE}/review", review, Done, Look, right=WRITE, refusals=(Code.ILLEGAL,)),
    Operation("GET", f"{ARTICLE}/difference", difference, Difference, right=READ, query=Between),
    Operation("PUT", "/api/topics", careful, Done, Careful, right=WRITE),
    Operation("POST", "/api/preview", preview, Rendered, Preview, right=READ),
]
