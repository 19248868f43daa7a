"""Sign in, sign out, who am I, one-time links; and a token for each new customer."""

from __future__ import annotations

from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.access.limits import NEW_CUSTOMER, SIGN_IN, Limits
from escalation.access.people import User
from escalation.access.permissions import ALLOWED, may
from escalation.core.errors import Code, Refused
from escalation.http.body import read
from escalation.http.session import COOKIE, PEOPLE, SETTINGS, address_of, drop_cookie, set_cookie, user_of

LIMITS: web.AppKey[Limits] = web.AppKey("limits", Limits)
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


def _shown(user: User) -> dict[str, object]:
    return {"id": user.id, "login": user.login, "name": user.name, "role": user.role, "may": [each for each in ALLOWED if may(user, each)]}


async def _signed_in(request: web.Request, user: User) -> web.Response:
    settings = request.app[SETTINGS]
    response = web.json_response({"ok": True, "user": _shown(user)})
    set_cookie(response, settings, await request.app[PEOPLE].open_session(user, settings.session_days))
    return response


async def sign_in(request: web.Request) -> web.Response:
    """``POST /api/sign-in``."""
    given = await read(request, Credentials)
    request.app[LIMITS].demand(SIGN_IN, "sign-in", address_of(request), given.login.lower())
    user = await request.app[PEOPLE].verify(given.login, given.password)
    if user is None:
        raise Refused(Code.NOT_SIGNED_IN, "Login or password is wrong.")
    return await _signed_in(request, user)


async def sign_out(request: web.Request) -> web.Response:
    """``POST /api/sign-out``."""
    token = request.cookies.get(COOKIE)
    if token:
        await request.app[PEOPLE].close_session(token)
    response = web.json_response({"ok": True})
    drop_cookie(response, request.app[SETTINGS])
    return response


async def me(request: web.Request) -> web.Response:
    """``GET /api/me``."""
    user = await user_of(request)
    if user is None:
        raise Refused(Code.NOT_SIGNED_IN, "Please sign in.")
    return web.json_response({"ok": True, "user": _shown(user)})


async def link(request: web.Request) -> web.Response:
    """``POST /api/welcome/look``: whose link this is. Looking does not use it up."""
    given = await read(request, Link)
    request.app[LIMITS].demand(SIGN_IN, "link", address_of(request))
    user = await request.app[PEOPLE].link_owner(given.token)
    if user is None:
        raise Refused(Code.FORBIDDEN, "This link was used already or is too old. Ask for a new one: baton user reset-password.")
    return web.json_response({"ok": True, "login": user.login, "name": user.name})


async def welcome(request: web.Request) -> web.Response:
    """``POST /api/welcome``: choose a password and come in."""
    given = await read(request, Welcome)
    request.app[LIMITS].demand(SIGN_IN, "welcome", address_of(request))
    return await _signed_in(request, await request.app[PEOPLE].use_link(given.token, given.password, given.name.strip()))


async def new_customer(request: web.Request) -> web.Response:
    """``POST /api/customers``: an opaque token, shown once."""
    given, settings = await read(request, NewCustomer), request.app[SETTINGS]
    request.app[LIMITS].demand(NEW_CUSTOMER, "customer", address_of(request))
    site = given.site.lower()
    if site and site not in settings.allowed_sites:
        raise Refused(Code.ORIGIN, "This site may not embed the chat. Add it to the setting “sites”.")
    _, token = await request.app[PEOPLE].new_customer(site, settings.customer_days)
    return web.json_response({"ok": True, "token": token})


def routes(base: str) -> list[web.AbstractRouteDef]:
    """The routes below ``base``."""
    return [
        web.post(f"{base}/api/sign-in", sign_in),
        web.post(f"{base}/api/sign-out", sign_out),
        web.get(f"{base}/api/me", me),
        web.post(f"{base}/api/welcome/look", link),
        web.post(f"{base}/api/welcome", welcome),
        web.post(f"{base}/api/customers", new_customer),
    ]
