"""A real hub on a real port with real sockets; the bot is scripted unless a test says otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import socketio
from aiohttp import web
from socketio.exceptions import DisconnectedError

from bot.judgement import HANDOFF, Decision, Evidence, Tag, TurnScores, Understanding
from bot.turn import SCORE, Line, Option, Past, TurnRequest, TurnResult
from escalation.app import build
from escalation.auth.customers import Customers
from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.http.session import COOKIE, CUSTOMERS, SESSIONS, USERS
from escalation.settings import Settings
from knowledge.articles import Article
from knowledge.store import KnowledgeStore

ANGRY = ("angry", "furious", "useless")


@dataclass
class ScriptedBot:
    """Implements the bot's port by keywords; counts its turns and can be held or broken."""

    asked: list[TurnRequest] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    error: str | None = None
    language: str | None = None
    band: str | None = None

    def __post_init__(self) -> None:
        self.gate.set()

    async def turn(self, request: TurnRequest) -> TurnResult:
        self.asked.append(request)
        await self.gate.wait()
        if self.error:
            return TurnResult(turn=request.turn, error=self.error)
        case = request.case.with_past(Past("customer", request.text))
        angry = any(word in request.text for word in ANGRY) and request.mode != SCORE
        decision = Decision()
        lines = [Line(role="answer", article="delivery_time")]
        if angry:
            decision = Decision(
                decision=HANDOFF,
                reason="frustration",
                rule=Tag("frustration_handoff"),
                evidence=(Evidence(Tag("mood", "angry")),),
            )
            lines = [Line(role="handoff", key="handoff_frustration")]
        if "cancel" in request.text:
            options = [Option(key="yes_please"), Option(key="no_thanks")]
            lines = [Line(role="offer", key="offer_person", options=options)]
        scores = TurnScores(
            sentiment=-0.9 if angry else 0.1, frustration=0.9 if angry else 0.1, complexity=0.1
        )
        understanding = Understanding(
            intent="ask_person" if "person, please" in request.text else "faq",
            confidence=0.9,
            band=self.band,
            article="delivery_time",
            language=self.language,
        )
        return TurnResult(
            turn=request.turn,
            lines=[] if request.mode == SCORE else lines,
            understanding=understanding,
            scores=scores,
            decision=decision,
            case=case,
            model="scripted",
        )


@dataclass
class Client:
    """One socket with what was pushed to it."""

    socket: socketio.AsyncClient
    namespace: str
    pushes: list[tuple[str, Any]] = field(default_factory=list)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, command: str, payload: Any = None) -> dict[str, Any]:
        """What the hub answers. Raises :class:`DisconnectedError` when the socket ends without an answer."""
        call = self.socket.call(command, payload, namespace=self.namespace, timeout=60)
        answer, end = asyncio.ensure_future(call), asyncio.ensure_future(self.ended.wait())
        await asyncio.wait({answer, end}, return_when=asyncio.FIRST_COMPLETED)
        end.cancel()
        if not answer.done():
            answer.cancel()
            raise DisconnectedError(f"The socket ended before {command} was answered.")
        return dict(await answer)

    async def ok(self, command: str, **payload: Any) -> dict[str, Any]:
        answer = await self.ask(command, payload)
        assert answer["ok"], answer
        return answer

    async def refused(self, command: str, payload: Any = None) -> str:
        answer = await self.ask(command, payload)
        assert not answer["ok"], answer
        assert answer["error"]["message"]
        return str(answer["error"]["code"])

    def events(self) -> list[dict[str, Any]]:
        return [data for name, data in self.pushes if name == "event"]


@dataclass
class Hub:
    """A running hub and what tests need of it."""

    settings: Settings
    app: web.Application
    bot: ScriptedBot
    runner: web.AppRunner
    clients: list[socketio.AsyncClient] = field(default_factory=list)
    count: int = 0

    @property
    def users(self) -> Users:
        return self.app[USERS]

    @property
    def customers(self) -> Customers:
        return self.app[CUSTOMERS]

    @property
    def sessions(self) -> Sessions:
        return self.app[SESSIONS]

    async def connect(
        self, namespace: str, auth: Any = None, headers: dict[str, str] | None = None
    ) -> Client:
        socket = socketio.AsyncClient(reconnection=False)
        client = Client(socket, namespace)

        async def keep(event: str, data: Any) -> None:
            client.pushes.append((event, data))

        async def end(*_reason: object) -> None:
            client.ended.set()

        socket.on("*", keep, namespace=namespace)
        socket.on("disconnect", end, namespace=namespace)
        self.clients.append(socket)
        await socket.connect(
            self.settings.url,
            namespaces=[namespace],
            auth=auth,
            headers=headers or {},
            transports=["websocket"],
            wait_timeout=60,
        )
        return client

    async def customer(self, token: str | None = None) -> Client:
        if token is None:
            _, token = await self.customers.create("", 1)
        return await self.connect("/customer", {"token": token})

    async def agent(self, login: str = "anna", role: str = "agent") -> Client:
        user = await self.users.find(login) or await self.users.add(login, login.title(), role)
        session = await self.sessions.open(user, 1)
        return await self.connect("/agent", headers={"Cookie": f"{COOKIE}={session}"})

    async def say(self, client: Client, text: str) -> dict[str, Any]:
        self.count += 1
        return await client.ok("say", client_id=f"test-client-{self.count:04}", text=text)


async def start(home: Path, port: int, bot: ScriptedBot | None = None, **more: Any) -> Hub:
    settings = Settings(home=home, port=port, shop=False, **more)
    bot = bot or ScriptedBot()
    app = build(settings, bot)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, settings.host, port).start()
    return Hub(settings, app, bot, runner)


async def stop(hub: Hub) -> None:
    for client in hub.clients:
        await client.disconnect()
    await hub.runner.cleanup()


async def until(check: Callable[[], Any | Awaitable[Any]], what: str = "", seconds: float = 60) -> Any:
    """Wait for a condition; the only place where these tests wait on time."""
    loop = asyncio.get_running_loop()
    limit = loop.time() + seconds
    while loop.time() < limit:
        found = check()
        found = await found if asyncio.iscoroutine(found) else found
        if found:
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(f"never happened: {what or check}")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return furnish(tmp_path)


def furnish(home: Path) -> Path:
    """One article, live, in a folder where a hub may begin."""
    with KnowledgeStore.open(home) as store:
        store.articles.save(
            Article("delivery_time", "delivery", "How long?", "**Two** to four days.", ("how long",)), "test"
        )
        store.releases.activate(store.content.freeze("test", "first", model="none").id)
    return home


@pytest.fixture
async def hub(home: Path, unused_tcp_port: int) -> AsyncIterator[Hub]:
    running = await start(home, unused_tcp_port)
    yield running
    await stop(running)


@pytest.fixture
async def browserless() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session
