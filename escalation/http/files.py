"""Files in conversations, both ways. A file's name is its only key: 128 random bits that only the
conversation's two sides are told.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation import protocol
from escalation.auth.rate_limits import FILE
from escalation.conversations.service import Outcome
from escalation.conversations.upload_quota import Quota
from escalation.conversations.uploads import IMAGES, MOST_BYTES, Files
from escalation.core import commands as cmd
from escalation.core.errors import Code, Refused
from escalation.core.text import plain
from escalation.http.media import ALONE
from escalation.http.operations import PUBLIC, Answer, Call, Operation, read_file
from escalation.http.session import CONVERSATIONS, CUSTOMERS
from escalation.http.sign_in import LIMITS

FILES: web.AppKey[Files] = web.AppKey("files", Files)
QUOTA: web.AppKey[Quota] = web.AppKey("quota", Quota)
BEARER = "Bearer "


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file's own name, and for an agent which conversation in which epoch."""

    client_id: protocol.ClientId
    name: Annotated[str, Meta(min_length=1, max_length=120)]
    conversation: protocol.ConversationId | None = None
    epoch: protocol.Seq = 0


class Shared(Answer, frozen=True):
    """The event it became."""

    conversation: str
    seq: int


async def share(call: Call[None, About]) -> Shared:
    """Send a file (picture, PDF, text or office document, at most 5 MB): a customer with their token as
    bearer, an agent with the floor.
    """
    about = call.query
    token = call.request.headers.get("Authorization", "")
    work = (
        _customers(call.request, about, token.removeprefix(BEARER))
        if token.startswith(BEARER)
        else _agents(call)
    )
    conversation, command, customer = await work
    data = await read_file(call.request, MOST_BYTES)
    again = await call.app[CONVERSATIONS].store.seq_of(conversation, about.client_id) is not None
    async with contextlib.nullcontext() if again else call.app[QUOTA].room(len(data), customer):
        outcome = await _shared(call.request, conversation, command, data)
    return Shared(conversation=conversation, seq=outcome.seq)


async def _shared(request: web.Request, conversation: str, command: cmd.ShareFile, data: bytes) -> Outcome:
    kept = await asyncio.to_thread(request.app[FILES].keep, data)
    whole = replace(command, file=kept.name, media=kept.kind, size=kept.size)
    try:
        outcome = await request.app[CONVERSATIONS].run(conversation, whole)
    except Refused:
        await asyncio.to_thread(request.app[FILES].drop, kept.name)  # nobody will ever be told its name
        raise
    if not outcome.events:  # sent again: the file that came first is the one everybody was told of
        await asyncio.to_thread(request.app[FILES].drop, kept.name)
    return outcome


async def _customers(request: web.Request, about: About, token: str) -> tuple[str, cmd.ShareFile, str | None]:
    customer = await request.app[CUSTOMERS].of_token(token) if len(token) < 200 else None
    if customer is None:
        raise Refused(Code.NOT_SIGNED_IN, "This chat session has ended. Reload the page.")
    request.app[LIMITS].demand(FILE, "file", customer.id)
    await request.app[CUSTOMERS].demand_welcome(customer.id)
    conversations = request.app[CONVERSATIONS]
    conversation = (
        await conversations.store.latest_of(customer.id)
        or (await conversations.open(customer.id, "web", customer.site)).id
    )
    return (
        conversation,
        cmd.ShareFile(client_id=about.client_id, file="", media="", size=0, name=plain(about.name)),
        customer.id,
    )


async def _agents(call: Call[None, About]) -> tuple[str, cmd.ShareFile, str | None]:
    user, about = call.demand("say"), call.query
    call.app[LIMITS].demand(FILE, "file", user.id)
    if about.conversation is None:
        raise Refused(Code.BAD_REQUEST, "Name the conversation the file belongs to.")
    command = cmd.ShareFile(
        client_id=about.client_id,
        file="",
        media="",
        size=0,
        name=plain(about.name),
        agent=user.id,
        agent_name=user.name,
        epoch=about.epoch,
    )
    return about.conversation, command, None


async def show(request: web.Request) -> web.StreamResponse:
    """A file. Pictures are shown, everything else is saved; opened by itself it may do nothing."""
    path, kind = request.app[FILES].find(request.match_info["name"])
    shown = "inline" if kind in IMAGES else "attachment"
    headers = {
        "Content-Type": kind,
        "Content-Disposition": f'{shown}; filename="{path.name}"',
        "Cache-Control": "private, max-age=3600",
        "Content-Security-Policy": ALONE,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return web.FileResponse(path, headers=headers)


_REFUSALS = (Code.NOT_SIGNED_IN, Code.FORBIDDEN, Code.TOO_FAST, Code.NOT_FOUND, Code.STALE, Code.ILLEGAL)
OPERATIONS = [Operation("POST", "/api/files", PUBLIC, share, takes_file=True, refusals=_REFUSALS)]


def routes(base: str) -> list[web.AbstractRouteDef]:
    """The files themselves."""
    return [web.get(f"{base}/files/{{name}}", show)]
