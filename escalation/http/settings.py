"""When the bot hands off, tried out before it counts; judging again what was said; and what a website
embeds.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from aiohttp import web
from msgspec import Meta

from bot.settings import PRESETS, TriageError, TriageRules
from escalation.configuration.simulation import Simulation, Simulator
from escalation.configuration.triage import CurrentTriage, TriageVersion, TriageVersions
from escalation.conversations.segments import Segments
from escalation.core.errors import Code, Refused
from escalation.core.text import plain
from escalation.http.desk import DESK
from escalation.http.operations import Answer, Call, Done, Operation
from escalation.http.session import CONVERSATIONS, SETTINGS
from escalation.http.sites import allowed_sites
from escalation.store.ports import ReplayRepository
from knowledge.mark_store import A_PERSON

TRIAGE: web.AppKey[TriageVersions] = web.AppKey("triage", TriageVersions)
CURRENT: web.AppKey[CurrentTriage] = web.AppKey("current_triage", CurrentTriage)
SEGMENTS: web.AppKey[Segments] = web.AppKey("segments", Segments)
SIMULATOR: web.AppKey[Simulator] = web.AppKey("stage", Simulator)
REPLAY: web.AppKey[ReplayRepository] = web.AppKey("replay")
TRIED = 200
Json = dict[str, Any]


class Version(msgspec.Struct, frozen=True):
    """One version of the triage settings."""

    version: int
    rules: Json
    author: str
    note: str
    created_at: int


class TriageNow(Answer, frozen=True):
    """The settings that count, what each means by default, the numbers of each pace (calm, balanced, quick),
    and the versions there were, newest first.
    """

    rules: Json
    defaults: Json
    presets: dict[str, Json]
    history: list[Version]


class TriageDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other settings: thresholds by name, and ``segments`` with what differs for them. ``seen`` is the newest
    version the sender knew of (0: none); when there is a newer one nothing is saved. Null saves in any case.
    """

    rules: Json
    note: Annotated[str, Meta(max_length=300)] = ""
    seen: Annotated[int, Meta(ge=0, le=10**9)] | None = None


class Tried(Answer, frozen=True):
    """What other settings would change on the latest conversations: ``a`` is now, ``b`` the draft."""

    found: Json


class Rewind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stored conversation judged again from the message ``since``, by a release (null: the live one) under
    other settings (null: those now).
    """

    conversation: Annotated[str, Meta(min_length=3, max_length=64)]
    since: Annotated[int, Meta(ge=0, le=10**9)] = 0
    release: Annotated[int, Meta(ge=1, le=10**9)] | None = None
    rules: Json | None = None


class Rewound(Answer, frozen=True):
    """Each customer's message with what happened, what the live bot would do now, and what the other would
    do.
    """

    turns: list[Json]


class Site(Answer, frozen=True):
    """What a website embeds, and which sites may."""

    snippet: str
    sites: list[str]


def _rules(document: Json) -> TriageRules:
    try:
        return TriageRules.from_json(document)
    except TriageError as problem:
        raise Refused(Code.BAD_REQUEST, str(problem)) from None


def _version(version: TriageVersion) -> Version:
    return Version(version.version, version.rules.to_json(), version.author, version.note, version.created_at)


async def triage(call: Call[None, None]) -> TriageNow:
    """When the bot hands off, and how that was before."""
    history = [_version(version) for version in await call.app[TRIAGE].history()]
    return TriageNow(
        rules=call.app[CURRENT].rules.to_json(),
        defaults=TriageRules().to_json(),
        presets=PRESETS,
        history=history,
    )


async def set_triage(call: Call[TriageDraft, None]) -> Done:
    """Let other settings count from the next message on; every version is kept."""
    draft = call.body
    await call.app[TRIAGE].add(_rules(draft.rules), call.user.name, plain(draft.note), draft.seen)
    await call.app[CURRENT].refresh()
    return Done()


async def try_triage(call: Call[TriageDraft, None]) -> Tried:
    """What other settings would have changed on the latest conversations; nothing is changed."""
    other = _rules(call.body.rules).to_json()
    marks = await call.app[DESK].call(lambda store: store.marks.all())
    talks = await _talks(call.app[REPLAY], {(mark.conversation, mark.seq): mark.right for mark in marks})
    if not talks:
        raise Refused(Code.ILLEGAL, "There are no stored conversations to simulate on yet.")
    by = Simulation(await _model(call.request, None), call.app[CURRENT].rules.to_json())
    return Tried(found=await call.app[SIMULATOR].compare(talks, by, other))


async def _talks(replay: ReplayRepository, marks: dict[tuple[str, int], str]) -> list[Json]:
    """The latest conversations, and every marked one up to its mark: what a team member marked says more than
    a verdict on the whole.
    """
    talks = []
    for (conversation, seq), right in marks.items():
        if turns := await replay.until(conversation, seq):
            turns[-1]["handoff"] = right == A_PERSON
            talks.append({"id": conversation, "turns": turns})
    marked = {conversation for conversation, _ in marks}
    return [*talks, *(talk for talk in await replay.latest(TRIED) if talk["id"] not in marked)]


async def _model(request: web.Request, release: int | None) -> Any:
    """The file of a release's model; raises :class:`Refused` for one without."""
    found = await request.app[DESK].call(
        lambda store: store.releases.get(release) if release else store.releases.active()
    )
    if found is None or found.model is None:
        raise Refused(Code.ILLEGAL, "This release has no trained model.")
    return request.app[SETTINGS].home / "models" / found.model


async def rewind(call: Call[Rewind, None]) -> Rewound:
    """Judge a stored conversation again, side by side: as the live bot would now, and as another release or
    other settings would.
    """
    wish = call.body
    conversation = await call.app[CONVERSATIONS].get(wish.conversation)
    turns = await call.app[REPLAY].until(conversation.id, conversation.last_said)
    now = call.app[CURRENT].rules.to_json()
    other = _rules(wish.rules).to_json() if wish.rules is not None else now
    segment = await call.app[SEGMENTS].of(conversation.customer)
    talk = {"id": conversation.id, "turns": turns, **({"segment": segment} if segment else {})}
    sides = [
        Simulation(await _model(call.request, None), now),
        Simulation(await _model(call.request, wish.release), other),
    ]
    judged = (
        [(await call.app[SIMULATOR].judge([talk], side))[0]["turns"] for side in sides] if turns else [[], []]
    )
    shown = [
        {"seq": turns[a["i"]]["seq"], "text": turns[a["i"]]["text"], "now": a, "other": b}
        for a, b in zip(*judged, strict=True)
        if turns[a["i"]]["seq"] >= wish.since
    ]
    return Rewound(turns=shown)


async def site(call: Call[None, None]) -> Site:
    """What to put into a website."""
    settings = call.app[SETTINGS]
    return Site(
        snippet=f'<script src="{settings.url}/loader.js" async></script>',
        sites=list(allowed_sites(call.request)),
    )


OPERATIONS = [
    Operation("GET", "/api/settings/triage", "settings", triage),
    Operation("PUT", "/api/settings/triage", "settings", set_triage, refusals=(Code.STALE,)),
    Operation("POST", "/api/settings/triage/try", "settings", try_triage, refusals=(Code.ILLEGAL,)),
    Operation("POST", "/api/rewind", "settings", rewind, refusals=(Code.NOT_FOUND, Code.ILLEGAL)),
    Operation("GET", "/api/settings/site", "settings", site),
]
