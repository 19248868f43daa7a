"""Sign in, sign out, who am I, one-time links; and a token for each new customer."""

from __future__ import annotations

from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.auth.permissions import ALLOWED, may
from escalation.auth.rate_limits import NEW_CUSTOMER, SIGN_IN, SIGN_INS, RateLimits
from escalation.auth.users import login_key
from escalation.core.errors import Code, Refused
from escalation.core.text import plain
from escalation.http.operations import PUBLIC, Answer, Call, Done, Operation, answer
from escalation.http.session import (
    COOKIE,
    CUSTOMERS,
    SESSIONS,
    SETTINGS,
    USERS,
    address_of,
    drop_cookie,
    set_cookie,
    user_of,
)
from escalation.http.sites import allowed_sites
from escalation.store.records import User

LIMITS: web.AppKey[RateLimits] = web.AppKey("limits", RateLimits)
Short = Annotated[str, Meta(max_length=500)]


class Credentials(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Login and password."""

    login: Short
    password: Short


class Welcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A one-time link used: the password chosen, and perhaps a name."""

    token: Short
    password: Short
    name: Annotated[str, Meta(max_length=100)] = ""


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A one-time link looked at."""

    token: Short


class NewCustomer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The site the widget is on."""

    site: Annotated[str, Meta(max_length=200)] = ""


class SignedInUser(msgspec.Struct, frozen=True):
    """A user, and which commands they may give."""

    id: str
    login: str
    name: str
    role: str
    may: list[str]


class SignedIn(Answer, frozen=True):
    """Who is signed in now; the session is in the cookie."""

    user: SignedInUser


class Looked(Answer, frozen=True):
    """Whose link it is."""

    login: str
    name: str


class Admitted(Answer, frozen=True):
    """A customer's token, shown this once."""

    token: str


def _shown(user: User) -> SignedIn:
    return SignedIn(
        user=SignedInUser(
            user.id, user.login, user.name, user.role, [right for right in ALLOWED if may(user, right)]
        )
    )


async def _signed_in(request: web.Request, user: User) -> web.Response:
    settings = request.app[SETTINGS]
    response = answer(_shown(user))
    set_cookie(response, settings, await request.app[SESSIONS].open(user, settings.session_days))
    return response


async def sign_in(call: Call[Credentials, None]) -> web.Response:
    """Sign in with login and password."""
    body = call.body
    call.app[LIMITS].demand(SIGN_INS, "sign-ins", address_of(call.request))
    call.app[LIMITS].demand(SIGN_IN, "sign-in", address_of(call.request), login_key(body.login))
    user = await call.app[USERS].verify(body.login, body.password)
    if user is None:
        raise Refused(Code.NOT_SIGNED_IN, "Wrong login or password.")
    return await _signed_in(call.request, user)


async def sign_out(call: Call[None, None]) -> web.Response:
    """End the session here."""
    token = call.request.cookies.get(COOKIE)
    if token:
        await call.app[SESSIONS].close(token)
    response = answer(Done())
    drop_cookie(response, call.app[SETTINGS])
    return response


async def me(call: Call[None, None]) -> SignedIn:
    """Who is signed in, and what they may do."""
    user = await user_of(call.request)
    if user is None:
        raise Refused(Code.NOT_SIGNED_IN, "Please sign in.")
    return _shown(user)


async def link(call: Call[Link, None]) -> Looked:
    """Whose one-time link this is. Looking does not use it up."""
    body = call.body
    call.app[LIMITS].demand(SIGN_IN, "link", address_of(call.request))
    user = await call.app[SESSIONS].link_owner(body.token)
    if user is None:
        raise Refused(
            Code.FORBIDDEN, "This link has expired or was already used. Ask an admin for a new one."
        )
    return Looked(login=user.login, name=user.name)


async def welcome(call: Call[Welcome, None]) -> web.Response:
    """Use a one-time link: choose a password and come in."""
    body = call.body
    call.app[LIMITS].demand(SIGN_IN, "welcome", address_of(call.request))
    return await _signed_in(
        call.request, await call.app[USERS].use_link(body.token, body.password, plain(body.name))
    )


async def new_customer(call: Call[NewCustomer, None]) -> Admitted:
    """Become a customer: an opaque token, shown once."""
    body, settings = call.body, call.app[SETTINGS]
    call.app[LIMITS].demand(NEW_CUSTOMER, "customer", address_of(call.request))
    site = body.site.lower()
    if site and site not in allowed_sites(call.request):
        raise Refused(
            Code.ORIGIN, "This site is not allowed to embed the chat. Add it under Settings, Website."
        )
    _, token = await call.app[CUSTOMERS].create(site, settings.customer_days)
    return Admitted(token=token)


_GUARDED = (Code.TOO_FAST,)
OPERATIONS = [
    Operation(
        "POST", "/api/sign-in", PUBLIC, sign_in, answer=SignedIn, refusals=(*_GUARDED, Code.NOT_SIGNED_IN)
    ),
    Operation("POST", "/api/sign-out", PUBLIC, sign_out, answer=Done),
    Operation("GET", "/api/me", PUBLIC, me, refusals=(Code.NOT_SIGNED_IN,)),
    Operation("POST", "/api/welcome/look", PUBLIC, link, refusals=(*_GUARDED, Code.FORBIDDEN)),
    Operation("POST", "/api/welcome", PUBLIC, welcome, answer=SignedIn, refusals=(*_GUARDED, Code.FORBIDDEN)),
    Operation("POST", "/api/customers", PUBLIC, new_customer, refusals=_GUARDED),
]
