"""The customer's side of the bridge. The token decides whose conversation this is; no id ever does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

from escalation import protocol
from escalation.auth.customers import Customers
from escalation.auth.rate_limits import CODE, COMMAND, DEED, SAY, Pace, RateLimits
from escalation.clock import new_id, now_ms
from escalation.conversations import views
from escalation.conversations.callbacks import Callbacks
from escalation.conversations.rendering import Words, html
from escalation.conversations.service import Conversations
from escalation.core import commands as cmd
from escalation.core.conversation import Conversation
from escalation.core.errors import Code, Refused
from escalation.core.handoff import greeting as greeting_line
from escalation.core.text import cleaned, masked
from escalation.http.session import address_of
from escalation.notifications.email_channel import EmailChannel
from escalation.protocol import CUSTOMER
from escalation.sockets.base import CommandNamespace, no_entry
from escalation.sockets.rooms import agents_of, customer_of
from escalation.sockets.windows import Windows


@dataclass(frozen=True, slots=True)
class Caller:
    """A customer with a valid token who may use the command, the site they came from, and the socket they
    sent it over.
    """

    sid: str
    customer: str
    site: str


class CustomerNamespace(CommandNamespace[Caller]):
    """Commands of :data:`protocol.COMMANDS` for ``/customer``."""

    def __init__(
        self,
        conversations: Conversations,
        customers: Customers,
        words: Words,
        limits: RateLimits,
        *,
        contact: EmailChannel,
        present: Callable[[], Awaitable[frozenset[str]]],
        place: Callable[[Conversation | None, int | None], dict[str, Any]],
        callbacks: Callbacks,
    ) -> None:
        super().__init__(CUSTOMER, limits)
        self.windows = Windows()
        self._conversations, self._customers, self._words, self._contact = (
            conversations,
            customers,
            words,
            contact,
        )
        self._present = present  # ids of the agents with a console open
        self._place = place  # of a conversation with so many ahead, what its customer is told
        self._callbacks = callbacks

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Only a valid token opens a session; the oldest of too many windows gives way."""
        token = auth.get("token") if isinstance(auth, dict) else None
        customer = (
            await self._customers.of_token(token) if isinstance(token, str) and len(token) < 200 else None
        )
        if customer is None:
            raise no_entry("This session has ended. Reload the page to start a new one.")
        paces = self._paces_of(customer.id, address_of(environ["aiohttp.request"]))
        await self.save_session(sid, {"customer": customer.id, "site": customer.site, "paces": paces})
        for oldest in self.windows.joined(customer.id, sid):
            await self.disconnect(oldest)
        if (waiting := await self._conversations.store.latest_of(customer.id)) is not None:
            await self._conversations.run(waiting, cmd.NoteReturned())

    async def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """One window less."""
        self.windows.left(sid)

    def _paces_of(self, customer: str, address: str) -> tuple[Pace, ...]:
        own: Pace = (COMMAND, "commands", customer)
        return (own, (self._limits.of_address, "address", address)) if self._limits.of_address else (own,)

    async def admit(self, sid: str, command: protocol.Command) -> Caller:
        """A blocked customer may read what was said, and nothing else."""
        session = await self.get_session(sid)
        caller = Caller(sid, str(session["customer"]), str(session["site"]))
        if command.right != protocol.READ:
            await self._customers.demand_welcome(caller.customer)
        if command.paced:
            self._limits.demand(DEED, "deed", caller.customer)
        return caller

    async def _current(self, caller: Caller) -> str | None:
        return await self._conversations.store.latest_of(caller.customer)

    async def _demand_current(self, caller: Caller) -> str:
        found = await self._current(caller)
        if found is None:
            raise Refused(Code.NOT_FOUND, "There is no conversation yet. Write a message first.")
        return found

    async def _ensure(self, caller: Caller) -> str:
        identity = await self._current(caller)
        if identity is None:
            identity = (await self._conversations.open(caller.customer, "web", caller.site)).id
        await self.enter_room(caller.sid, customer_of(identity))
        return identity

    async def do_resume(self, caller: Caller, payload: protocol.Resume) -> dict[str, Any]:
        """Join first, then read: what is committed in between arrives as a push and is dropped by its
        number.
        """
        found = await self._current(caller)
        if found is None:
            key, variables = greeting_line(self._contact.back(None, now_ms(), None))
            greeting = html(self._words.text(key, variables, 0))
            return {
                "conversation": None,
                "events": [],
                "greeting": greeting,
                **self._place(None, None),
                "mail": self._contact.possible,
                "email": None,
                "back": None,
            }
        await self.enter_room(caller.sid, customer_of(found))
        events = await self._conversations.store.events(found, payload.after)
        ahead = await self._conversations.store.ahead_of(found)
        conversation = await self._conversations.get(found)
        return {
            "conversation": found,
            "events": [views.for_customer(event) for event in events],
            **self._place(conversation, ahead),
            **asdict(self._contact.shown(conversation)),
        }

    async def do_say(self, caller: Caller, payload: protocol.CustomerSay) -> dict[str, Any]:
        """Commit the message; the acknowledgement carries its sequence number."""
        self._limits.demand(SAY, "say", caller.customer)
        text = cleaned(payload.text)
        found = await self._ensure(caller)
        command = cmd.CustomerSay(
            client_id=payload.client_id, text=text, turn=new_id("t"), reply_to=payload.reply_to
        )
        outcome = await self._conversations.run(found, command)
        return {"conversation": found, "seq": outcome.seq}

    async def do_ask_person(self, caller: Caller, _nothing: protocol.Nothing) -> dict[str, Any]:
        """A person, in every state."""
        conversation = await self._conversations.get(await self._ensure(caller))
        gone = conversation.agent if conversation.agent not in await self._present() else None
        outcome = await self._conversations.run(conversation.id, cmd.AskPerson(turn=new_id("t"), gone=gone))
        return self._state(outcome.conversation)

    async def do_leave_queue(self, caller: Caller, _nothing: protocol.Nothing) -> dict[str, Any]:
        """Back to the bot."""
        return self._state(
            (await self._conversations.run(await self._demand_current(caller), cmd.LeaveQueue())).conversation
        )

    async def do_end(self, caller: Caller, _nothing: protocol.Nothing) -> dict[str, Any]:
        """End the conversation."""
        return self._state(
            (
                await self._conversations.run(await self._demand_current(caller), cmd.CloseByCustomer())
            ).conversation
        )

    async def do_typing(self, caller: Caller, payload: protocol.Typing) -> dict[str, Any]:
        """A hint for the agents, not kept."""
        found = await self._current(caller)
        if found is not None:
            push = {"conversation": found, "who": "customer", "on": payload.on}
            await self.server.emit("typing", push, room=agents_of(found), namespace=protocol.AGENT)
        return {}

    async def do_seen(self, caller: Caller, payload: protocol.Seen) -> dict[str, Any]:
        """How far the customer has read: kept, and a hint for the agents."""
        found = await self._current(caller)
        if found is not None:
            await self._contact.read(found, payload.seq)
            push = {"conversation": found, "seq": payload.seq}
            await self.server.emit("seen", push, room=agents_of(found), namespace=protocol.AGENT)
        return {}

    async def do_rate_answer(self, caller: Caller, payload: protocol.RateAnswer) -> dict[str, Any]:
        """A thumb on one answer."""
        await self._conversations.run(
            await self._demand_current(caller), cmd.RateAnswer(of=payload.of, helpful=payload.helpful)
        )
        return {}

    async def do_rate(self, caller: Caller, payload: protocol.Rate) -> dict[str, Any]:
        """Stars and a comment."""
        comment = cleaned(payload.comment, 2000) if payload.comment.strip() else ""
        await self._conversations.run(
            await self._demand_current(caller), cmd.Rate(stars=payload.stars, comment=comment)
        )
        return {}

    async def do_give_email(self, caller: Caller, payload: protocol.GiveEmail) -> dict[str, Any]:
        """A code goes to this address; nothing else happens before it is typed in."""
        self._limits.demand(CODE, "code", caller.customer)
        self._limits.demand(CODE, "code-to", payload.email.strip().lower())
        await self._contact.ask(caller.customer, payload.email)
        return {}

    async def do_confirm_email(self, caller: Caller, payload: protocol.ConfirmEmail) -> dict[str, Any]:
        """The address is the customer's own: from now on answers also go there while they are away."""
        email = await self._contact.confirm(caller.customer, payload.code)
        await self._conversations.run(await self._ensure(caller), cmd.GiveContact(email=email))
        return {"email": masked(email)}

    async def do_stop_email(self, caller: Caller, _nothing: protocol.Nothing) -> dict[str, Any]:
        """No more emails."""
        await self._conversations.run(await self._demand_current(caller), cmd.GiveContact(email=""))
        return {}

    async def do_callback_slots(self, caller: Caller, _nothing: protocol.Nothing) -> dict[str, Any]:
        """The times that can be booked."""
        conversation = await self._conversations.get(await self._demand_current(caller))
        return {"slots": await self._callbacks.slots(conversation)}

    async def do_book_callback(self, caller: Caller, payload: protocol.BookCallback) -> dict[str, Any]:
        """Be called, or written to, at a time instead of waiting; another time changes it."""
        conversation = await self._conversations.get(await self._demand_current(caller))
        async with self._callbacks.in_turn:
            command = await self._callbacks.booking(
                conversation, payload.at, payload.zone, payload.channel, payload.contact
            )
            outcome = await self._conversations.run(conversation.id, command)
        return {"callback": self._place(outcome.conversation, None)["callback"]}

    async def do_cancel_callback(self, caller: Caller, _nothing: protocol.Nothing) -> dict[str, Any]:
        """Wait again, in one's place."""
        await self._conversations.run(await self._demand_current(caller), cmd.CancelCallback())
        return {}

    async def do_transcript(self, caller: Caller, _nothing: protocol.Nothing) -> dict[str, Any]:
        """The whole conversation, to the address that was shown to be the customer's own."""
        self._limits.demand(CODE, "transcript", caller.customer)
        await self._contact.transcript(await self._conversations.get(await self._demand_current(caller)))
        return {}

    @staticmethod
    def _state(conversation: Conversation) -> dict[str, Any]:
        return {"conversation": conversation.id, "state": str(conversation.state)}
