"""Replies by email, as the customer's side of the bridge needs it."""

from __future__ import annotations

from dataclasses import dataclass

from escalation.auth.customers import Customers
from escalation.auth.email_address import email_address
from escalation.auth.errors import AccountError
from escalation.clock import now_ms
from escalation.configuration.live import LiveConfiguration
from escalation.core.conversation import Conversation
from escalation.core.errors import Code, Refused
from escalation.core.states import State
from escalation.core.text import masked
from escalation.notifications import templates
from escalation.notifications.delivery import Mailer
from escalation.notifications.transcript import by_anybody
from escalation.notifications.verification_codes import VerificationCodes
from escalation.store.ports import EventLog, ReceiptRepository

_NOT_SET_UP = "Email is unavailable right now. Please stay in the chat."


@dataclass(frozen=True, slots=True)
class Continuity:
    """Whether email is possible, where emails go, and while nobody is there when somebody is back."""

    mail: bool
    email: str | None
    back: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChannel:
    """Addresses, codes and emails of customers."""

    customers: Customers
    codes: VerificationCodes
    post: Mailer
    log: EventLog
    receipts: ReceiptRepository
    arrangements: LiveConfiguration

    @property
    def possible(self) -> bool:
        """Whether emails can go out at all; what cannot be done is not offered."""
        return self.post.server is not None

    def shown(self, conversation: Conversation) -> Continuity:
        """What the widget shows of it."""
        waits = conversation.state is State.QUEUED
        back = (
            self.arrangements.back_at(conversation.department, now_ms(), conversation.language)
            if waits
            else None
        )
        return Continuity(self.possible, masked(conversation.email) if conversation.email else None, back)

    async def read(self, conversation: str, seq: int) -> None:
        """The customer has seen everything up to ``seq``."""
        if seq > await self.receipts.read_of(conversation):
            await self.receipts.read(conversation, seq)

    async def ask(self, customer: str, email: str) -> None:
        """Send a code to an address; raises :class:`Refused` for what is none, or without a mail server."""
        if not self.possible:
            raise Refused(Code.UNAVAILABLE, _NOT_SET_UP)
        try:
            address = email_address(email)
        except AccountError:
            raise Refused(Code.BAD_REQUEST, "Enter a valid email address, like name@example.org.") from None
        await self.post.send(templates.code(address, await self.codes.issue(customer, address)))

    async def confirm(self, customer: str, digits: str) -> str:
        """The address the code went to, which is the customer's from now on."""
        email = await self.codes.confirm(customer, digits)
        await self.customers.set_email(customer, email)
        return email

    async def transcript(self, conversation: Conversation, email: str | None = None) -> str:
        """Send the conversation, to ``email`` or where its emails go; returns the address."""
        recipient = email or conversation.email
        if recipient is None:
            raise Refused(Code.ILLEGAL, "Confirm your email address first.")
        if not self.possible:
            raise Refused(Code.UNAVAILABLE, _NOT_SET_UP)
        events = await self.log.events(conversation.id)
        lines = [words for recorded in events if (words := by_anybody(recorded.event))]
        await self.post.send(templates.transcript(recipient, conversation.id, lines))
        return recipient
