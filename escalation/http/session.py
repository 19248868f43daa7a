"""The team member's session cookie, and who is behind a request."""

from __future__ import annotations

import ipaddress

from aiohttp import web

from escalation.auth.customers import Customers
from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.conversations.service import Conversations
from escalation.settings import Settings
from escalation.store.records import User

COOKIE = "baton_session"
USERS: web.AppKey[Users] = web.AppKey("users", Users)
CUSTOMERS: web.AppKey[Customers] = web.AppKey("customers", Customers)
SESSIONS: web.AppKey[Sessions] = web.AppKey("sessions", Sessions)
CONVERSATIONS: web.AppKey[Conversations] = web.AppKey("conversations", Conversations)
SETTINGS: web.AppKey[Settings] = web.AppKey("settings", Settings)


def set_cookie(response: web.StreamResponse, settings: Settings, token: str) -> None:
    """A session cookie no script can read and no other site can send."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=settings.session_days * 86_400,
        httponly=True,
        samesite="Strict",
        secure=settings.url.startswith("https:"),
        path=settings.base_path or "/",
    )


def drop_cookie(response: web.StreamResponse, settings: Settings) -> None:
    """Sign out in the browser."""
    response.del_cookie(COOKIE, path=settings.base_path or "/")


async def user_of(request: web.Request) -> User | None:
    """The signed-in team member, if any."""
    token = request.cookies.get(COOKIE)
    return await request.app[SESSIONS].user_of(token) if token else None


def address_of(request: web.Request) -> str:
    """The client's address; a proxy's word counts only when the proxy is trusted."""
    peer = request.remote or ""
    trusted = [ipaddress.ip_network(proxy, strict=False) for proxy in request.app[SETTINGS].trusted_proxies]
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        known = any(ipaddress.ip_address(peer) in network for network in trusted)
        return str(ipaddress.ip_address(forwarded)) if known and forwarded else peer
    except ValueError:
        return peer
