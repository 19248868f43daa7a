"""Team members: who may sign in, what they may do, what they answer for; and the emails that invite them."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.auth.rate_limits import CODE, SIGN_IN
from escalation.auth.users import login_key
from escalation.configuration.document import BEFORE
from escalation.configuration.document import PEOPLE as PEOPLE_SECTION
from escalation.core.errors import Code, Refused
from escalation.core.text import plain
from escalation.http.arrangements import CONFIGURATION, DOCUMENT, said
from escalation.http.mail import MAILER
from escalation.http.operations import PUBLIC, Answer, Call, Done, Operation
from escalation.http.session import SESSIONS, SETTINGS, USERS, address_of
from escalation.http.sign_in import LIMITS
from escalation.notifications import templates
from escalation.store.records import User

MANAGE = "users.manage"
Role = Literal["agent", "supervisor", "editor", "admin"]
Email = Annotated[str, Meta(max_length=200)]
Words = Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=50)]


class UserLine(msgspec.Struct, frozen=True):
    """A team member, and whether they have chosen a password."""

    login: str
    name: str
    role: str
    email: str
    departments: tuple[str, ...]
    skills: tuple[str, ...]
    active: bool
    languages: tuple[str, ...] = ()
    capacity: float = 0.0


class Users(Answer, frozen=True):
    """All team members."""

    users: list[UserLine]


class UserDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A team member to be invited; with an email address they get the link by email."""

    login: Annotated[str, Meta(min_length=1, max_length=100)]
    name: Annotated[str, Meta(max_length=120)] = ""
    role: Role = "agent"
    email: Email = ""


class UserChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of a team member; what is not named stays. ``new_link`` makes a one-time link, ``disable``
    takes every way in.
    """

    login: Annotated[str, Meta(min_length=1, max_length=100)]
    name: Annotated[str, Meta(max_length=120)] | None = None
    role: Role | None = None
    email: Email | None = None
    departments: Words | None = None
    skills: Words | None = None
    languages: Words | None = None
    capacity: Annotated[float, Meta(ge=0, le=100)] | None = None
    disable: bool = False
    new_link: bool = False


class Invited(Answer, frozen=True):
    """The one-time link to hand to them, if one was made, and whether an email with it is on its way."""

    link: str | None
    sent: bool = False


class Forgotten(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who has forgotten their password."""

    login: Annotated[str, Meta(min_length=1, max_length=100)]


async def users(call: Call[None, None]) -> Users:
    """Everybody who can sign in."""
    lines = [
        UserLine(
            user.login,
            user.name,
            user.role,
            user.email,
            user.departments,
            user.skills,
            await call.app[USERS].has_password(user),
            user.languages,
            user.capacity,
        )
        for user in map(call.app[CONFIGURATION].now.known, await call.app[USERS].all())
    ]
    return Users(users=lines)


async def invite(call: Call[UserDraft, None]) -> Invited:
    """Add a team member; the link lets them choose a password once."""
    me = call.user
    body = call.body
    await call.app[DOCUMENT].note_people(*BEFORE)
    user = await call.app[USERS].add(body.login, body.name, body.role, email=body.email)
    await call.app[DOCUMENT].note_people(me.name, f"invited {user.login}")
    return await _invited(call.request, user, me)


async def _invited(request: web.Request, user: User, by: User) -> Invited:
    """The link, and an email with it to who has an address."""
    link, post = await _link(request, user), request.app[MAILER]
    if user.email:
        await post.send(templates.invitation(user.email, user.name, link, by.name))
    return Invited(link=link, sent=bool(user.email) and post.server is not None)


async def _link(request: web.Request, user: User) -> str:
    return f"{request.app[SETTINGS].url}/welcome#{await request.app[SESSIONS].new_link(user)}"


async def change_user(call: Call[UserChange, None]) -> Invited:
    """Change a team member, make a new link, or take every way in; nobody can take the last admin away, nor
    their own rights.
    """
    me = call.user
    body = call.body
    user = await call.app[USERS].find(body.login)
    if user is None:
        raise Refused(Code.NOT_FOUND, f"There is no team member “{body.login}”.")
    if user.id == me.id and (body.disable or body.role not in (None, "admin")):
        raise Refused(Code.ILLEGAL, "You cannot remove your own access. Ask another admin.")
    await said(
        call.app[DOCUMENT].apply(
            {PEOPLE_SECTION: [_after(call.app[CONFIGURATION].now.known(user), body)]}, me.name, ""
        )
    )
    return (
        await _invited(call.request, user, me) if body.new_link and not body.disable else Invited(link=None)
    )


def _after(user: User, change: UserChange) -> dict[str, object]:
    named = {
        "role": change.role,
        "email": change.email,
        "departments": change.departments,
        "skills": change.skills,
        "languages": change.languages,
        "capacity": change.capacity,
    }
    now = {
        "login": user.login,
        "role": user.role,
        "email": user.email,
        "departments": [*user.departments],
        "skills": [*user.skills],
        "languages": [*user.languages],
        "capacity": user.capacity,
    }
    chosen = {name: value for name, value in named.items() if value is not None}
    return {
        **now,
        "name": plain(change.name) if change.name else user.name,
        **chosen,
        "active": not change.disable,
    }


async def forgotten(call: Call[Forgotten, None]) -> Done:
    """An email with a new link to who has an address. The answer is always the same: it tells nobody who
    works here.
    """
    body = call.body
    call.app[LIMITS].demand(SIGN_IN, "forgotten", address_of(call.request))
    call.app[LIMITS].demand(CODE, "forgotten", login_key(body.login))
    call.app[MAILER].soon(_remind(call.request, body.login))
    return Done()


async def _remind(request: web.Request, login: str) -> None:
    user, post = await request.app[USERS].find(login), request.app[MAILER]
    if user is not None and user.email and post.server is not None:
        await post.send(templates.new_password(user.email, user.name, await _link(request, user)))


OPERATIONS = [
    Operation("GET", "/api/users", MANAGE, users),
    Operation("POST", "/api/users", MANAGE, invite),
    Operation("PUT", "/api/users", MANAGE, change_user, refusals=(Code.NOT_FOUND, Code.ILLEGAL)),
    Operation("POST", "/api/forgotten", PUBLIC, forgotten, refusals=(Code.TOO_FAST,)),
]
