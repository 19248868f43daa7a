"""The desk's interface: articles, versions, publishing, rolling back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.core.errors import Code, Refused
from escalation.core.text import plain
from escalation.http.operations import Answer, Done, Operation, answer, read
from escalation.http.session import demand
from escalation.words import Words, html
from knowledge.articles import Article
from knowledge.errors import KnowledgeError
from knowledge.store import KnowledgeStore, Release, Training

T = TypeVar("T")


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article as edited; ``base`` is the version the editor opened, 0 for a new one."""

    topic: Annotated[str, Meta(min_length=1, max_length=60)]
    title: Annotated[str, Meta(max_length=400)]
    answer: Annotated[str, Meta(max_length=20_000)]
    questions: Annotated[list[str], Meta(max_length=500)]
    base: int
    steps: Annotated[str, Meta(max_length=20_000)] = ""


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is published, in the editor's words."""

    note: Annotated[str, Meta(max_length=300)] = ""


class Preview(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Markdown to be shown as the customer would see it."""

    answer: Annotated[str, Meta(max_length=20_000)]


class Listed(msgspec.Struct, frozen=True):
    """An article as the list shows it."""

    id: str
    topic: str
    title: str
    version: int
    questions: int
    state: Literal["live", "changed", "new"]


class Overview(Answer, frozen=True):
    """All articles, the release that answers now, and the latest training."""

    articles: list[Listed]
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


class Detail(Answer, frozen=True):
    """An article with its versions, newest first; ``live`` is the version customers get."""

    article: Version
    versions: list[Version]
    live: int | None


class Saved(Answer, frozen=True):
    """The new version."""

    article: Article


class Rendered(Answer, frozen=True):
    """Markdown as safe HTML."""

    html: str


class Published(Answer, frozen=True):
    """``live`` at once, or after a training."""

    release: int
    live: bool


class Releases(Answer, frozen=True):
    """Releases, newest first."""

    releases: list[Release]
    active: int | None


class Desk:
    """Calls to the knowledge store, on a thread of their own: nothing here may hold up the hub's loop."""

    def __init__(self, home: Path, words: Words) -> None:
        self._store, self._words = KnowledgeStore.open(home), words
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")

    async def call(self, work: Callable[[KnowledgeStore], T]) -> T:
        """Run ``work`` with the store."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, self._store)

    async def refresh(self) -> None:
        """What was published is said from now on."""
        await asyncio.to_thread(self._words.refresh)

    def close(self) -> None:
        """Close the store."""
        self._thread.shutdown()
        self._store.close()


DESK: web.AppKey[Desk] = web.AppKey("desk", Desk)


def _live(store: KnowledgeStore) -> dict[str, int]:
    active = store.active()
    return {each.id: each.version for each in store.release_articles(active.id)} if active else {}


def _state(article: Article, live: dict[str, int]) -> Literal["live", "changed", "new"]:
    if article.id not in live:
        return "new"
    return "live" if live[article.id] == article.version else "changed"


def _overview(store: KnowledgeStore) -> Overview:
    live = _live(store)
    articles = [Listed(each.id, each.topic, each.title, each.version, len(each.questions), _state(each, live)) for each in store.articles()]
    return Overview(articles=articles, release=store.active(), training=store.latest_training())


def _version(article: Article, author: str, at: int) -> Version:
    return Version(**msgspec.to_builtins(article), author=author, created_at=at, html=html(article.answer))


def _detail(identity: str) -> Callable[[KnowledgeStore], Detail]:
    def read_article(store: KnowledgeStore) -> Detail:
        versions = [_version(*each) for each in store.versions(identity)]
        if not versions:
            raise Refused(Code.NOT_FOUND, f"There is no article “{identity}”.")
        return Detail(article=versions[0], versions=versions, live=_live(store).get(identity))

    return read_article


async def overview(request: web.Request) -> web.Response:
    """All articles, with their state."""
    await demand(request, "articles.read")
    return answer(await request.app[DESK].call(_overview))


async def detail(request: web.Request) -> web.Response:
    """One article with its versions."""
    await demand(request, "articles.read")
    return answer(await request.app[DESK].call(_detail(request.match_info["article"])))


async def save(request: web.Request) -> web.Response:
    """Save a new version, not yet live. A lost update is refused as ``stale``."""
    user = await demand(request, "articles.write")
    draft, identity = await read(request, Draft), request.match_info["article"]
    questions = tuple(dict.fromkeys(kept for each in draft.questions if (kept := plain(each))))
    article = Article(identity, plain(draft.topic), plain(draft.title), plain(draft.answer), questions, steps=plain(draft.steps))
    try:
        saved = await request.app[DESK].call(lambda store: store.save(article, user.name, draft.base))
    except KnowledgeError as problem:
        code = Code.STALE if "since you opened" in str(problem) else Code.BAD_REQUEST
        raise Refused(code, str(problem)) from None
    return answer(Saved(article=saved))


async def preview(request: web.Request) -> web.Response:
    """Show Markdown as the customer would see it."""
    await demand(request, "articles.read")
    given = await read(request, Preview)
    return answer(Rendered(html=html(given.answer)))


async def publish(request: web.Request) -> web.Response:
    """Publish what was saved: words go live at once, changed questions first train a model."""
    user = await demand(request, "articles.write")
    given = await read(request, Note)
    release, live = await request.app[DESK].call(lambda store: store.publish(user.name, plain(given.note)))
    await request.app[DESK].refresh()
    return answer(Published(release=release.id, live=live))


async def releases(request: web.Request) -> web.Response:
    """The latest releases."""
    await demand(request, "articles.read")

    def listed(store: KnowledgeStore) -> Releases:
        active = store.active()
        return Releases(releases=store.releases(), active=active.id if active else None)

    return answer(await request.app[DESK].call(listed))


async def activate(request: web.Request) -> web.Response:
    """Make a release live: roll back, or forward again."""
    await demand(request, "articles.write")
    identity = int(request.match_info["release"])

    def switch(store: KnowledgeStore) -> None:
        known = {each.id: each for each in store.releases(1000)}
        if identity not in known:
            raise Refused(Code.NOT_FOUND, f"There is no release {identity}.")
        if known[identity].model is None:
            raise Refused(Code.ILLEGAL, f"Release {identity} was never trained and cannot answer.")
        store.activate(identity)

    await request.app[DESK].call(switch)
    await request.app[DESK].refresh()
    return answer(Done())


READ, WRITE = "articles.read", "articles.write"
OPERATIONS = [
    Operation("GET", "/api/articles", overview, Overview, right=READ),
    Operation("GET", "/api/articles/{article}", detail, Detail, right=READ),
    Operation("PUT", "/api/articles/{article}", save, Saved, Draft, right=WRITE, refusals=(Code.STALE,)),
    Operation("POST", "/api/preview", preview, Rendered, Preview, right=READ),
    Operation("POST", "/api/publish", publish, Published, Note, right=WRITE),
    Operation("GET", "/api/releases", releases, Releases, right=READ),
    Operation("POST", "/api/releases/{release}/activate", activate, Done, right=WRITE, refusals=(Code.ILLEGAL,)),
]
