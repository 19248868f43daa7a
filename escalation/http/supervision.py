"""What supervisors do with the conversation of another agent, without having it open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from escalation.auth import permissions
from escalation.conversations.team import Team
from escalation.core import commands as cmd
from escalation.core.errors import Code, Refused
from escalation.core.presence import AT_WORK
from escalation.core.text import plain
from escalation.http.operations import Answer, Call, Operation
from escalation.http.session import CONVERSATIONS, USERS
from escalation.protocol import ConversationId, Seq
from escalation.store.records import User

Tell = Callable[[str, str, Mapping[str, str]], Awaitable[None]]
TEAM: web.AppKey[Team] = web.AppKey("team", Team)
TELL: web.AppKey[Tell] = web.AppKey("tell")


class Reassignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another agent, by their login, is to have a conversation that was seen in this epoch."""

    conversation: ConversationId
    epoch: Seq
    to: Annotated[str, Meta(min_length=1, max_length=100)]
    reason: Annotated[str, Meta(max_length=500)] = ""


class Reassigned(Answer, frozen=True):
    """Who has it now, and in which epoch."""

    agent_name: str
    epoch: int


async def reassign(call: Call[Reassignment, None]) -> Reassigned:
    """Give the conversation of one agent to another who is at work: theirs at once, and both are told."""
    wish, user = call.body, call.user
    to = await _at_work(call, wish.to)
    before = await call.app[CONVERSATIONS].get(wish.conversation)
    reason = plain(wish.reason)
    command = cmd.Reassign(
        agent=to.id, agent_name=to.name, epoch=wish.epoch, by=user.id, by_name=user.name, reason=reason
    )
    outcome = await call.app[CONVERSATIONS].run(wish.conversation, command)
    if outcome.events and before.agent:
        push = {"conversation": wish.conversation, "by": user.name}
        await call.app[TELL](before.agent, "relieved", {**push, "reason": reason, "to": to.name})
        await call.app[TELL](to.id, "assigned", push)
    return Reassigned(agent_name=to.name, epoch=outcome.conversation.epoch)


async def _at_work(call: Call[Reassignment, None], login: str) -> User:
    """The agent; raises :class:`Refused` for one there is not, or who is not there to answer."""
    user = await call.app[USERS].find(login)
    if user is None or not permissions.may(user, "take"):
        raise Refused(Code.NOT_FOUND, f"There is no agent “{login}”.")
    await call.app[TEAM].refresh()
    member = call.app[TEAM].members.get(user.id)
    if member is None or member.presence not in AT_WORK:
        raise Refused(Code.ILLEGAL, f"{user.name} is not at work. Choose an agent who is.")
    return user


OPERATIONS = [
    Operation(
        "POST",
        "/api/reassign",
        "reassign",
        reassign,
        refusals=(Code.NOT_FOUND, Code.ILLEGAL, Code.STALE),
    ),
]
