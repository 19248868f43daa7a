"""The composition root: the hub's parts as a web application, with what runs beside it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import socketio
from aiohttp import web

from actions import company
from escalation.background import end, rounds
from escalation.clock import now_ms
from escalation.configuration.holidays import warm
from escalation.configuration.simulation import Stage
from escalation.conversations.bot_turns import Bot
from escalation.conversations.insights import Insight
from escalation.conversations.message_search import Finder
from escalation.conversations.upload_quota import Quota
from escalation.conversations.uploads import IMAGES, PAPERS, Files
from escalation.core.errors import Refused
from escalation.http import api, colleagues, desk, files, media, pages, releases, sign_in
from escalation.http import help as help_centre
from escalation.http import settings as settings_pages
from escalation.http.arrangements import ARRANGED, HOUSE, KEYCHAIN
from escalation.http.gaps import INSIGHT
from escalation.http.health import READINESS
from escalation.http.mail import POST
from escalation.http.middleware import as_it_is, one_error_shape, safe_headers, same_origin
from escalation.http.operations import LARGEST_BODY
from escalation.http.search import SEARCH
from escalation.http.session import CONVERSATIONS, PEOPLE, SETTINGS
from escalation.parts import Parts
from escalation.settings import Settings
from escalation.sockets.watch import ConnectionWatch
from knowledge.errors import KnowledgeError
from knowledge.live_index import Search

REFRESH_S, CALENDAR_S, LETTERS_S, TIDY_S = 1.0, 5.0, 3.0, 3600.0
log = logging.getLogger(__name__)
SOCKETS: web.AppKey[socketio.AsyncServer] = web.AppKey("sockets", socketio.AsyncServer)
WATCH: web.AppKey[ConnectionWatch] = web.AppKey("watch", ConnectionWatch)
PARTS: web.AppKey[Parts] = web.AppKey("parts", Parts)


def build(settings: Settings, bot: Bot | None = None) -> web.Application:
    """The hub as an aiohttp application. ``bot`` takes the place of Rasa in tests of the bridge."""
    app = web.Application(
        middlewares=[one_error_shape, as_it_is, same_origin], client_max_size=LARGEST_BODY, handler_args={"auto_decompress": False}
    )
    parts = Parts(settings, bot)
    parts.sockets.attach(app, socketio_path=f"{settings.base_path}/socket.io".lstrip("/"))
    _at_hand(app, parts)
    app.on_response_prepare.append(safe_headers)
    rooms = (pages, help_centre, media, files)
    app.add_routes([route for room in rooms for route in room.routes(settings.base_path)])
    app.add_routes(api.routes(settings.base_path))
    app.cleanup_ctx.append(_run)
    return app


def _at_hand(app: web.Application, parts: Parts) -> None:
    """What handlers of requests find by its key."""
    home = parts.settings.home
    app[PARTS], app[SETTINGS], app[PEOPLE], app[sign_in.LIMITS] = parts, parts.settings, parts.people, parts.limits
    app[CONVERSATIONS], app[SOCKETS], app[WATCH] = parts.conversations, parts.sockets, parts.watch
    app[ARRANGED], app[HOUSE], app[KEYCHAIN], app[POST] = parts.arranged, parts.house, parts.keychain, parts.post
    app[settings_pages.TRIAGE], app[settings_pages.CURRENT] = parts.triage_versions, parts.triage
    app[settings_pages.SEGMENTS], app[settings_pages.STAGE] = parts.segments, Stage(home)
    app[desk.DESK], app[SEARCH], app[INSIGHT] = desk.Desk(home, parts.words), Search(home), Insight(parts.database)
    app[media.MEDIA], app[files.FILES] = Files(home / "media", IMAGES), Files(home / "attachments", IMAGES | PAPERS)
    app[READINESS] = parts.readiness
    limits = parts.settings.customer_files_mb, parts.settings.files_mb
    app[files.QUOTA] = Quota(parts.database, home / "attachments", *limits)
    app[colleagues.FINDER], app[colleagues.BUSINESS], app[colleagues.CONSOLES] = Finder(home), company.business(home), parts.consoles


async def _run(app: web.Application) -> AsyncIterator[None]:
    """Everything that runs while the hub does, in the order it starts; it ends in the other."""
    parts = app[PARTS]
    parts.publisher.start()
    parts.watch.start()
    parts.sessions.start()
    parts.turns.start()
    parts.post.start()
    loop = asyncio.get_running_loop()
    work = (
        rounds(REFRESH_S, lambda: _refresh(parts), "reading the active release and settings"),
        rounds(REFRESH_S, parts.absence.look, "looking for agents who are gone"),
        rounds(LETTERS_S, parts.courier.look, "looking for answers to be mailed"),
        rounds(LETTERS_S, parts.alarm.look, "looking for who waits unattended"),
        rounds(TIDY_S, parts.post.outbox.tidy, "tidying the outbox"),
        _follow_calendar(app[desk.DESK], app[SEARCH]),
    )
    tasks = [loop.create_task(each) for each in work]
    yield
    await end(*tasks)
    await parts.turns.close()
    await parts.post.close()
    await parts.sessions.close()
    await parts.watch.close()
    await parts.publisher.close()
    if parts.client:
        await parts.client.close()
    for store in (app[desk.DESK], app[SEARCH], app[colleagues.FINDER], parts.words, parts.database):
        store.close()


async def _refresh(parts: Parts) -> None:
    """Another process may publish or set: a trainer that is done, `baton knowledge publish`, `baton settings apply`."""
    parts.triage.refresh()
    if parts.arranged.hours_moved():
        await asyncio.to_thread(warm)
    parts.arranged.refresh()
    await asyncio.to_thread(parts.words.refresh)


async def _follow_calendar(editors: desk.Desk, search: Search) -> None:
    """Publish what is due and take out what has expired. What cannot go out now keeps its date and is tried again; the desk shows it."""
    said = ""
    while True:
        await asyncio.sleep(CALENDAR_S)
        try:
            if await editors.call(lambda store: store.is_due(now_ms())):
                await releases.judged(editors, search, lambda context: lambda store: store.on_schedule(now_ms(), context))
            said = ""
        except (Refused, KnowledgeError) as refusal:
            if said != (said := str(refusal)):
                log.warning("what is planned could not be published: %s", refusal)
        except Exception:  # the edge of a background task: the calendar is looked at again
            log.exception("looking at the calendar failed")


def serve(settings: Settings) -> None:
    """Run the hub until it is told to stop."""
    app = build(settings)
    web.run_app(app, host=settings.host, port=settings.port, print=None, access_log=None, handle_signals=True, shutdown_timeout=2.0)
