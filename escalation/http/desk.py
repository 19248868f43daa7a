"""The desk's interface: articles, versions, publishing, rolling back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.core.errors import Code, Refused
from escalation.http.body import read
from escalation.http.session import demand
from escalation.words import Words, html
from knowledge.articles import Article
from knowledge.errors import KnowledgeError
from knowledge.store import KnowledgeStore

T = TypeVar("T")
Json = dict[str, Any]


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An article as edited; ``base`` is the version the editor opened, 0 for a new one."""

    topic: Annotated[str, Meta(min_length=1, max_length=60)]
    title: Annotated[str, Meta(max_length=400)]
    answer: Annotated[str, Meta(max_length=20_000)]
    questions: Annotated[list[str], Meta(max_length=500)]
    base: int


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is published, in the editor's words."""

    note: Annotated[str, Meta(max_length=300)] = ""


class Preview(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Markdown to be shown as the customer would see it."""

    answer: Annotated[str, Meta(max_length=20_000)]


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


def _overview(store: KnowledgeStore) -> Json:
    active, training = store.active(), store.latest_training()
    live = {each.id: each.version for each in store.release_articles(active.id)} if active else {}
    articles = [
        {
            "id": each.id, "topic": each.topic, "title": each.title, "version": each.version, "questions": len(each.questions),
            "state": "live" if live.get(each.id) == each.version else "changed" if each.id in live else "new",
        }
        for each in store.articles()
    ]  # fmt: skip
    return {
        "articles": articles,
        "release": msgspec.to_builtins(active),
        "training": msgspec.to_builtins(training),
    }


def _detail(identity: str) -> Callable[[KnowledgeStore], Json]:
    def read_article(store: KnowledgeStore) -> Json:
        versions = store.versions(identity)
        if not versions:
            raise Refused(Code.NOT_FOUND, f"There is no article “{identity}”.")
        shown = [
            {**msgspec.to_builtins(each), "author": author, "created_at": at, "html": html(each.answer)} for each, author, at in versions
        ]
        active = store.active()
        live = {each.id: each.version for each in store.release_articles(active.id)} if active else {}
        return {"article": shown[0], "versions": shown, "live": live.get(identity)}

    return read_article


async def overview(request: web.Request) -> web.Response:
    """``GET /api/articles``."""
    await demand(request, "articles.read")
    return web.json_response({"ok": True, **await request.app[DESK].call(_overview)})


async def detail(request: web.Request) -> web.Response:
    """``GET /api/articles/{id}``."""
    await demand(request, "articles.read")
    return web.json_response({"ok": True, **await request.app[DESK].call(_detail(request.match_info["id"]))})


async def save(request: web.Request) -> web.Response:
    """``PUT /api/articles/{id}``: a new version, not yet live. A lost update is refused as ``stale``."""
    user = await demand(request, "articles.write")
    draft, identity = await read(request, Draft), request.match_info["id"]
    questions = tuple(dict.fromkeys(each.strip() for each in draft.questions if each.strip()))
    article = Article(identity, draft.topic.strip(), draft.title.strip(), draft.answer.strip(), questions)
    try:
        saved = await request.app[DESK].call(lambda store: store.save(article, user.name, draft.base))
    except KnowledgeError as problem:
        code = Code.STALE if "since you opened" in str(problem) else Code.BAD_REQUEST
        raise Refused(code, str(problem)) from None
    return web.json_response({"ok": True, "article": msgspec.to_builtins(saved)})


async def preview(request: web.Request) -> web.Response:
    """``POST /api/preview``: Markdown as the customer would see it."""
    await demand(request, "articles.read")
    given = await read(request, Preview)
    return web.json_response({"ok": True, "html": html(given.answer)})


async def publish(request: web.Request) -> web.Response:
    """``POST /api/publish``: words go live at once; changed questions first train a model."""
    user = await demand(request, "articles.write")
    given = await read(request, Note)
    release, live = await request.app[DESK].call(lambda store: store.publish(user.name, given.note))
    await request.app[DESK].refresh()
    return web.json_response({"ok": True, "release": release.id, "live": live})


async def releases(request: web.Request) -> web.Response:
    """``GET /api/releases``."""
    await demand(request, "articles.read")

    def listed(store: KnowledgeStore) -> Json:
        active = store.active()
        return {"releases": [msgspec.to_builtins(each) for each in store.releases()], "active": active.id if active else None}

    return web.json_response({"ok": True, **await request.app[DESK].call(listed)})


async def activate(request: web.Request) -> web.Response:
    """``POST /api/releases/{id}/activate``: roll back, or forward again."""
    await demand(request, "articles.write")
    identity = int(request.match_info["id"])

    def switch(store: KnowledgeStore) -> None:
        known = {each.id: each for each in store.releases(1000)}
        if identity not in known:
            raise Refused(Code.NOT_FOUND, f"There is no release {identity}.")
        if known[identity].model is None:
            raise Refused(Code.ILLEGAL, f"Release {identity} was never trained and cannot answer.")
        store.activate(identity)

    await request.app[DESK].call(switch)
    await request.app[DESK].refresh()
    return web.json_response({"ok": True})


def routes(base: str) -> list[web.AbstractRouteDef]:
    """The routes below ``base``."""
    return [
        web.get(f"{base}/api/articles", overview),
        web.get(base + "/api/articles/{id:[a-z][a-z0-9_]{1,63}}", detail),
        web.put(base + "/api/articles/{id:[a-z][a-z0-9_]{1,63}}", save),
        web.post(f"{base}/api/preview", preview),
        web.post(f"{base}/api/publish", publish),
        web.get(f"{base}/api/releases", releases),
        web.post(base + r"/api/releases/{id:\d{1,9}}/activate", activate),
    ]
