"""What supervisors and admins arrange: sections with their versions, the history of every change, and going back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Annotated, Any, TypeVar
from zoneinfo import available_timezones

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.auth.people import Profile, User
from escalation.auth.secret_files import MAIL_PASSWORD, WEBHOOK, Keychain
from escalation.configuration.document import PEOPLE, POLICY, Change, House
from escalation.configuration.holidays import countries, warm
from escalation.configuration.live import CurrentArrangements
from escalation.configuration.validation import SECTIONS, ArrangementError, written
from escalation.core.errors import Code, Refused
from escalation.core.reasons import Reason
from escalation.core.text import plain
from escalation.http.operations import Answer, Operation, answer, read
from escalation.http.session import PEOPLE as COLLEAGUES
from escalation.http.session import demand

HOUSE: web.AppKey[House] = web.AppKey("house", House)
ARRANGED: web.AppKey[CurrentArrangements] = web.AppKey("arranged", CurrentArrangements)
KEYCHAIN: web.AppKey[Keychain] = web.AppKey("keychain", Keychain)
SERVER = frozenset({"mail", "alerts", "sites"})  # what only admins change, for it reaches outside
HOURS = "hours"
T = TypeVar("T")
Json = dict[str, Any]


class Sections(Answer, frozen=True):
    """All sections with the version of each, and what can be chosen from. ``webhook_secret`` is for admins alone."""

    sections: Json
    versions: dict[str, int]
    reasons: list[str]
    mail_password: bool
    webhook_secret: str | None


class SectionDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section as it is to be; ``seen`` is the version that was on the screen."""

    value: Any
    seen: Annotated[int, Meta(ge=0, le=10**9)]
    note: Annotated[str, Meta(max_length=300)] = ""


class Changed(Answer, frozen=True):
    """What changed, in words; nothing if it was so already."""

    changed: list[str]


class Changes(Answer, frozen=True):
    """The latest changes to everything, newest first."""

    changes: list[Change]


class Back(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One change to be taken back."""

    section: Annotated[str, Meta(max_length=40)]
    version: Annotated[int, Meta(ge=1, le=10**9)]


class Choices(Answer, frozen=True):
    """Time zones, and countries with their parts whose public holidays are known."""

    time_zones: list[str]
    countries: dict[str, list[str]]


class Blocked(Answer, frozen=True):
    """Customers who may not write."""

    customers: list[Profile]


async def said(work: Awaitable[T]) -> T:
    """What cannot be arranged is a :class:`Refused` with its own sentence."""
    try:
        return await work
    except ArrangementError as problem:
        raise Refused(Code.BAD_REQUEST, str(problem)) from None


def _right(section: str) -> str:
    return "users.manage" if section in SERVER or section == PEOPLE else "settings"


async def sections(request: web.Request) -> web.Response:
    """Everything as it is arranged now."""
    user = await demand(request, "settings")
    now, keychain = request.app[ARRANGED], request.app[KEYCHAIN]
    secret = keychain.made(WEBHOOK) if user.role == "admin" else None
    policy, version = request.app[HOUSE].policy()
    shown = {POLICY: policy, **{name: written(getattr(now.now, name)) for name in SECTIONS}}
    reasons = [str(each) for each in Reason]
    return answer(
        Sections(
            sections=shown,
            versions={**now.versions, POLICY: version},
            reasons=reasons,
            mail_password=bool(keychain.get(MAIL_PASSWORD)),
            webhook_secret=secret,
        )
    )


async def set_section(request: web.Request) -> web.Response:
    """Let a section count as it is given; refused whole when something in it cannot be so, or somebody changed it meanwhile."""
    section = request.match_info["section"]
    user = await demand(request, _right(section))
    if section not in (POLICY, *SECTIONS):
        raise Refused(Code.NOT_FOUND, f"Unknown section “{section}”.")
    given = await read(request, SectionDraft)
    if section == HOURS:
        await asyncio.to_thread(warm)
    work = request.app[HOUSE].apply({section: given.value}, user.name, plain(given.note), {section: given.seen})
    return answer(Changed(changed=await said(work)))


async def history(request: web.Request) -> web.Response:
    """Who changed what, when and why."""
    await demand(request, "settings")
    return answer(Changes(changes=await request.app[HOUSE].history()))


async def undo(request: web.Request) -> web.Response:
    """Put a section back to how it was before a change."""
    await demand(request, "settings")
    given = await read(request, Back)
    user: User = await demand(request, _right(given.section))
    return answer(Changed(changed=await said(request.app[HOUSE].undo(given.section, given.version, user.name))))


async def choices(request: web.Request) -> web.Response:
    """What opening hours can be chosen from."""
    await demand(request, "settings")
    zones = await asyncio.to_thread(available_timezones)
    return answer(Choices(time_zones=sorted(zones), countries=await asyncio.to_thread(countries)))


async def blocked(request: web.Request) -> web.Response:
    """Who may not write any more."""
    await demand(request, "settings")
    return answer(Blocked(customers=await request.app[COLLEAGUES].blocked()))


OPERATIONS = [
    Operation("GET", "/api/settings/sections", sections, Sections, right="settings"),
    Operation("PUT", "/api/settings/sections/{section}", set_section, Changed, SectionDraft, right="settings", refusals=(Code.STALE,)),
    Operation("GET", "/api/settings/history", history, Changes, right="settings"),
    Operation("POST", "/api/settings/undo", undo, Changed, Back, right="settings", refusals=(Code.NOT_FOUND, Code.ILLEGAL, Code.STALE)),
    Operation("GET", "/api/settings/choices", choices, Choices, right="settings"),
    Operation("GET", "/api/blocked", blocked, Blocked, right="settings"),
]
