"""The outbox, the mail server's password, and trying it out."""

from __future__ import annotations

from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.auth.people import EMAIL
from escalation.auth.secret_files import MAIL_PASSWORD
from escalation.core.errors import Code, Refused
from escalation.http.arrangements import KEYCHAIN
from escalation.http.operations import Answer, Done, Operation, answer, read
from escalation.http.session import demand
from escalation.notifications import templates as letters
from escalation.notifications.delivery import Post
from escalation.notifications.outbox import Posted

POST: web.AppKey[Post] = web.AppKey("post", Post)
RIGHT = "users.manage"


class OutboxPage(Answer, frozen=True):
    """The newest letters; ``server`` is whether there is a mail server."""

    letters: list[Posted]
    server: bool


class Password(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The mail server's password; an empty one is forgotten."""

    password: Annotated[str, Meta(max_length=500)]


class Recipient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a letter goes that only tries the server out."""

    email: Annotated[str, Meta(min_length=3, max_length=200)]


async def outbox(request: web.Request) -> web.Response:
    """What went out, waits, failed, or is only kept here."""
    await demand(request, RIGHT)
    post = request.app[POST]
    return answer(OutboxPage(letters=await post.outbox.latest(), server=post.server is not None))


async def again(request: web.Request) -> web.Response:
    """Send a letter now that waits, failed, or was only kept."""
    await demand(request, RIGHT)
    if not await request.app[POST].outbox.again(request.match_info["letter"]):
        raise Refused(Code.NOT_FOUND, "This email does not exist or was already sent.")
    return answer(Done())


async def drop(request: web.Request) -> web.Response:
    """Forget a letter."""
    await demand(request, RIGHT)
    await request.app[POST].outbox.drop(request.match_info["letter"])
    return answer(Done())


async def set_password(request: web.Request) -> web.Response:
    """Keep the mail server's password, in a file that Baton alone reads. It is never shown again."""
    await demand(request, RIGHT)
    given = await read(request, Password)
    request.app[KEYCHAIN].set(MAIL_PASSWORD, given.password)
    return answer(Done())


async def try_out(request: web.Request) -> web.Response:
    """Send a letter that says the server works; how it went stands in the outbox."""
    await demand(request, RIGHT)
    given = await read(request, Recipient)
    if not EMAIL.fullmatch(given.email.strip()):
        raise Refused(Code.BAD_REQUEST, f"“{given.email}” is not a valid email address.")
    await request.app[POST].send(letters.trial(given.email.strip()))
    return answer(Done())


OPERATIONS = [
    Operation("GET", "/api/outbox", outbox, OutboxPage, right=RIGHT),
    Operation("POST", "/api/outbox/{letter}", again, Done, right=RIGHT),
    Operation("DELETE", "/api/outbox/{letter}", drop, Done, right=RIGHT),
    Operation("PUT", "/api/settings/mail-password", set_password, Done, Password, right=RIGHT),
    Operation("POST", "/api/settings/mail-trial", try_out, Done, Recipient, right=RIGHT),
]
