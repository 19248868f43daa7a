"""The desk's releases: publishing what was saved, switching to another release, and back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, TypeVar

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.core.errors import Code, Refused
from escalation.core.events import CustomerSaid
from escalation.core.text import plain
from escalation.http.desk import DESK, READ, WRITE, Desk
from escalation.http.lint_context import gate_context
from escalation.http.operations import Answer, Call, Done, Operation
from escalation.http.search import SEARCH
from escalation.http.session import CONVERSATIONS
from knowledge.changes import ArticleChange, changes_between
from knowledge.gate import MOST_REASON, Anyway, Overruled
from knowledge.lint import Context
from knowledge.live_index import Search
from knowledge.records import Entry, Release, Scope, Training
from knowledge.store import KnowledgeStore
from knowledge.trial import Trial

Json = dict[str, Any]
T = TypeVar("T")
TRIES = 3  # how often a release is judged anew when somebody saves meanwhile


class Publication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is published (``articles`` null: all that changed), why, and whether it waits for a person after
    its evaluation.

    ``anyway`` is the reason why it goes out in spite of its errors; with ``seen`` only of those that a
    refusal named together with it.
    """

    note: Annotated[str, Meta(max_length=300)] = ""
    articles: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=2000)] | None = None
    facts: bool = True
    voice: bool = True
    hold: bool = False
    anyway: Annotated[str, Meta(min_length=1, max_length=MOST_REASON)] | None = None
    seen: Annotated[str, Meta(max_length=64)] | None = None


class Published(Answer, frozen=True):
    """``live`` at once, or after a training or the start of its bot."""

    release: int
    live: bool


class Releases(Answer, frozen=True):
    """Releases, newest first, with their trainings, the one on trial, and which went out in spite of their
    errors.
    """

    releases: list[Release]
    active: int | None
    trainings: dict[int, Training]
    trial: Trial | None
    overruled: list[int]


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
    """A release, what it holds that the live one does not, and its evaluation, if it had one."""

    release: Release
    training: Training | None
    changes: list[ArticleChange]
    asked: list[Changed]
    report: dict[str, Any] | None
    titles: dict[str, str]
    overruled: Overruled | None


class Audit(Answer, frozen=True):
    """What was let through, by whom and why; newest first."""

    entries: list[Entry]


async def publish(call: Call[Publication, None]) -> Published:
    """Publish what was saved: words go live at once, changed questions first train a model. Errors stop it:
    see `anyway`.
    """
    user = call.user
    body = call.body
    scope = Scope(None if body.articles is None else frozenset(body.articles), body.facts, body.voice)
    anyway = None if body.anyway is None else Anyway(plain(body.anyway), body.seen)

    def go(context: Context) -> Callable[[KnowledgeStore], tuple[Release, bool]]:
        return lambda store: store.publishing.publish(
            user.name, plain(body.note), scope, body.hold, context=context, anyway=anyway
        )

    release, live = await judged(call.app[DESK], call.app[SEARCH], go)
    await call.app[DESK].refresh()
    return Published(release=release.id, live=live)


async def judged(
    desk: Desk, search: Search, go: Callable[[Context], Callable[[KnowledgeStore], T]], tries: int = TRIES
) -> T:
    """What ``go`` makes of the store, with what a release is judged by. Once more when somebody saved in
    between.
    """
    titles = await desk.call(lambda store: store.publishing.titles())
    context = await search.encode(partial(gate_context, titles))
    try:
        return await desk.call(go(context))
    except Refused as refused:
        if refused.code != Code.STALE or tries == 1:
            raise
    return await judged(desk, search, go, tries - 1)


async def releases(call: Call[None, None]) -> Releases:
    """The latest releases."""

    def listed(store: KnowledgeStore) -> Releases:
        active = store.releases.active()
        return Releases(
            releases=store.releases.newest(),
            active=active.id if active else None,
            trainings=store.trainings.all(),
            trial=store.releases.trial(),
            overruled=store.overrules.releases(),
        )

    return await call.app[DESK].call(listed)


async def examination(call: Call[None, None]) -> Examination:
    """A release's evaluation: what it would do differently, what it still knows, what it confuses."""
    identity = int(call.path["release"])

    def look(
        store: KnowledgeStore,
    ) -> tuple[Release, Training | None, list[ArticleChange], Json | None, dict[str, str], Overruled | None]:
        release, active = store.releases.get(identity), store.releases.active()
        titles = {
            article.id: article.title
            for number in (active.id if active else identity, identity)
            for article in store.releases.articles(number)
        }
        changes = changes_between(store, active, release)
        return (
            release,
            store.trainings.all().get(identity),
            changes,
            store.releases.report(identity),
            titles,
            store.overrules.of(identity),
        )

    release, training, changes, report, titles, overruled = await call.app[DESK].call(look)
    asked = [
        changed
        for change in (report or {}).get("asked", {}).get("changed", [])
        if (changed := await _with_words(call.request, change))
    ]
    return Examination(
        release=release,
        training=training,
        changes=changes,
        asked=asked,
        report=report,
        titles=titles,
        overruled=overruled,
    )


async def _with_words(request: web.Request, changed: Json) -> Changed | None:
    """The words stay in the log, so that erasing them there erases them here."""
    events = await request.app[CONVERSATIONS].store.events(changed["conversation"], changed["seq"] - 1, 1)
    text = next((event.event.text for event in events if isinstance(event.event, CustomerSaid)), "")
    return Changed(text=text, **changed) if text else None


async def trial(call: Call[Share, None]) -> Done:
    """Let a release answer a share of the new chats beside the live one, or end its trial."""
    body, identity = call.body, int(call.path["release"])

    def try_out(store: KnowledgeStore) -> None:
        store.releases.get(identity)
        active = store.releases.active()
        if body.share and active and active.id == identity:
            raise Refused(Code.ILLEGAL, f"Release {identity} is already live.")
        store.releases.try_out(identity, body.share)

    await call.app[DESK].call(try_out)
    await call.app[DESK].refresh()
    return Done()


async def activate(call: Call[None, None]) -> Published:
    """Make a release live: roll back, or forward again. One with a bot of its own is live as soon as that has
    started.
    """
    identity = int(call.path["release"])

    live = await call.app[DESK].call(lambda store: store.rollout.switch_to(identity))
    await call.app[DESK].refresh()
    return Published(release=identity, live=live)


async def set_aside(call: Call[None, None]) -> Done:
    """Give up a release that waits, is being trained, or was evaluated and is not live."""
    user, identity = call.user, int(call.path["release"])
    await call.app[DESK].call(lambda store: store.rollout.discard(identity, user.name))
    return Done()


async def audit(call: Call[None, None]) -> Audit:
    """The audit log: what went out in spite of its errors."""
    return Audit(entries=await call.app[DESK].call(lambda store: store.overrules.audit()))


OPERATIONS = [
    Operation("POST", "/api/publish", WRITE, publish, refusals=(Code.ILLEGAL, Code.STALE, Code.FINDINGS)),
    Operation("GET", "/api/audit", READ, audit),
    Operation("GET", "/api/releases", READ, releases),
    Operation("GET", "/api/releases/{release}", READ, examination),
    Operation("POST", "/api/releases/{release}/trial", WRITE, trial, refusals=(Code.ILLEGAL,)),
    Operation("POST", "/api/releases/{release}/activate", WRITE, activate, refusals=(Code.ILLEGAL,)),
    Operation("POST", "/api/releases/{release}/set-aside", WRITE, set_aside, refusals=(Code.ILLEGAL,)),
]
