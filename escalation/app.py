"""The composition root: what the hub is made of, as a web application, with what runs beside it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from functools import partial

import socketio
from aiohttp import web

from actions import company
from escalation.auth.customers import Customers
from escalation.auth.rate_limits import RateLimits
from escalation.auth.secret_files import SecretFiles
from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.background import end, rounds
from escalation.clock import now_ms
from escalation.configuration.document import ConfigurationDocument
from escalation.configuration.holidays import warm
from escalation.configuration.live import LiveConfiguration
from escalation.configuration.simulation import Simulator
from escalation.configuration.triage import CurrentTriage, TriageVersions
from escalation.conversations.agent_absence import AgentAbsence
from escalation.conversations.agent_actions import AgentActions
from escalation.conversations.assigner import Assigner
from escalation.conversations.availability import Availability
from escalation.conversations.bot_client import BotClient
from escalation.conversations.bot_turns import Bot, BotTurns
from escalation.conversations.callbacks import Callbacks
from escalation.conversations.consoles import Consoles
from escalation.conversations.duty import Duty
from escalation.conversations.inbox import Inbox
from escalation.conversations.insights import Insights
from escalation.conversations.rendering import Words
from escalation.conversations.routing import Router
from escalation.conversations.routing_trial import RoutingTrials
from escalation.conversations.segments import Segments
from escalation.conversations.service import Conversations
from escalation.conversations.sla import Sla
from escalation.conversations.team import Team
from escalation.conversations.timekeeper import Timekeeper
from escalation.conversations.upload_quota import Quota
from escalation.conversations.uploads import IMAGES, PAPERS, Files
from escalation.conversations.visitors import Visitors
from escalation.conversations.waiting_times import WaitingTimes
from escalation.core.errors import Refused
from escalation.http import agent_tools, api, desk, files, media, pages, releases, sign_in
from escalation.http import help as help_centre
from escalation.http import settings as settings_pages
from escalation.http.arrangements import CONFIGURATION, DOCUMENT, SECRET_FILES
from escalation.http.gaps import INSIGHTS
from escalation.http.health import READINESS
from escalation.http.mail import MAILER
from escalation.http.middleware import as_it_is, one_error_shape, safe_headers, same_origin
from escalation.http.operations import LARGEST_BODY
from escalation.http.reports import LIVE, REPORTS
from escalation.http.routing import ROUTING_TRIALS
from escalation.http.search import SEARCH
from escalation.http.session import CONVERSATIONS, CUSTOMERS, SESSIONS, SETTINGS, USERS
from escalation.http.supervision import TEAM, TELL
from escalation.notifications.delivery import Mailer
from escalation.notifications.email_channel import EmailChannel
from escalation.notifications.outbox import Outbox
from escalation.notifications.unattended_queue import UnattendedQueue
from escalation.notifications.unread_replies import UnreadReplies
from escalation.notifications.verification_codes import VerificationCodes
from escalation.readiness import Readiness
from escalation.reports.live import LiveReport
from escalation.reports.now import AtDesk
from escalation.reports.period import Reports
from escalation.reports.promises import Promises
from escalation.settings import Settings
from escalation.sockets.agent import AgentNamespace
from escalation.sockets.customer import CustomerNamespace
from escalation.sockets.publisher import Publisher
from escalation.sockets.ringing import TeamPushes
from escalation.sockets.server import socket_server
from escalation.sockets.sessions import SessionSockets
from escalation.sockets.watch import ConnectionWatch
from escalation.store.ports import Store
from escalation.store.records import Row
from escalation.store.sqlite.store import opened
from knowledge.errors import KnowledgeError
from knowledge.live_index import Search
from knowledge.remembered import memory_of
from knowledge.store import KnowledgeStore

REFRESH_S, ASSIGN_S, CALENDAR_S, EMAILS_S = 1.0, 0.5, 5.0, 3.0
REPORTS_S, PLACES_S, TIDY_S = 30.0, 10.0, 3600.0
log = logging.getLogger(__name__)
SOCKETS: web.AppKey[socketio.AsyncServer] = web.AppKey("sockets", socketio.AsyncServer)
WATCH: web.AppKey[ConnectionWatch] = web.AppKey("watch", ConnectionWatch)


class Container:
    """What the hub is made of, put together from its settings: no part makes another. Built in the order in
    which they stand on each other. ``bot`` takes the place of Rasa in tests of the bridge.
    """

    def __init__(self, settings: Settings, bot: Bot | None = None) -> None:
        self.settings = settings
        self.store: Store = opened(settings.home)
        self._arrange()
        self._converse(bot)
        self._write_emails()
        self._face_people()
        self._report()

    def _arrange(self) -> None:
        """People, words, and what is set while Baton runs."""
        self.sessions, self.customers = Sessions(self.store.sessions), Customers(self.store.customers)
        self.users = Users(self.store.users, self.sessions)
        self.limits = RateLimits(self.settings.address_commands)
        self.words = Words(KnowledgeStore.open(self.settings.home))
        self.triage_versions = TriageVersions(self.store.configuration)
        self.triage = CurrentTriage(self.triage_versions, self.settings.triage)
        self.arranged = LiveConfiguration(self.store.configuration)
        self.house = ConfigurationDocument(
            self.store, self.settings.home, self.triage, self.arranged, self.users
        )
        self.segments = Segments(self.customers, self.arranged)
        self.states, self.grace_ms = self.store.agent_states, self.settings.absence_s * 1000
        self.team = Team(self.users, self.states, self.arranged, self.grace_ms)
        self.availability = Availability(self.arranged, self.team.is_attended)
        self.router = Router(self.arranged, self.segments.of, self.words.topic, self.availability.back)

    def _converse(self, bot: Bot | None) -> None:
        """The log, the one way it changes, and the bot's turns."""
        self.conversations = Conversations(self.store.log, self.words.text, route=self.router.routing)
        client = BotClient(self.settings.home / "run")
        self.client = None if bot else client
        self.readiness = Readiness(
            self.settings.home, self.store.probe, client.ready if self.client else _always
        )
        self.turns = BotTurns(
            self.conversations,
            bot or client,
            self.words,
            self.triage,
            self.segments.of,
            back=self.availability.back,
        )
        self.consoles = Consoles(self.store.consoles)
        self.absence = AgentAbsence(self.conversations, self.store.absences, self.consoles, self.grace_ms)
        self.duty = Duty(self.store.leases, self.arranged)
        self.sla = Sla(self.arranged, self.segments, self.duty)
        self.times = WaitingTimes(self.store.queue_log, self.team, self.arranged)
        self.conversations.listen(self.team.notice)

    def _write_emails(self) -> None:
        self.keychain = SecretFiles(self.settings.home)
        self.post = Mailer(Outbox(self.store.outbox), self.arranged, self.keychain)
        self.contact = EmailChannel(
            customers=self.customers,
            codes=VerificationCodes(self.store.codes),
            post=self.post,
            log=self.store.log,
            receipts=self.store.receipts,
            back=self.availability.back,
        )
        self.courier = UnreadReplies(
            log=self.store.log,
            receipts=self.store.receipts,
            customers=self.customers,
            post=self.post,
            url=self.settings.url,
        )

    def _back(self, row: Row) -> str | None:
        return self.availability.back(row.department, now_ms(), row.language)

    def _due(self, row: Row) -> int | None:
        segment = self.segments.by(row.segment, row.email, row.site)
        return self.sla.due_at(row, segment or "", now_ms())

    def _face_people(self) -> None:
        """The bridge: sockets with their namespaces."""
        self.sockets = socket_server(self.settings)
        self.publisher, self.watch = (
            Publisher(
                self.sockets, self.store.log, self._back, self.times.look, shows=self.settings.queue_shows
            ),
            ConnectionWatch(self.sockets),
        )
        self.conversations.listen(self.publisher.notice)
        self.session_sockets = SessionSockets(self.sockets, self.sessions)
        beside = AgentActions(
            unread_mentions=self.store.mentions,
            arrangements=self.arranged,
            users=self.users,
            customers=self.customers,
            post=self.post,
            contact=self.contact,
            receipts=self.store.receipts,
            words=self.words,
            url=self.settings.url,
        )
        self.board = Inbox(self.arranged, self.segments, self.sla, self.consoles.present)
        self.pushes = TeamPushes(self.sockets, self.team, self.board.explain, self.publisher.send_places)
        self.agents = agents = AgentNamespace(
            self.conversations,
            self.users,
            self.customers,
            self.sessions,
            self.limits,
            board=self.board,
            actions=beside,
            consoles=self.consoles,
            session_sockets=self.session_sockets,
            team=self.team,
        )
        customers = CustomerNamespace(
            self.conversations,
            self.customers,
            self.words,
            self.limits,
            contact=self.contact,
            present=self.consoles.present,
            place=self.publisher.place,
            callbacks=Callbacks(self.arranged, self.users, self.states),
        )
        self.sockets.register_namespace(customers)
        self.visitors = Visitors(
            self.conversations,
            self.states,
            self.store.customers_here,
            left_ms=self.settings.left_s * 1000,
            kept_ms=self.settings.place_kept_s * 1000,
            here=customers.windows.customers,
        )
        self.sockets.register_namespace(agents)
        self.alarm = UnattendedQueue(
            log=self.store.log,
            arrangements=self.arranged,
            post=self.post,
            url=self.settings.url,
            attended=self.consoles.present,
        )
        self._find_agents()

    def _find_agents(self) -> None:
        """Work finds the agent, and nobody is silent for ever."""
        self.assigner = Assigner(
            self.conversations, self.states, self.team, self.arranged, segment=self.segments.of
        )
        self.timekeeper = Timekeeper(
            self.conversations,
            self.store.timers,
            self.arranged,
            self.sla,
            self.duty,
            alert=self.alarm.late,
        )
        self.conversations.listen(self.timekeeper.notice)

    def _report(self) -> None:
        """What supervisors see."""
        promises = Promises(self.arranged)
        self.reports = Reports(self.store.contacts, self.arranged, promises.due_at)
        self.live = LiveReport(
            log=self.store.log,
            due=self._due,
            users=self.users,
            reports=self.reports,
            present=self.consoles.present,
            team=self._team_now,
        )

    def _team_now(self) -> dict[str, AtDesk]:
        """Who is there and what they carry, for the reports."""
        return {
            member.user.id: AtDesk(str(member.presence), member.load, self.team.capacity(member))
            for member in self.team.members.values()
        }


async def _always() -> bool:
    """What stands in for Rasa in tests answers always."""
    return True


CONTAINER: web.AppKey[Container] = web.AppKey("container", Container)


def build(settings: Settings, bot: Bot | None = None) -> web.Application:
    """The hub as an aiohttp application. ``bot`` takes the place of Rasa in tests of the bridge."""
    app = web.Application(
        middlewares=[one_error_shape, as_it_is, same_origin],
        client_max_size=LARGEST_BODY,
        handler_args={"auto_decompress": False},
    )
    container = Container(settings, bot)
    container.sockets.attach(app, socketio_path=f"{settings.base_path}/socket.io".lstrip("/"))
    _at_hand(app, container)
    app.on_response_prepare.append(safe_headers)
    rooms = (pages, help_centre, media, files)
    app.add_routes([route for room in rooms for route in room.routes(settings.base_path)])
    app.add_routes(api.routes(settings.base_path))
    app.cleanup_ctx.append(_run)
    return app


def _at_hand(app: web.Application, container: Container) -> None:
    """What handlers of requests find by its key."""
    home = container.settings.home
    app[CONTAINER], app[SETTINGS], app[sign_in.LIMITS] = container, container.settings, container.limits
    app[USERS], app[CUSTOMERS], app[SESSIONS] = container.users, container.customers, container.sessions
    app[CONVERSATIONS], app[SOCKETS], app[WATCH] = container.conversations, container.sockets, container.watch
    app[CONFIGURATION], app[DOCUMENT], app[SECRET_FILES], app[MAILER] = (
        container.arranged,
        container.house,
        container.keychain,
        container.post,
    )
    app[settings_pages.TRIAGE], app[settings_pages.CURRENT] = container.triage_versions, container.triage
    app[ROUTING_TRIALS] = RoutingTrials(container.store.log, container.customers, container.words.topic)
    app[settings_pages.SEGMENTS], app[settings_pages.SIMULATOR] = container.segments, Simulator(home)
    app[settings_pages.REPLAY] = container.store.replay
    app[desk.DESK], app[SEARCH], app[INSIGHTS] = (
        desk.Desk(KnowledgeStore.open(home), container.words),
        Search(partial(KnowledgeStore.open, home), partial(memory_of, home)),
        Insights(container.store.insights),
    )
    app[media.MEDIA], app[files.FILES] = (
        Files(home / "media", IMAGES),
        Files(home / "attachments", IMAGES | PAPERS),
    )
    app[READINESS] = container.readiness
    app[REPORTS], app[LIVE] = container.reports, container.live
    app[TEAM], app[TELL] = container.team, container.agents.tell
    limits = container.settings.customer_files_mb, container.settings.files_mb
    app[files.QUOTA] = Quota(container.store.log, home / "attachments", *limits)
    app[agent_tools.MESSAGES], app[agent_tools.BUSINESS], app[agent_tools.CONSOLES] = (
        container.store.messages,
        company.business(home),
        container.consoles,
    )


async def _run(app: web.Application) -> AsyncIterator[None]:
    """Everything that runs while the hub does, in the order it starts; it ends in the other."""
    container = app[CONTAINER]
    await _refresh(container)
    container.publisher.start()
    container.watch.start()
    container.session_sockets.start()
    container.turns.start()
    container.post.start()
    loop = asyncio.get_running_loop()
    work = (
        rounds(REFRESH_S, lambda: _refresh(container), "reading the active release and settings"),
        rounds(REFRESH_S, container.absence.look, "looking for agents who are gone"),
        rounds(ASSIGN_S, lambda: _find_agents(container), "offering conversations and looking at timers"),
        rounds(EMAILS_S, container.courier.look, "looking for answers to be mailed"),
        rounds(EMAILS_S, container.alarm.look, "looking for who waits unattended"),
        rounds(PLACES_S, container.publisher.send_places, "telling customers how long they wait"),
        rounds(REPORTS_S, container.reports.look, "reading what reports are made of"),
        rounds(TIDY_S, container.post.outbox.tidy, "tidying the outbox"),
        _follow_calendar(app[desk.DESK], app[SEARCH]),
    )
    tasks = [loop.create_task(coroutine) for coroutine in work]
    yield
    await end(*tasks)
    await container.duty.close()
    await container.turns.close()
    await container.post.close()
    await container.session_sockets.close()
    await container.watch.close()
    await container.publisher.close()
    if container.client:
        await container.client.close()
    for store in (
        app[desk.DESK],
        app[SEARCH],
        container.words,
        container.store,
    ):
        store.close()


async def _find_agents(container: Container) -> None:
    """Every hub knows the team and keeps its timers; the one on duty also acts for all."""
    await container.team.refresh()
    await container.pushes.look()
    on_duty = await container.duty.held()
    await container.visitors.look(on_duty)
    if on_duty:
        await container.timekeeper.look()
        await container.assigner.look()
    else:
        container.timekeeper.rest()
        await container.timekeeper.flush()


async def _refresh(container: Container) -> None:
    """Another process may publish or set: a trainer that is done, `baton knowledge publish`, `baton settings
    apply`.
    """
    await container.triage.refresh()
    if await container.arranged.hours_moved():
        await asyncio.to_thread(warm)
    await container.arranged.refresh()
    await asyncio.to_thread(container.words.refresh)


async def _follow_calendar(editors: desk.Desk, search: Search) -> None:
    """Publish what is due and take out what has expired. What cannot go out now keeps its date and is tried
    again; the desk shows it.
    """
    said = ""
    while True:
        await asyncio.sleep(CALENDAR_S)
        try:
            if await editors.call(lambda store: store.publishing.is_due(now_ms())):
                await releases.judged(
                    editors,
                    search,
                    lambda context: lambda store: store.publishing.on_schedule(now_ms(), context),
                )
            said = ""
        except (Refused, KnowledgeError) as refusal:
            if said != (said := str(refusal)):
                log.warning("what is planned could not be published: %s", refusal)
        except Exception:  # the edge of a background task: the calendar is looked at again
            log.exception("looking at the calendar failed")


def serve(settings: Settings) -> None:
    """Run the hub until it is told to stop."""
    app = build(settings)
    web.run_app(
        app,
        host=settings.host,
        port=settings.port,
        print=None,
        access_log=None,
        handle_signals=True,
        shutdown_timeout=2.0,
    )
