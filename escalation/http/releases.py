"""The desk's releases: publishing what was saved, switching to another release, and back."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.core.errors import Code, Refused
from escalation.core.events import CustomerSaid
from escalation.core.text import plain
from escalation.http.desk import DESK, READ, WRITE
from escalation.http.operations import Answer, Done, Operation, answer, read
from escalation.http.session import CONVERSATIONS, demand
from knowledge.changes import ArticleChange, changes_between
from knowledge.store import KnowledgeStore, Release, Scope, Training
from knowledge.trial import Trial

Json = dict[str, Any]


class Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is published (``articles`` null: all that changed), why, and whether it waits for a person after its examination."""

    note: Annotated[str, Meta(max_length=300)] = ""
    articles: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=2000)] | None = None
    facts: bool = True
    voice: bool = True
    hold: bool = False


class Published(Answer, frozen=True):
    """``live`` at once, or after a training or the start of its bot."""

    release: int
    live: bool


class Releases(Answer, frozen=True):
    """Releases, newest first, with their trainings, and the one on trial."""

    releases: list[Release]
    active: int | None
    trainings: dict[int, Training]
    trial: Trial | None


class Share(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many of the new chats a release on trial answers, in percent; 0 ends the trial."""

    share: Annotated[int, Meta(ge=0, le=100)]


class Changed(msgspec.Struct, frozen=True):
    """A question a customer really asked, and what the live release and this one make of it."""

    conversation: str
    seq: int
    text: str
    before: dict[str, str | None]
    after: dict[str, str | None]


class Examination(Answer, frozen=True):
    """A release, what it holds that the live one does not, and its examination, if it had one."""

    release: Release
    training: Training | None
    changes: list[ArticleChange]
    asked: list[Changed]
    report: dict[str, Any] | None
    titles: dict[str, str]


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
        return Releases(releases=store.releases(), active=active.id if active else None, trainings=store.trainings(), trial=store.trial())

    return answer(await request.app[DESK].call(listed))


async def examination(request: web.Request) -> web.Response:
    """A release's examination: what it would do differently, what it still knows, what it confuses."""
    await demand(request, READ)
    identity = int(request.match_info["release"])

    def look(store: KnowledgeStore) -> tuple[Release, Training | None, list[ArticleChange], Json | None, dict[str, str]]:
        release, active = store.find(identity), store.active()
        titles = {
            each.id: each.title for number in (active.id if active else identity, identity) for each in store.release_articles(number)
        }
        return release, store.trainings().get(identity), changes_between(store, active, release), store.report(identity), titles

    release, training, changes, report, titles = await request.app[DESK].call(look)
    asked = [changed for each in (report or {}).get("asked", {}).get("changed", []) if (changed := await _with_words(request, each))]
    return answer(Examination(release=release, training=training, changes=changes, asked=asked, report=report, titles=titles))


async def _with_words(request: web.Request, changed: Json) -> Changed | None:
    """The words stay in the log, so that erasing them there erases them here."""
    events = await request.app[CONVERSATIONS].store.events(changed["conversation"], changed["seq"] - 1, 1)
    text = next((each.event.text for each in events if isinstance(each.event, CustomerSaid)), "")
    return Changed(text=text, **changed) if text else None


async def trial(request: web.Request) -> web.Response:
    """Let a release answer a share of the new chats beside the live one, or end its trial."""
    await demand(request, WRITE)
    given, identity = await read(request, Share), int(request.match_info["release"])

    def try_out(store: KnowledgeStore) -> None:
        store.find(identity)
        active = store.active()
        if given.share and active and active.id == identity:
            raise Refused(Code.ILLEGAL, f"Release {identity} is live already.")
        store.try_out(identity, given.share)

    await request.app[DESK].call(try_out)
    await request.app[DESK].refresh()
    return answer(Done())


async def activate(request: web.Request) -> web.Response:
    """Make a release live: roll back, or forward again. One with a bot of its own is live as soon as that has started."""
    await demand(request, WRITE)
    identity = int(request.match_info["release"])

    live = await request.app[DESK].call(lambda store: store.switch_to(identity))
    await request.app[DESK].refresh()
    return answer(Published(release=identity, live=live))


async def set_aside(request: web.Request) -> web.Response:
    """Give up a release that waits, is being trained, or was examined and is not live."""
    user, identity = await demand(request, WRITE), int(request.match_info["release"])
    await request.app[DESK].call(lambda store: store.set_aside(identity, user.name))
    return answer(Done())


OPERATIONS = [
    Operation("POST", "/api/publish", publish, Published, Publication, right=WRITE, refusals=(Code.ILLEGAL,)),
    Operation("GET", "/api/releases", releases, Releases, right=READ),
    Operation("GET", "/api/releases/{release}", examination, Examination, right=READ),
    Operation("POST", "/api/releases/{release}/trial", trial, Done, Share, right=WRITE, refusals=(Code.ILLEGAL,)),
    Operation("POST", "/api/releases/{release}/activate", activate, Published, right=WRITE, refusals=(Code.ILLEGAL,)),
    Operation("POST", "/api/releases/{release}/set-aside", set_aside, Done, right=WRITE, refusals=(Code.ILLEGAL,)),
]
