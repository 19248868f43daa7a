"""The agent's side of the bridge."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar

import msgspec

from escalation import protocol
from escalation.auth import permissions
from escalation.auth.customers import Customers
from escalation.auth.rate_limits import COMMAND, RateLimits
from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.clock import new_id, now_ms
from escalation.conversations import views
from escalation.conversations.agent_absence import ABSENT, DISABLED
from escalation.conversations.agent_actions import AgentActions
from escalation.conversations.consoles import Consoles
from escalation.conversations.inbox import Inbox
from escalation.conversations.service import Conversations, Outcome
from escalation.conversations.team import Team
from escalation.core import commands as cmd
from escalation.core.conversation import Conversation
from escalation.core.errors import Code, Refused
from escalation.core.states import State
from escalation.core.text import cleaned, plain
from escalation.http.session import COOKIE
from escalation.protocol import AGENT
from escalation.sockets.base import no_entry
from escalation.sockets.lookers import Lookers
from escalation.sockets.rooms import AGENTS, agent_consoles, agents_of, customer_of
from escalation.sockets.sessions import SessionSockets
from escalation.sockets.team import Caller, TeamCommands
from escalation.store.records import Row, User

MANY = 200
T = TypeVar("T")


class AgentNamespace(TeamCommands):
    """Commands of :data:`protocol.COMMANDS` for ``/agent``. Rights are checked again with every command."""

    def __init__(
        self,
        conversations: Conversations,
        users: Users,
        customers: Customers,
        sessions: Sessions,
        limits: RateLimits,
        *,
        board: Inbox,
        actions: AgentActions,
        consoles: Consoles,
        session_sockets: SessionSockets,
        team: Team,
    ) -> None:
        super().__init__(AGENT, limits, conversations=conversations, actions=actions, team=team)
        if (
            unknown := {command.right for command in protocol.COMMANDS[AGENT].values()}
            - permissions.ALLOWED.keys()
        ):
            raise TypeError(
                f"Rights that nobody has: {', '.join(sorted(unknown))}. Add them to permissions.ALLOWED."
            )
        self._users, self._customers, self._sessions, self._board = users, customers, sessions, board
        self._consoles, self._session_sockets = consoles, session_sockets
        self._lookers = Lookers()

    async def on_connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> None:
        """Only a signed-in agent who may read the inbox gets in."""
        token = _cookie(environ.get("HTTP_COOKIE", ""))
        user = await self._sessions.user_of(token) if token else None
        if token is None or user is None or not permissions.may(user, "inbox"):
            raise no_entry("Please sign in.")
        self._session_sockets.joined(sid, user, token)
        session = {"token": token, "user": user.id, "paces": ((COMMAND, "commands", user.id),)}
        await self.save_session(sid, session)
        await self.enter_room(sid, AGENTS)
        await self.enter_room(sid, agent_consoles(user.login))
        await self._consoles.opened(sid, user.id)
        await self._team.refresh()
        await self._hint_lists()

    async def _hint_lists(self) -> None:
        await self.server.emit("inbox_changed", {}, room=AGENTS, namespace=AGENT)

    async def admit(self, sid: str, command: protocol.Command) -> Caller:
        """The session of the socket, while it lasts and its role has the right."""
        session = await self.get_session(sid)
        return Caller(sid, permissions.demand(await self._sessions.user_of(session["token"]), command.right))

    async def do_inbox(self, caller: Caller, _payload: protocol.Inbox) -> dict[str, Any]:
        """The lists, by query; pushes only hint that they changed."""
        store = self._conversations.store
        lists = {
            "queue": await store.listed(("queued",)),
            **_mine(await store.listed(("agent",), agent=caller.user.id), now_ms()),
            "others": [row for row in await store.listed(("agent",)) if row.agent != caller.user.id],
            "bot": await store.listed(("bot",), most=50),
            "closed": await store.listed(("closed",), most=50),
        }
        shown = {name: await self._board.dressed(rows, caller.user) for name, rows in lists.items()}
        return {
            "me": msgspec.to_builtins(caller.user),
            **shown,
            "team": self._team.shown(),
            "mentions": await self._actions.mentions(caller.user.login),
        }

    async def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """Whoever is gone looks at nothing."""
        self._session_sockets.left(sid)
        await self._consoles.closed(sid)
        if user := (await self.get_session(sid)).get("user"):
            await self._team.left(user)
        await self._hint_lists()
        for conversation in self._lookers.of(sid):
            await self._looked_away(sid, conversation)

    async def _looked_away(self, sid: str, conversation: str) -> None:
        if self._lookers.leave(conversation, sid):
            await self._say_who_looks(conversation)

    async def _say_who_looks(self, conversation: str) -> None:
        push = {"conversation": conversation, "names": self._lookers.names(conversation)}
        await self.server.emit("presence", push, room=agents_of(conversation), namespace=AGENT)

    async def do_open(self, caller: Caller, payload: protocol.OpenConversation) -> dict[str, Any]:
        """Join first, then the snapshot at n, then what came after n (law 4)."""
        if payload.silent:
            permissions.demand(caller.user, "watch")
        conversation = await self._conversations.get(payload.conversation)
        await self.enter_room(caller.sid, agents_of(payload.conversation))
        if self._looks(caller, payload):
            await self._say_who_looks(payload.conversation)
        conversation = await self._conversations.get(payload.conversation)
        events = await self._conversations.store.events(payload.conversation, payload.after)
        return {
            "conversation": views.header(conversation),
            "events": await _beside(lambda: [views.for_agent(event) for event in events], len(events)),
            "looking": self._lookers.names(payload.conversation),
            "read": await self._actions.read_of(payload.conversation),
        }

    def _looks(self, caller: Caller, payload: protocol.OpenConversation) -> bool:
        if payload.silent:
            return self._lookers.watch(payload.conversation, caller.sid)
        return self._lookers.look(payload.conversation, caller.sid, caller.user.name)

    async def do_leave(self, caller: Caller, payload: protocol.OnConversation) -> dict[str, Any]:
        """Stop watching a conversation."""
        await self._looked_away(caller.sid, payload.conversation)
        await self.leave_room(caller.sid, agents_of(payload.conversation))
        return {}

    async def _run(self, identity: str, command: cmd.Command) -> dict[str, Any]:
        return _shown(await self._conversations.run(identity, command))

    async def _noting(
        self, user: User, identity: str, command: cmd.Command, notes: Sequence[cmd.Command]
    ) -> dict[str, Any]:
        """Run a command with these notes in it, and tell whom they name; sent again, nobody hears of it
        twice.
        """
        outcome = await self._conversations.run(identity, command)
        if outcome.events:
            for note in notes:
                if isinstance(note, cmd.AddNote):
                    await self._tell_mentioned(user, identity, note)
        return _shown(outcome)

    async def do_take(self, caller: Caller, payload: protocol.Take) -> dict[str, Any]:
        """Take the floor; from another agent who is gone, or, as a supervisor, with a reason."""
        before = await self._conversations.get(payload.conversation)
        why = await self._why_over(caller.user, before, payload.reason)
        await self.enter_room(caller.sid, agents_of(payload.conversation))
        relieves, reason = (before.agent, plain(payload.reason)) if why else (None, "")
        take = cmd.Take(
            agent=caller.user.id,
            agent_name=caller.user.name,
            epoch=payload.epoch,
            relieves=relieves,
            why=why,
            reason=reason,
        )
        outcome = await self._conversations.run(payload.conversation, take)
        if outcome.events and before.agent:
            await self.tell(
                before.agent,
                "relieved",
                {"conversation": before.id, "by": caller.user.name, "reason": reason},
            )
        return _shown(outcome)

    async def _why_over(self, user: User, now: Conversation, reason: str) -> str:
        """Why this user may take the conversation from the agent who has it; empty when they may not, or
        nobody has it.
        """
        if now.state is not State.AGENT or now.agent is None or now.agent == user.id:
            return ""
        holder = await self._users.get(now.agent)
        if holder is None or not permissions.may(holder, "take"):
            return DISABLED
        if holder.id not in await self._consoles.present():
            return ABSENT
        if not permissions.may(user, "take_over"):
            return ""
        if not plain(reason):
            raise Refused(
                Code.BAD_REQUEST, f"{holder.name} has this conversation. Give a reason to take over."
            )
        return "supervisor"

    async def tell(self, agent: str, push: str, data: Mapping[str, str]) -> None:
        """A push to every console of an agent."""
        if user := await self._users.get(agent):
            await self.server.emit(push, dict(data), room=agent_consoles(user.login), namespace=AGENT)

    async def do_reopen(self, caller: Caller, payload: protocol.AtEpoch) -> dict[str, Any]:
        """Open a closed conversation again, and have it."""
        await self.enter_room(caller.sid, agents_of(payload.conversation))
        return await self._run(
            payload.conversation,
            cmd.Reopen(agent=caller.user.id, agent_name=caller.user.name, epoch=payload.epoch),
        )

    async def do_say(self, caller: Caller, payload: protocol.AgentSay) -> dict[str, Any]:
        """Write to the customer; refused with ``stale`` when the floor has moved, and the draft stays."""
        command = cmd.AgentSay(
            agent=caller.user.id,
            agent_name=caller.user.name,
            epoch=payload.epoch,
            client_id=payload.client_id,
            text=cleaned(payload.text),
        )
        return await self._run(payload.conversation, command)

    async def do_typing(self, caller: Caller, payload: protocol.AgentTyping) -> dict[str, Any]:
        """A hint for agents, and for the customer from the agent who has the floor."""
        conversation = await self._conversations.get(payload.conversation)
        if self._lookers.is_silent(payload.conversation, caller.sid) and conversation.agent != caller.user.id:
            return {}
        told = {
            "conversation": payload.conversation,
            "who": "agent",
            "name": caller.user.name,
            "on": payload.on,
        }
        await self.server.emit(
            "typing", told, room=agents_of(payload.conversation), namespace=AGENT, skip_sid=caller.sid
        )
        if conversation.agent == caller.user.id:
            push = {"who": "agent", "name": caller.user.name, "on": payload.on}
            await self.server.emit(
                "typing", push, room=customer_of(payload.conversation), namespace=protocol.CUSTOMER
            )
        return {}

    async def do_requeue(self, caller: Caller, payload: protocol.Transfer) -> dict[str, Any]:
        """To another agent, a department or the queue, with a note that may be there: all of it or
        nothing.
        """
        wanted = await self._transferee(payload.to) if payload.to else None
        if payload.department:
            self._actions.demand_department(payload.department)
        present = wanted is not None and wanted.id in await self._consoles.present()
        left = cmd.Requeue(
            agent=caller.user.id,
            agent_name=caller.user.name,
            epoch=payload.epoch,
            to=wanted.id if wanted else None,
            to_name=wanted.name if wanted else None,
            present=present,
            department=payload.department,
        )
        noted = (
            (await self._actions.note(caller.user, new_id("n"), payload.note),)
            if payload.note.strip()
            else ()
        )
        done = await self._noting(
            caller.user, payload.conversation, cmd.Several(commands=(*noted, left)), noted
        )
        if wanted:
            await self._tell_assigned(caller.user, wanted, payload, present)
        return done

    async def _tell_assigned(
        self, user: User, wanted: User, payload: protocol.Transfer, present: bool
    ) -> None:
        """The agent hears of it at once if they are here, and by email if not."""
        await self.tell(wanted.id, "assigned", {"conversation": payload.conversation, "by": user.name})
        if not present:
            await self._actions.write_of_transfer(
                wanted, payload.conversation, user.name, plain(payload.note)
            )

    async def _transferee(self, login: str) -> User:
        found = await self._users.find(login)
        if found is None or not permissions.may(found, "take"):
            raise Refused(Code.NOT_FOUND, f"There is no agent “{login}”.")
        return found

    async def do_note(self, caller: Caller, payload: protocol.Note) -> dict[str, Any]:
        """A note that only agents see. Whose conversation it is hears of it as if they were named."""
        holder = (await self._conversations.get(payload.conversation)).agent
        noted = await self._actions.note(caller.user, payload.client_id, payload.text, holder)
        return await self._noting(caller.user, payload.conversation, noted, (noted,))

    async def _tell_mentioned(self, user: User, conversation: str, note: cmd.AddNote) -> None:
        """Who is named hears of it at once if they are here, and by email if not."""
        for login in set(note.mentions) - {user.login}:
            push = {"conversation": conversation, "by": user.name}
            await self.server.emit("mentioned", push, room=agent_consoles(login), namespace=AGENT)
            if not self._is_here(login):
                await self._actions.write_to(login, conversation, user.name, note.text)

    def _is_here(self, login: str) -> bool:
        return bool(list(self.server.manager.get_participants(AGENT, agent_consoles(login))))

    async def do_mentions_seen(self, caller: Caller, payload: protocol.MentionsSeen) -> dict[str, Any]:
        """Whoever was named has looked."""
        await self._actions.seen(caller.user.login, payload.conversation)
        return {}

    async def do_macro(self, caller: Caller, payload: protocol.Macro) -> dict[str, Any]:
        """Several steps in one commit: words, labels, a note, and what comes after."""
        conversation = await self._conversations.get(payload.conversation)
        steps = await self._actions.steps(payload, caller.user, conversation)
        return await self._noting(caller.user, payload.conversation, cmd.Several(commands=steps), steps)

    async def do_send_transcript(self, _caller: Caller, payload: protocol.OnConversation) -> dict[str, Any]:
        """The whole conversation, by email to the customer."""
        return {
            "email": await self._actions.send_transcript(await self._conversations.get(payload.conversation))
        }

    async def do_label(self, caller: Caller, payload: protocol.Labels) -> dict[str, Any]:
        """The labels of a conversation."""
        labels = tuple(kept for label in payload.labels if (kept := plain(label)))
        return await self._run(
            payload.conversation, cmd.Label(agent=caller.user.id, agent_name=caller.user.name, labels=labels)
        )

    async def do_snooze(self, caller: Caller, payload: protocol.Snooze) -> dict[str, Any]:
        """Answer later."""
        return await self._run(
            payload.conversation, cmd.Snooze(agent=caller.user.id, epoch=payload.epoch, until=payload.until)
        )

    async def do_verdict(self, caller: Caller, payload: protocol.Verdict) -> dict[str, Any]:
        """Say whether the hand-over came when it should."""
        return await self._run(
            payload.conversation, cmd.GiveVerdict(agent=caller.user.id, verdict=payload.verdict)
        )

    async def do_brief(self, _caller: Caller, payload: protocol.OnConversation) -> dict[str, Any]:
        """The hand-over note as it is now."""
        await self._conversations.get(payload.conversation)
        events = await self._conversations.store.events(payload.conversation)
        return {"note": await _beside(lambda: msgspec.to_builtins(self._actions.brief(events)), len(events))}

    async def do_hand_back(self, caller: Caller, payload: protocol.AtEpoch) -> dict[str, Any]:
        """Back to the bot."""
        return await self._run(payload.conversation, cmd.HandBack(agent=caller.user.id, epoch=payload.epoch))

    async def do_close(self, caller: Caller, payload: protocol.AgentClose) -> dict[str, Any]:
        """End the conversation, and with ``spam`` hear no more of this customer."""
        done = await self._run(
            payload.conversation,
            cmd.CloseByAgent(agent=caller.user.id, agent_name=caller.user.name, epoch=payload.epoch),
        )
        if payload.spam:
            await self._customers.block((await self._conversations.get(payload.conversation)).customer)
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
