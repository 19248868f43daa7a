"""The colleague's side of the bridge."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar

import msgspec

from escalation import protocol
from escalation.auth import permissions
from escalation.auth.people import People, User
from escalation.auth.rate_limits import COMMAND, Limits
from escalation.clock import new_id, now_ms
from escalation.conversations import views
from escalation.conversations.agent_absence import ABSENT, DISABLED
from escalation.conversations.agent_actions import Colleagues
from escalation.conversations.inbox import Board
from escalation.conversations.service import Conversations, Outcome
from escalation.core import commands as cmd
from escalation.core.conversation import Conversation
from escalation.core.errors import Code, Refused
from escalation.core.states import State
from escalation.core.text import cleaned, plain
from escalation.http.session import COOKIE
from escalation.protocol import AGENT
from escalation.sockets.base import CommandNamespace, no_entry
from escalation.sockets.rooms import AGENTS, agents_of, colleague, customer_of
from escalation.sockets.sessions import Sessions
from escalation.store.consoles import Consoles
from escalation.store.port import Row

MANY = 200
T = TypeVar("T")


class AgentNamespace(CommandNamespace):
    """Commands of :data:`protocol.COMMANDS` for ``/agent``. Rights are asked anew with every command."""

    def __init__(
        self,
        conversations: Conversations,
        people: People,
        limits: Limits,
        *,
        board: Board,
        colleagues: Colleagues,
        consoles: Consoles,
        sessions: Sessions,
    ) -> None:
        super().__init__(AGENT, limits)
        self._conversations, self._people = conversations, people
        self._board, self._colleagues = board, colleagues
        self._consoles, self._sessions = consoles, sessions
        self._looking: dict[str, dict[str, str]] = {}  # who has which conversation open: names by socket

    async def on_connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        """Only a signed-in colleague who may read the inbox gets in."""
        token = _cookie(environ.get("HTTP_COOKIE", ""))
        user = await self._people.session(token) if token else None
        if token is None or user is None or not permissions.may(user, "inbox"):
            raise no_entry("Please sign in.")
        self._sessions.joined(sid, user, token)
        await self.save_session(sid, {"token": token, "paces": ((COMMAND, "commands", user.id),)})
        await self.enter_room(sid, AGENTS)
        await self.enter_room(sid, colleague(user.login))
        await self._consoles.opened(sid, user.id)
        await self._hint_lists()

    async def _hint_lists(self) -> None:
        await self.server.emit("inbox_changed", {}, room=AGENTS, namespace=AGENT)

    async def _demand(self, sid: str, command: str) -> User:
        session = await self.get_session(sid)
        return permissions.demand(await self._people.session(session["token"]), command)

    async def do_inbox(self, sid: str, _asked: protocol.Inbox) -> dict[str, Any]:
        """The lists, by query; pushes only hint that they changed."""
        user, store = await self._demand(sid, "inbox"), self._conversations.store
        lists = {
            "queue": await store.listed(("queued",)),
            **_mine(await store.listed(("agent",), agent=user.id), now_ms()),
            "others": [row for row in await store.listed(("agent",)) if row.agent != user.id],
            "bot": await store.listed(("bot",), most=50),
            "closed": await store.listed(("closed",), most=50),
        }
        shown = {name: self._board.dressed(rows, user) for name, rows in lists.items()}
        return {"me": msgspec.to_builtins(user), **shown, "mentions": await self._colleagues.mentions(user.login)}

    async def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """Whoever is gone looks at nothing."""
        self._sessions.left(sid)
        self._consoles.closed(sid)
        await self._hint_lists()
        for conversation in [name for name, sockets in self._looking.items() if sid in sockets]:
            await self._looked_away(sid, conversation)

    async def _looked_away(self, sid: str, conversation: str) -> None:
        sockets = self._looking.get(conversation, {})
        if sockets.pop(sid, None) is not None:
            await self._say_who_looks(conversation)
        if not sockets:
            self._looking.pop(conversation, None)

    async def _say_who_looks(self, conversation: str) -> None:
        push = {"conversation": conversation, "names": self._lookers(conversation)}
        await self.server.emit("presence", push, room=agents_of(conversation), namespace=AGENT)

    def _lookers(self, conversation: str) -> list[str]:
        return sorted(set(self._looking.get(conversation, {}).values()))

    async def do_open(self, sid: str, asked: protocol.OpenConversation) -> dict[str, Any]:
        """Join first, then the snapshot at n, then what came after n (law 4)."""
        user = await self._demand(sid, "open")
        conversation = await self._conversations.get(asked.conversation)
        await self.enter_room(sid, agents_of(asked.conversation))
        if sid not in self._looking.setdefault(asked.conversation, {}):
            self._looking[asked.conversation][sid] = user.name
            await self._say_who_looks(asked.conversation)
        conversation = await self._conversations.get(asked.conversation)
        events = await self._conversations.store.events(asked.conversation, asked.after)
        return {
            "conversation": views.header(conversation),
            "events": await _beside(lambda: [views.for_agent(each) for each in events], len(events)),
            "looking": self._lookers(asked.conversation),
            "read": self._colleagues.read_of(asked.conversation),
        }

    async def do_leave(self, sid: str, asked: protocol.OnConversation) -> dict[str, Any]:
        """Stop watching a conversation."""
        await self._looked_away(sid, asked.conversation)
        await self.leave_room(sid, agents_of(asked.conversation))
        return {}

    async def _run(self, identity: str, command: cmd.Command) -> dict[str, Any]:
        return _shown(await self._conversations.run(identity, command))

    async def _noting(self, user: User, identity: str, command: cmd.Command, notes: Sequence[cmd.Command]) -> dict[str, Any]:
        """Run a command with these notes in it, and tell whom they name; sent again, nobody hears of it twice."""
        outcome = await self._conversations.run(identity, command)
        if outcome.events:
            for note in notes:
                if isinstance(note, cmd.AddNote):
                    await self._tell_mentioned(user, identity, note)
        return _shown(outcome)

    async def do_take(self, sid: str, asked: protocol.Take) -> dict[str, Any]:
        """Take the floor; from another agent who is gone, or, as a supervisor, with a reason."""
        user = await self._demand(sid, "take")
        before = await self._conversations.get(asked.conversation)
        why = await self._why_over(user, before, asked.reason)
        await self.enter_room(sid, agents_of(asked.conversation))
        relieves, reason = (before.agent, plain(asked.reason)) if why else (None, "")
        take = cmd.Take(agent=user.id, agent_name=user.name, epoch=asked.epoch, relieves=relieves, why=why, reason=reason)
        outcome = await self._conversations.run(asked.conversation, take)
        if outcome.events and before.agent:
            await self._tell(before.agent, "relieved", {"conversation": before.id, "by": user.name, "reason": reason})
        return _shown(outcome)

    async def _why_over(self, user: User, now: Conversation, reason: str) -> str:
        """Why this user may take the conversation from the agent who has it; empty when they may not, or nobody has it."""
        if now.state is not State.AGENT or now.agent is None or now.agent == user.id:
            return ""
        holder = await self._people.user_of(now.agent)
        if holder is None or not permissions.may(holder, "take"):
            return DISABLED
        if holder.id not in self._consoles.present():
            return ABSENT
        if not permissions.may(user, "take_over"):
            return ""
        if not plain(reason):
            raise Refused(Code.BAD_REQUEST, f"{holder.name} has this conversation. Give a reason to take over.")
        return "supervisor"

    async def _tell(self, agent: str, push: str, data: dict[str, Any]) -> None:
        """A push to every console of an agent."""
        if user := await self._people.user_of(agent):
            await self.server.emit(push, data, room=colleague(user.login), namespace=AGENT)

    async def do_reopen(self, sid: str, asked: protocol.AtEpoch) -> dict[str, Any]:
        """Open a closed conversation again, and have it."""
        user = await self._demand(sid, "reopen")
        await self.enter_room(sid, agents_of(asked.conversation))
        return await self._run(asked.conversation, cmd.Reopen(agent=user.id, agent_name=user.name, epoch=asked.epoch))

    async def do_say(self, sid: str, said: protocol.AgentSay) -> dict[str, Any]:
        """Write to the customer; refused with ``stale`` when the floor has moved, and the draft stays."""
        user = await self._demand(sid, "say")
        command = cmd.AgentSay(agent=user.id, agent_name=user.name, epoch=said.epoch, client_id=said.client_id, text=cleaned(said.text))
        return await self._run(said.conversation, command)

    async def do_typing(self, sid: str, typing: protocol.AgentTyping) -> dict[str, Any]:
        """A hint for colleagues, and for the customer from the agent who has the floor."""
        user = await self._demand(sid, "typing")
        conversation = await self._conversations.get(typing.conversation)
        told = {"conversation": typing.conversation, "who": "agent", "name": user.name, "on": typing.on}
        await self.server.emit("typing", told, room=agents_of(typing.conversation), namespace=AGENT, skip_sid=sid)
        if conversation.agent == user.id:
            push = {"who": "agent", "name": user.name, "on": typing.on}
            await self.server.emit("typing", push, room=customer_of(typing.conversation), namespace=protocol.CUSTOMER)
        return {}

    async def do_requeue(self, sid: str, asked: protocol.Transfer) -> dict[str, Any]:
        """To another agent, a department or the queue, with a note that may be there: all of it or nothing."""
        user = await self._demand(sid, "requeue")
        wanted = await self._colleague(asked.to) if asked.to else None
        if asked.department:
            self._colleagues.demand_department(asked.department)
        present = wanted is not None and wanted.id in self._consoles.present()
        left = cmd.Requeue(
            agent=user.id, agent_name=user.name, epoch=asked.epoch, to=wanted.id if wanted else None,
            to_name=wanted.name if wanted else None, present=present, department=asked.department,
        )  # fmt: skip
        noted = (await self._colleagues.note(user, new_id("n"), asked.note),) if asked.note.strip() else ()
        done = await self._noting(user, asked.conversation, cmd.Several(commands=(*noted, left)), noted)
        if wanted:
            await self._tell_assigned(user, wanted, asked, present)
        return done

    async def _tell_assigned(self, user: User, wanted: User, asked: protocol.Transfer, present: bool) -> None:
        """The agent hears of it at once if they are here, and by email if not."""
        await self._tell(wanted.id, "assigned", {"conversation": asked.conversation, "by": user.name})
        if not present:
            await self._colleagues.write_of_transfer(wanted, asked.conversation, user.name, plain(asked.note))

    async def _colleague(self, login: str) -> User:
        found = await self._people.user(login)
        if found is None or not permissions.may(found, "take"):
            raise Refused(Code.NOT_FOUND, f"There is no agent “{login}”.")
        return found

    async def do_note(self, sid: str, asked: protocol.Note) -> dict[str, Any]:
        """A note that only colleagues see."""
        user = await self._demand(sid, "note")
        noted = await self._colleagues.note(user, asked.client_id, asked.text)
        return await self._noting(user, asked.conversation, noted, (noted,))

    async def _tell_mentioned(self, user: User, conversation: str, note: cmd.AddNote) -> None:
        """Who is named hears of it at once if they are here, and by letter if not."""
        for login in set(note.mentions) - {user.login}:
            push = {"conversation": conversation, "by": user.name}
            await self.server.emit("mentioned", push, room=colleague(login), namespace=AGENT)
            if not self._is_here(login):
                await self._colleagues.write_to(login, conversation, user.name, note.text)

    def _is_here(self, login: str) -> bool:
        return bool(list(self.server.manager.get_participants(AGENT, colleague(login))))

    async def do_mentions_seen(self, sid: str, asked: protocol.MentionsSeen) -> dict[str, Any]:
        """Whoever was named has looked."""
        user = await self._demand(sid, "open")
        await self._colleagues.seen(user.login, asked.conversation)
        return {}

    async def do_macro(self, sid: str, asked: protocol.Macro) -> dict[str, Any]:
        """Several steps in one commit: words, labels, a note, and what comes after."""
        user = await self._demand(sid, "say")
        conversation = await self._conversations.get(asked.conversation)
        steps = await self._colleagues.steps(asked, user, conversation)
        return await self._noting(user, asked.conversation, cmd.Several(commands=steps), steps)

    async def do_send_transcript(self, sid: str, asked: protocol.OnConversation) -> dict[str, Any]:
        """The whole conversation, by letter to the customer."""
        await self._demand(sid, "say")
        return {"email": await self._colleagues.send_transcript(await self._conversations.get(asked.conversation))}

    async def do_label(self, sid: str, asked: protocol.Labels) -> dict[str, Any]:
        """The labels of a conversation."""
        user = await self._demand(sid, "label")
        labels = tuple(kept for each in asked.labels if (kept := plain(each)))
        return await self._run(asked.conversation, cmd.Label(agent=user.id, agent_name=user.name, labels=labels))

    async def do_snooze(self, sid: str, asked: protocol.Snooze) -> dict[str, Any]:
        """Answer later."""
        user = await self._demand(sid, "snooze")
        return await self._run(asked.conversation, cmd.Snooze(agent=user.id, epoch=asked.epoch, until=asked.until))

    async def do_verdict(self, sid: str, asked: protocol.Verdict) -> dict[str, Any]:
        """Say whether the hand-over came when it should."""
        user = await self._demand(sid, "verdict")
        return await self._run(asked.conversation, cmd.GiveVerdict(agent=user.id, verdict=asked.verdict))

    async def do_brief(self, sid: str, asked: protocol.OnConversation) -> dict[str, Any]:
        """The hand-over note as it is now."""
        await self._demand(sid, "brief")
        await self._conversations.get(asked.conversation)
        events = await self._conversations.store.events(asked.conversation)
        return {"note": await _beside(lambda: msgspec.to_builtins(self._colleagues.brief(events)), len(events))}

    async def do_hand_back(self, sid: str, asked: protocol.AtEpoch) -> dict[str, Any]:
        """Back to the bot."""
        user = await self._demand(sid, "hand_back")
        return await self._run(asked.conversation, cmd.HandBack(agent=user.id, epoch=asked.epoch))

    async def do_close(self, sid: str, asked: protocol.AgentClose) -> dict[str, Any]:
        """End the conversation, and with ``spam`` hear no more of this customer."""
        user = await self._demand(sid, "close")
        done = await self._run(asked.conversation, cmd.CloseByAgent(agent=user.id, agent_name=user.name, epoch=asked.epoch))
        if asked.spam:
            await self._people.block((await self._conversations.get(asked.conversation)).customer)
        return done


def _shown(outcome: Outcome) -> dict[str, Any]:
    return {"conversation": views.header(outcome.conversation), "seq": outcome.seq}


async def _beside(work: Callable[[], T], events: int) -> T:
    """Work on the events of a conversation: beside the hub's loop where there are many."""
    return await asyncio.to_thread(work) if events > MANY else work()


def _mine(rows: list[Row], now: int) -> dict[str, list[Row]]:
    """What is to be answered now, and what is put off."""
    return {
        "mine": [row for row in rows if row.snoozed_until <= now],
        "later": sorted((row for row in rows if row.snoozed_until > now), key=lambda row: row.snoozed_until),
    }


def _cookie(header: str) -> str | None:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None
