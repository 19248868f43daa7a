"""The outbox, the mail server's password, and trying it out."""

from __future__ import annotations

from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.auth.email_address import email_address
from escalation.auth.secret_files import MAIL_PASSWORD
from escalation.core.errors import Code, Refused
from escalation.http.arrangements import SECRET_FILES
from escalation.http.operations import Answer, Call, Done, Operation
from escalation.notifications import templates
from escalation.notifications.delivery import Mailer
from escalation.store.records import OutboxEntry

MAILER: web.AppKey[Mailer] = web.AppKey("post", Mailer)
RIGHT = "users.manage"


class OutboxPage(Answer, frozen=True):
    """The newest emails; ``server`` is whether there is a mail server."""

    emails: list[OutboxEntry]
    server: bool


class Password(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The mail server's password; an empty one is forgotten."""

    password: Annotated[str, Meta(max_length=500)]


class Recipient(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where an email goes that only tries the server out."""

    email: Annotated[str, Meta(min_length=3, max_length=200)]


async def outbox(call: Call[None, None]) -> OutboxPage:
    """What went out, waits, failed, or is only kept here."""
    post = call.app[MAILER]
    return OutboxPage(emails=await post.outbox.latest(), server=post.server is not None)


async def again(call: Call[None, None]) -> Done:
    """Send an email now that waits, failed, or was only kept."""
    if not await call.app[MAILER].outbox.again(call.path["email"]):
        raise Refused(Code.NOT_FOUND, "This email does not exist or was already sent.")
    return Done()


async def drop(call: Call[None, None]) -> Done:
    """Forget an email."""
    await call.app[MAILER].outbox.drop(call.path["email"])
    return Done()


async def set_password(call: Call[Password, None]) -> Done:
    """Keep the mail server's password, in a file that Baton alone reads. It is never shown again."""
    body = call.body
    call.app[SECRET_FILES].set(MAIL_PASSWORD, body.password)
    return Done()


async def try_out(call: Call[Recipient, None]) -> Done:
    """Send an email that says the server works; how it went stands in the outbox."""
    await call.app[MAILER].send(templates.trial(email_address(call.body.email)))
    return Done()


OPERATIONS = [
    Operation("GET", "/api/outbox", RIGHT, outbox),
    Operation("POST", "/api/outbox/{email}", RIGHT, again),
    Operation("DELETE", "/api/outbox/{email}", RIGHT, drop),
    Operation("PUT", "/api/settings/mail-password", RIGHT, set_password),
    Operation("POST", "/api/settings/mail-trial", RIGHT, try_out),
]
