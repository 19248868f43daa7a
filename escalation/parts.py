"""What the hub is made of, put together from its settings: no part makes another."""

from __future__ import annotations

from escalation.auth.people import People
from escalation.auth.rate_limits import Limits
from escalation.auth.secret_files import Keychain
from escalation.clock import now_ms
from escalation.configuration.document import House
from escalation.configuration.live import CurrentArrangements
from escalation.configuration.triage import CurrentTriage, TriageVersions
from escalation.configuration.versions import ArrangementStore
from escalation.conversations.agent_absence import AbsenceWatch
from escalation.conversations.agent_actions import Colleagues
from escalation.conversations.bot_client import BotClient
from escalation.conversations.bot_turns import Bot, Turns
from escalation.conversations.inbox import Board
from escalation.conversations.rendering import Words
from escalation.conversations.routing import Reception
from escalation.conversations.segments import Segments
from escalation.conversations.service import Conversations
from escalation.notifications.delivery import Post
from escalation.notifications.email_channel import Contact
from escalation.notifications.outbox import Outbox
from escalation.notifications.unattended_queue import Alarm
from escalation.notifications.unread_replies import Courier
from escalation.notifications.verification_codes import Codes
from escalation.readiness import Readiness
from escalation.settings import Settings
from escalation.sockets.agent import AgentNamespace
from escalation.sockets.customer import CustomerNamespace
from escalation.sockets.publisher import Publisher
from escalation.sockets.server import socket_server
from escalation.sockets.sessions import Sessions
from escalation.sockets.watch import ConnectionWatch
from escalation.store.absences import Absences
from escalation.store.consoles import Consoles
from escalation.store.port import Row
from escalation.store.reached import Reached
from escalation.store.rebuild import opened
from escalation.store.sqlite import SqliteStore


class Parts:
    """Built in the order in which they stand on each other. ``bot`` takes the place of Rasa in tests of the bridge."""

    def __init__(self, settings: Settings, bot: Bot | None = None) -> None:
        self.settings, self.database = settings, opened(settings.home)
        self._arrange()
        self._converse(bot)
        self._write_letters()
        self._face_people()

    def _arrange(self) -> None:
        """People, words, and what is set while Baton runs."""
        self.people, self.limits, self.words = People(self.database), Limits(self.settings.address_commands), Words(self.settings.home)
        self.triage_versions = TriageVersions(self.database)
        self.triage = CurrentTriage(self.triage_versions, self.settings.triage)
        self.arranged = CurrentArrangements(ArrangementStore(self.database))
        self.house = House(self.database, self.settings.home, self.triage, self.arranged, self.people)
        self.segments = Segments(self.people, self.arranged)
        self.reception = Reception(self.arranged, self.segments.of, self.words.topic)

    def _converse(self, bot: Bot | None) -> None:
        """The log, the one way it changes, and the bot's turns."""
        self.store = SqliteStore(self.database)
        self.conversations = Conversations(self.store, self.words.text, receive=self.reception.receive)
        client = BotClient(self.settings.home / "run")
        self.client = None if bot else client
        self.readiness = Readiness(self.settings.home, self.database, client.ready if self.client else _always)
        self.turns = Turns(self.conversations, bot or client, self.words, self.triage, self.segments.of)
        self.consoles = Consoles(self.database)
        grace_ms = self.settings.absence_s * 1000
        self.absence = AbsenceWatch(self.conversations, Absences(self.database), self.consoles, grace_ms)

    def _write_letters(self) -> None:
        self.keychain, self.reached = Keychain(self.settings.home), Reached(self.database)
        self.post = Post(Outbox(self.database), self.arranged, self.keychain)
        self.contact = Contact(
            people=self.people,
            codes=Codes(self.database),
            post=self.post,
            store=self.store,
            reached=self.reached,
            arrangements=self.arranged,
        )
        self.courier = Courier(store=self.store, reached=self.reached, people=self.people, post=self.post, url=self.settings.url)

    def _back(self, row: Row) -> str | None:
        return self.arranged.back_at(row.department, now_ms(), row.language)

    def _face_people(self) -> None:
        """The bridge: sockets with their namespaces."""
        self.sockets = socket_server(self.settings)
        self.publisher, self.watch = Publisher(self.sockets, self.store, self._back), ConnectionWatch(self.sockets)
        self.conversations.listen(self.publisher.notice)
        self.sessions = Sessions(self.sockets, self.people)
        beside = Colleagues(
            database=self.database, arrangements=self.arranged, people=self.people, post=self.post, contact=self.contact,
            reached=self.reached, words=self.words, url=self.settings.url,
        )  # fmt: skip
        board = Board(self.arranged, self.segments, self.consoles.present)
        agents = AgentNamespace(
            self.conversations, self.people, self.limits, board=board, colleagues=beside, consoles=self.consoles, sessions=self.sessions
        )
        customers = CustomerNamespace(
            self.conversations, self.people, self.words, self.limits, contact=self.contact, present=self.consoles.present
        )
        self.sockets.register_namespace(customers)
        self.sockets.register_namespace(agents)
        self.alarm = Alarm(
            store=self.store,
            arrangements=self.arranged,
            post=self.post,
            url=self.settings.url,
            attended=lambda: bool(self.consoles.present()),
        )


async def _always() -> bool:
    """What stands in for Rasa in tests answers always."""
    return True
