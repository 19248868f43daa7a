"""What supervisors and admins arrange: sections with their versions, the history of every change, and going
back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Annotated, Any, TypeVar
from zoneinfo import available_timezones

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.auth.secret_files import MAIL_PASSWORD, WEBHOOK, SecretFiles
from escalation.configuration.document import PEOPLE, POLICY, Change, ConfigurationDocument
from escalation.configuration.holidays import countries, warm
from escalation.configuration.live import LiveConfiguration
from escalation.configuration.validation import SECTIONS, ConfigurationError, written
from escalation.core.assignment import AssignmentRules
from escalation.core.errors import Code, Refused
from escalation.core.reasons import Reason
from escalation.core.text import plain
from escalation.http.operations import Answer, Call, Operation
from escalation.http.session import CUSTOMERS
from escalation.store.records import Profile, User

DOCUMENT: web.AppKey[ConfigurationDocument] = web.AppKey("house", ConfigurationDocument)
CONFIGURATION: web.AppKey[LiveConfiguration] = web.AppKey("arranged", LiveConfiguration)
SECRET_FILES: web.AppKey[SecretFiles] = web.AppKey("keychain", SecretFiles)
SERVER = frozenset({"mail", "alerts", "sites"})  # what only admins change, for it reaches outside
HOURS = "hours"
T = TypeVar("T")
Json = dict[str, Any]


class Sections(Answer, frozen=True):
    """All sections with the version of each, and what can be chosen from. ``assignment_defaults`` are the
    rules where none are set; ``webhook_secret`` is for admins alone.
    """

    sections: Json
    versions: dict[str, int]
    reasons: list[str]
    assignment_defaults: AssignmentRules
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
    except ConfigurationError as problem:
        raise Refused(Code.BAD_REQUEST, str(problem)) from None


def _right(section: str) -> str:
    return "users.manage" if section in SERVER or section == PEOPLE else "settings"


async def sections(call: Call[None, None]) -> Sections:
    """Everything as it is configured now."""
    user = call.user
    now, keychain = call.app[CONFIGURATION], call.app[SECRET_FILES]
    secret = keychain.made(WEBHOOK) if user.role == "admin" else None
    policy, version = await call.app[DOCUMENT].policy()
    shown = {POLICY: policy, **{name: written(getattr(now.now, name)) for name in SECTIONS}}
    reasons = [str(reason) for reason in Reason]
    return Sections(
        sections=shown,
        versions={**now.versions, POLICY: version},
        reasons=reasons,
        assignment_defaults=AssignmentRules(),
        mail_password=bool(keychain.get(MAIL_PASSWORD)),
        webhook_secret=secret,
    )


async def set_section(call: Call[SectionDraft, None]) -> Changed:
    """Let a section count as it is given; refused whole when something in it cannot be so, or somebody
    changed it meanwhile.
    """
    section = call.path["section"]
    user = call.demand(_right(section))
    if section not in (POLICY, *SECTIONS):
        raise Refused(Code.NOT_FOUND, f"Unknown section “{section}”.")
    body = call.body
    if section == HOURS:
        await asyncio.to_thread(warm)
    work = call.app[DOCUMENT].apply({section: body.value}, user.name, plain(body.note), {section: body.seen})
    return Changed(changed=await said(work))


async def history(call: Call[None, None]) -> Changes:
    """Who changed what, when and why."""
    return Changes(changes=await call.app[DOCUMENT].history())


async def undo(call: Call[Back, None]) -> Changed:
    """Put a section back to how it was before a change."""
    body = call.body
    user: User = call.demand(_right(body.section))
    return Changed(changed=await said(call.app[DOCUMENT].undo(body.section, body.version, user.name)))


async def choices(_call: Call[None, None]) -> Choices:
    """What opening hours can be chosen from."""
    zones = await asyncio.to_thread(available_timezones)
    return Choices(time_zones=sorted(zones), countries=await asyncio.to_thread(countries))


async def blocked(call: Call[None, None]) -> Blocked:
    """Who may not write any more."""
    return Blocked(customers=await call.app[CUSTOMERS].blocked())


OPERATIONS = [
    Operation("GET", "/api/settings/sections", "settings", sections),
    Operation("PUT", "/api/settings/sections/{section}", "settings", set_section, refusals=(Code.STALE,)),
    Operation("GET", "/api/settings/history", "settings", history),
    Operation(
        "POST", "/api/settings/undo", "settings", undo, refusals=(Code.NOT_FOUND, Code.ILLEGAL, Code.STALE)
    ),
    Operation("GET", "/api/settings/choices", "settings", choices),
    Operation("GET", "/api/blocked", "settings", blocked),
]
