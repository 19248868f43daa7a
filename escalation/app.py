"""The composition root: builds the hub from its settings and nothing else."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

import msgspec
import socketio
from aiohttp import web

from actions import company
from escalation import protocol
from escalation.access.limits import Limits
from escalation.access.people import People
from escalation.bot_client import BotClient
from escalation.clock import now_ms
from escalation.core.errors import Refused
from escalation.files import IMAGES, PAPERS, Files
from escalation.find import Finder
from escalation.http import api, colleagues, desk, files, media, pages, sign_in
from escalation.http import help as help_centre
from escalation.http import settings as settings_pages
from escalation.http.gaps import INSIGHT
from escalation.http.middleware import one_error_shape, safe_headers, same_origin
from escalation.http.operations import LARGEST_BODY
from escalation.http.search import SEARCH
from escalation.http.session import CONVERSATIONS, PEOPLE, SETTINGS
from escalation.insight import Insight
from escalation.rehearsal import Stage
from escalation.replies import Replies
from escalation.search import Search
from escalation.service import Conversations
from escalation.settings import Settings
from escalation.sockets.agent import AgentNamespace
from escalation.sockets.customer import CustomerNamespace
from escalation.sockets.publisher import Publisher
from escalation.sockets.watch import ConnectionWatch
from escalation.store.database import Database
from escalation.store.sqlite import SqliteStore
from escalation.store.triage import CurrentTriage, TriageVersions
from escalation.turns import Bot, Turns
from escalation.words import Words

REFRESH_S, CALENDAR_S = 1.0, 5.0
log = logging.getLogger(__name__)
SOCKETS: web.AppKey[socketio.AsyncServer] = web.AppKey("sockets", socketio.AsyncServer)
WATCH: web.AppKey[ConnectionWatch] = web.AppKey("watch", ConnectionWatch)


class TextPacket(socketio.packet.Packet):  # type: ignore[misc]
    """Our protocol carries no binary data, so packets are not searched for it."""

    uses_binary_events = False


class Json:
    """JSON for the sockets' packets: written by msgspec, which is several times faster than the standard library; read by
    the latter, which lets half a character through, so that its sender gets a sentence and not a closed socket.
    """

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """Compact JSON."""
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        """Raises :class:`ValueError` for what is no JSON."""
        return json.loads(text)


def _sockets(settings: Settings) -> socketio.AsyncServer:
    return socketio.AsyncServer(
        async_mode="aiohttp",
        cors_allowed_origins=list(settings.origins),
        max_http_buffer_size=protocol.FRAME_LIMIT,
        namespaces=[protocol.CUSTOMER, protocol.AGENT],
        json=Json,
        serializer=TextPacket,
        async_handlers=False,
        logger=False,
        engineio_logger=False,
    )


def build(settings: Settings, bot: Bot | None = None) -> web.Application:
    """The hub as an aiohttp application. ``bot`` takes the place of Rasa in tests of the bridge."""
    app = web.Application(middlewares=[one_error_shape, same_origin], client_max_size=LARGEST_BODY)
    database = Database(settings.home)
    people, limits, store = People(database), Limits(), SqliteStore(database)
    words = Words(settings.home)
    conversations = Conversations(store, words.text)
    client = None if bot else BotClient(settings.home / "run")
    triage = CurrentTriage(TriageVersions(database), settings.triage)
    turns = Turns(conversations, bot or client, words, triage, people.segment)  # type: ignore[arg-type]
    server = _sockets(settings)
    publisher, watch = Publisher(server, store), ConnectionWatch(server)
    conversations.listen(publisher.notice)
    server.register_namespace(CustomerNamespace(conversations, people, words, limits))
    server.register_namespace(AgentNamespace(conversations, people, limits))
    server.attach(app, socketio_path=f"{settings.base_path}/socket.io".lstrip("/"))
    app[SETTINGS], app[PEOPLE], app[sign_in.LIMITS], app[CONVERSATIONS] = settings, people, limits, conversations
    app[SOCKETS], app[WATCH] = server, watch
    app[desk.DESK] = desk.Desk(settings.home, words)
    app[media.MEDIA] = Files(settings.home / "media", IMAGES)
    app[files.FILES] = Files(settings.home / "attachments", IMAGES | PAPERS)
    app[colleagues.REPLIES], app[colleagues.FINDER] = Replies(database), Finder(settings.home)
    app[settings_pages.TRIAGE], app[settings_pages.CURRENT] = TriageVersions(database), triage
    app[settings_pages.STAGE] = Stage(settings.home)
    app[colleagues.BUSINESS] = company.business(settings.home)
    app[SEARCH], app[INSIGHT] = Search(settings.home), Insight(database)
    app.on_response_prepare.append(safe_headers)
    app.add_routes(
        [
            *pages.routes(settings.base_path),
            *help_centre.routes(settings.base_path),
            *media.routes(settings.base_path),
            *files.routes(settings.base_path),
            *api.routes(settings.base_path, client),
        ]
    )

    async def run(_app: web.Application) -> AsyncIterator[None]:
        publisher.start()
        watch.start()
        turns.start()
        loop = asyncio.get_running_loop()
        tasks = [loop.create_task(_refresh(words, triage)), loop.create_task(_follow_calendar(app[desk.DESK]))]
        yield
        for task in tasks:
            task.cancel()
        await turns.close()
        await watch.close()
        await publisher.close()
        if client:
            await client.close()
        app[desk.DESK].close()
        app[SEARCH].close()
        app[colleagues.FINDER].close()
        words.close()
        database.close()

    app.cleanup_ctx.append(run)
    return app


async def _refresh(words: Words, triage: CurrentTriage) -> None:
    """Another process may publish: a trainer that is done, `baton knowledge publish`, `baton triage set`."""
    while True:
        await asyncio.sleep(REFRESH_S)
        try:
            triage.refresh()
            await asyncio.to_thread(words.refresh)
        except Exception:  # the edge of a background task: words and settings stay as they were
            log.exception("reading the active release and settings failed")


async def _follow_calendar(editors: desk.Desk) -> None:
    """Publish what is due and take out what has expired. What cannot go out now keeps its date and is tried again; the desk shows it."""
    said = ""
    while True:
        await asyncio.sleep(CALENDAR_S)
        try:
            await editors.call(lambda store: store.on_schedule(now_ms()))
            said = ""
        except Refused as refusal:
            if said != (said := str(refusal)):
                log.warning("what is planned could not be published: %s", refusal)
        except Exception:  # the edge of a background task: the calendar is looked at again
            log.exception("looking at the calendar failed")


def serve(settings: Settings) -> None:
    """Run the hub until it is told to stop."""
    app = build(settings)
    web.run_app(app, host=settings.host, port=settings.port, print=None, access_log=None, handle_signals=True, shutdown_timeout=2.0)
