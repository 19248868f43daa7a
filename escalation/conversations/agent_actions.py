"""What agents do with each other and beside a conversation: macros, mentions, departments, transcripts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from escalation import protocol
from escalation.auth.customers import Customers
from escalation.auth.users import Users
from escalation.clock import now_ms
from escalation.configuration.live import LiveConfiguration
from escalation.configuration.models import Macro
from escalation.conversations.rendering import Words
from escalation.core import commands as cmd
from escalation.core.conversation import Conversation
from escalation.core.errors import Code, Refused
from escalation.core.events import Recorded
from escalation.core.handover import HandoverNote, handover_note
from escalation.core.text import cleaned
from escalation.notifications import templates
from escalation.notifications.delivery import Mailer
from escalation.notifications.email_channel import EmailChannel
from escalation.store.ports import MentionRepository, ReceiptRepository
from escalation.store.records import Mention, User

HOUR_MS = 3_600_000
MENTION = re.compile(r"(?<![\w@])@([a-z0-9][a-z0-9._-]{0,63})")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentActions:
    """With what is arranged; ``url`` is where people reach the hub."""

    unread_mentions: MentionRepository
    arrangements: LiveConfiguration
    users: Users
    customers: Customers
    post: Mailer
    contact: EmailChannel
    receipts: ReceiptRepository
    words: Words
    url: str

    # --- notes and mentions ---

    async def note(self, user: User, client_id: str, text: str, holder: str | None = None) -> cmd.AddNote:
        """A note, with the agents it names, and the agent who has the conversation (``holder``) if that is
        somebody else.
        """
        users = await self.users.all()
        logins = {one.login for one in users}
        named = [login for login in MENTION.findall(text) if login in logins]
        named += [one.login for one in users if one.id == holder != user.id]
        return cmd.AddNote(
            agent=user.id,
            agent_name=user.name,
            client_id=client_id,
            text=cleaned(text),
            mentions=tuple(dict.fromkeys(named)),
        )

    async def mentions(self, login: str) -> list[Mention]:
        """Notes that name this agent and that they have not read, newest first."""
        return await self.unread_mentions.unread(login)

    async def seen(self, login: str, conversation: str) -> None:
        """They have looked."""
        await self.unread_mentions.read(login, conversation, now_ms())

    async def write_to(self, login: str, conversation: str, by: str, text: str) -> None:
        """An email to a team member who is not here, if they have an address."""
        user = await self.users.find(login)
        if user is not None and user.email:
            await self.post.send(
                templates.mention(user.email, conversation, by, text, self._link(conversation))
            )

    async def write_of_transfer(self, user: User, conversation: str, by: str, note: str) -> None:
        """An email to the agent a conversation waits for, if they have an address."""
        if user.email:
            await self.post.send(
                templates.transferred(user.email, conversation, by, note, self._link(conversation))
            )

    def _link(self, conversation: str) -> str:
        return f"{self.url}/console#{conversation}"

    # --- beside a conversation ---

    def brief(self, events: list[Recorded]) -> HandoverNote:
        """The hand-over note, with articles by their titles."""
        return handover_note(events, self.words.title)

    async def read_of(self, conversation: str) -> int:
        """How far the customer has read."""
        return await self.receipts.read_of(conversation)

    def demand_department(self, department: str) -> None:
        """Raises :class:`Refused` for a department there is not."""
        if department not in {one.id for one in self.arrangements.now.departments}:
            raise Refused(Code.NOT_FOUND, f"Unknown department “{department}”.")

    async def send_transcript(self, conversation: Conversation) -> str:
        """To where the customer's emails go, or the address in their profile."""
        profile = await self.customers.profile(conversation.customer)
        return await self.contact.transcript(
            conversation, conversation.email or (profile.email if profile else "") or None
        )

    async def steps(
        self, asked: protocol.Macro, user: User, conversation: Conversation
    ) -> tuple[cmd.Command, ...]:
        """What a macro does, as commands; what it says is what the agent left of its words."""
        macro = next((one for one in self.arrangements.now.macros if one.shortcut == asked.macro), None)
        if macro is None:
            raise Refused(Code.NOT_FOUND, f"The macro “{asked.macro}” no longer exists.")
        me, name = user.id, user.name
        steps: list[cmd.Command] = []
        if asked.text.strip():
            steps.append(
                cmd.AgentSay(
                    agent=me,
                    agent_name=name,
                    epoch=asked.epoch,
                    client_id=asked.client_id,
                    text=cleaned(asked.text),
                )
            )
        if macro.note.strip():
            steps.append(await self.note(user, f"{asked.client_id}-n", macro.note))
        if macro.labels:
            steps.append(
                cmd.Label(agent=me, agent_name=name, labels=tuple({*conversation.labels, *macro.labels}))
            )
        return (*steps, *_then(macro, user, asked.epoch))


def _then(macro: Macro, user: User, epoch: int) -> list[cmd.Command]:
    match macro.then:
        case "close":
            return [cmd.CloseByAgent(agent=user.id, agent_name=user.name, epoch=epoch)]
        case "hand_back":
            return [cmd.HandBack(agent=user.id, epoch=epoch)]
        case "department":
            return [
                cmd.Requeue(agent=user.id, agent_name=user.name, epoch=epoch, department=macro.department)
            ]
        case "later":
            return [cmd.Snooze(agent=user.id, epoch=epoch, until=now_ms() + macro.hours_later * HOUR_MS)]
    return []
