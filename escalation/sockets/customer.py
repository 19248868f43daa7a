"""The customer's side of the bridge. The token decides whose conversation this is; no id ever does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from escalation import protocol
from escalation.auth.people import People
from escalation.auth.rate_limits import CODE, COMMAND, DEED, SAY, Limits, Pace
from escalation.clock import new_id
from escalation.conversations import views
from escalation.conversations.rendering import Words, html
from escalation.conversations.service import Conversations
from escalation.core import commands as cmd
from escalation.core.conversation import Conversation
from escalation.core.errors import Code, Refused
from escalation.core.text import cleaned, masked
from escalation.http.session import address_of
from escalation.notifications.email_channel import Contact
from escalation.protocol import CUSTOMER
from escalation.sockets.base import CommandNamespace, no_entry
from escalation.sockets.rooms import agents_of, customer_of
from escalation.sockets.windows import Windows

BLOCKED_MAY = frozenset({"resume"})


class CustomerNamespace(CommandNamespace):
    """Commands of :data:`protocol.COMMANDS` for ``/customer``."""

    def __init__(
        self,
        conversations: Conversations,
        people: People,
        words: Words,
        limits: Limits,
        *,
        contact: Contact,
        present: Callable[[], frozenset[str]],
    ) -> None:
        super().__init__(CUSTOMER, limits)
        self._windows = Windows()
        self._conversations, self._people, self._words, self._contact = conversations, people, words, contact
        self._present = present  # ids of the agents with a console open

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Only a valid token opens a session; the oldest of too many windows gives way."""
        token = auth.get("token") if isinstance(auth, dict) else None
        customer = await self._people.customer(token) if isinstance(token, str) and len(token) < 200 else None
        if customer is None:
            raise no_entry("This session has ended. Reload the page to start a new one.")
        paces = self._paces_of(customer.id, address_of(environ["aiohttp.request"]))
        await self.save_session(sid, {"customer": customer.id, "site": customer.site, "paces": paces})
        for oldest in self._windows.joined(customer.id, sid):
            await self.disconnect(oldest)

    async def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """One window less."""
        self._windows.left(sid)

    def _paces_of(self, customer: str, address: str) -> tuple[Pace, ...]:
        own: Pace = (COMMAND, "commands", customer)
        return (own, (self._limits.of_address, "address", address)) if self._limits.of_address else (own,)

    async def _who(self, sid: str) -> tuple[str, str]:
        session = await self.get_session(sid)
        return str(session["customer"]), str(session["site"])

    async def _current(self, sid: str) -> str | None:
        customer, _ = await self._who(sid)
        return await self._conversations.store.latest_of(customer)

    async def _demand_current(self, sid: str) -> str:
        found = await self._current(sid)
        if found is None:
            raise Refused(Code.NOT_FOUND, "There is no conversation yet. Write a message first.")
        return found

    async def _ensure(self, sid: str) -> str:
        found = await self._current(sid)
        if found is None:
            customer, site = await self._who(sid)
            found = (await self._conversations.open(customer, "web", site)).id
        await self.enter_room(sid, customer_of(found))
        return found

    async def admit(self, sid: str, command: str) -> None:
        """A blocked customer may read what was said, and nothing else."""
        if command not in BLOCKED_MAY:
            customer, _ = await self._who(sid)
            self._people.demand_welcome(customer)

    async def _demand_pace(self, sid: str) -> None:
        """What the log keeps, and what sends an event to everybody, cannot be done without end."""
        customer, _ = await self._who(sid)
        self._limits.demand(DEED, "deed", customer)

    async def do_resume(self, sid: str, asked: protocol.Resume) -> dict[str, Any]:
        """Join first, then read: what is committed in between arrives as a push and is dropped by its number."""
        found = await self._current(sid)
        if found is None:
            greeting = html(self._words.text("greeting", {}, 0))
            return {
                "conversation": None,
                "events": [],
                "greeting": greeting,
                "ahead": None,
                "mail": self._contact.possible,
                "email": None,
                "back": None,
            }
        await self.enter_room(sid, customer_of(found))
        events = await self._conversations.store.events(found, asked.after)
        ahead = await self._conversations.store.ahead_of(found)
        return {
            "conversation": found, "events": [views.for_customer(each) for each in events], "ahead": ahead,
            **self._contact.shown(await self._conversations.get(found)),
        }  # fmt: skip

    async def do_say(self, sid: str, said: protocol.CustomerSay) -> dict[str, Any]:
        """Commit the message; the acknowledgement carries its sequence number."""
        customer, _ = await self._who(sid)
        self._limits.demand(SAY, "say", customer)
        text = cleaned(said.text)
        found = await self._ensure(sid)
        command = cmd.CustomerSay(client_id=said.client_id, text=text, turn=new_id("t"), reply_to=said.reply_to)
        outcome = await self._conversations.run(found, command)
        return {"conversation": found, "seq": outcome.seq}

    async def do_ask_person(self, sid: str, _nothing: protocol.Nothing) -> dict[str, Any]:
        """A person, in every state."""
        await self._demand_pace(sid)
        found = await self._ensure(sid)
        agent = (await self._conversations.get(found)).agent
        gone = agent if agent not in self._present() else None
        outcome = await self._conversations.run(found, cmd.AskPerson(turn=new_id("t"), gone=gone))
        return self._state(outcome.conversation)

    async def do_leave_queue(self, sid: str, _nothing: protocol.Nothing) -> dict[str, Any]:
        """Back to the bot."""
        await self._demand_pace(sid)
        return self._state((await self._conversations.run(await self._demand_current(sid), cmd.LeaveQueue())).conversation)

    async def do_end(self, sid: str, _nothing: protocol.Nothing) -> dict[str, Any]:
        """End the conversation."""
        await self._demand_pace(sid)
        return self._state((await self._conversations.run(await self._demand_current(sid), cmd.CloseByCustomer())).conversation)

    async def do_typing(self, sid: str, typing: protocol.Typing) -> dict[str, Any]:
        """A hint for the agents, not kept."""
        found = await self._current(sid)
        if found is not None:
            push = {"conversation": found, "who": "customer", "on": typing.on}
            await self.server.emit("typing", push, room=agents_of(found), namespace=protocol.AGENT)
        return {}

    async def do_seen(self, sid: str, seen: protocol.Seen) -> dict[str, Any]:
        """How far the customer has read: kept, and a hint for the agents."""
        found = await self._current(sid)
        if found is not None:
            await self._contact.read(found, seen.seq)
            push = {"conversation": found, "seq": seen.seq}
            await self.server.emit("seen", push, room=agents_of(found), namespace=protocol.AGENT)
        return {}

    async def do_rate_answer(self, sid: str, rated: protocol.RateAnswer) -> dict[str, Any]:
        """A thumb on one answer."""
        await self._demand_pace(sid)
        await self._conversations.run(await self._demand_current(sid), cmd.RateAnswer(of=rated.of, helpful=rated.helpful))
        return {}

    async def do_rate(self, sid: str, rated: protocol.Rate) -> dict[str, Any]:
        """Stars and a comment."""
        await self._demand_pace(sid)
        comment = cleaned(rated.comment, 2000) if rated.comment.strip() else ""
        await self._conversations.run(await self._demand_current(sid), cmd.Rate(stars=rated.stars, comment=comment))
        return {}

    async def do_give_email(self, sid: str, given: protocol.GiveEmail) -> dict[str, Any]:
        """A code goes to this address; nothing else happens before it is typed in."""
        customer, _ = await self._who(sid)
        self._limits.demand(CODE, "code", customer)
        self._limits.demand(CODE, "code-to", given.email.strip().lower())
        await self._contact.ask(customer, given.email)
        return {}

    async def do_confirm_email(self, sid: str, given: protocol.ConfirmEmail) -> dict[str, Any]:
        """The address is the customer's own: from now on answers also go there while they are away."""
        customer, _ = await self._who(sid)
        email = await self._contact.confirm(customer, given.code)
        await self._conversations.run(await self._ensure(sid), cmd.GiveContact(email=email))
        return {"email": masked(email)}

    async def do_stop_email(self, sid: str, _nothing: protocol.Nothing) -> dict[str, Any]:
        """No more letters."""
        await self._demand_pace(sid)
        await self._conversations.run(await self._demand_current(sid), cmd.GiveContact(email=""))
        return {}

    async def do_transcript(self, sid: str, _nothing: protocol.Nothing) -> dict[str, Any]:
        """The whole conversation, to the address that was shown to be the customer's own."""
        customer, _ = await self._who(sid)
        self._limits.demand(CODE, "transcript", customer)
        await self._contact.transcript(await self._conversations.get(await self._demand_current(sid)))
        return {}

    @staticmethod
    def _state(conversation: Conversation) -> dict[str, Any]:
        return {"conversation": conversation.id, "state": str(conversation.state)}
