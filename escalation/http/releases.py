"""The desk's releases: publishing what was saved, switching to another release, and back."""

from __future__ import annotations

from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.core.errors import Code, Refused
from escalation.core.text import plain
from escalation.http.desk import DESK, READ, WRITE
from escalation.http.operations import Answer, Done, Operation, answer, read
from escalation.http.session import demand
from knowledge.store import KnowledgeStore, Release, Scope, Training


class Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is published (``articles`` null: all that changed), why, and whether it waits for a person after its examination."""

    note: Annotated[str, Meta(max_length=300)] = ""
    articles: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=2000)] | None = None
    facts: bool = True
    voice: bool = True
    hold: bool = False


class Published(Answer, frozen=True):
    """``live`` at once, or after a training."""

    release: int
    live: bool


class Releases(Answer, frozen=True):
    """Releases, newest first, with their trainings."""

    releases: list[Release]
    active: int | None
    trainings: dict[int, Training]


async def publish(request: web.Request) -> web.Response:
    """Publish what was saved: words go live at once, changed questions first train a model."""
    user = await demand(request, WRITE)
    given = await read(request, Publication)
    scope = Scope(None if given.articles is None else frozenset(given.articles), given.facts, given.voice)
    release, live = await request.app[DESK].call(lambda store: store.publish(user.name, plain(given.note), scope, given.hold))
    await request.app[DESK].refresh()
    return answer(Published(release=release.id, live=live))


async def releases(request: web.Request) -> web.Response:
    """The latest releases."""
    await demand(request, READ)

    def listed(store: KnowledgeStore) -> Releases:
        active = store.active()
        return Releases(releases=store.releases(), active=active.id if active else None, trainings=store.trainings())

    return answer(await request.app[DESK].call(listed))


async def activate(request: web.Request) -> web.Response:
    """Make a release live: roll back, or forward again."""
    await demand(request, WRITE)
    identity = int(request.match_info["release"])

    def switch(store: KnowledgeStore) -> None:
        if store.find(identity).model is None:
            raise Refused(Code.ILLEGAL, f"Release {identity} was never trained and cannot answer.")
        store.activate(identity)

    await request.app[DESK].call(switch)
    await request.app[DESK].refresh()
    return answer(Done())


OPERATIONS = [
    Operation("POST", "/api/publish", publish, Published, Publication, right=WRITE, refusals=(Code.ILLEGAL,)),
    Operation("GET", "/api/releases", releases, Releases, right=READ),
    Operation("POST", "/api/releases/{release}/activate", activate, Done, right=WRITE, refusals=(Code.ILLEGAL,)),
]
