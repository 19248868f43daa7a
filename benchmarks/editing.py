"""The editor's side: from a click to live in a base of 500 articles while chats go on, and searching 10,000
articles over HTTP.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import socketio

from benchmarks.measure import Spread, pss
from benchmarks.processes import free_port, server
from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.http.session import COOKIE
from escalation.store.sqlite.store import SqliteStore
from knowledge.articles import Article
from knowledge.encoder import Encoder
from knowledge.index import Index
from knowledge.remembered import Remembered
from knowledge.store import KnowledgeStore
from tests import house as houses

ARTICLES, SEARCHED = 500, 10_000
CHATS, PAUSE_S = 5, 1.0
SEARCH_S, AT_ONCE = 15.0, 8
PASSWORD = "a password for the benchmark"
THINGS = [
    "tent",
    "stove",
    "boots",
    "jacket",
    "rucksack",
    "kayak",
    "bike",
    "lamp",
    "rope",
    "helmet",
    "mat",
    "bottle",
    "compass",
    "glove",
    "ski",
    "sled",
    "axe",
    "map",
    "watch",
    "drone",
]
DEEDS = [
    "return",
    "wash",
    "repair",
    "order",
    "cancel",
    "exchange",
    "track",
    "insure",
    "rent",
    "buy",
    "store",
    "dry",
    "assemble",
    "measure",
    "upgrade",
    "wrap",
    "resell",
    "recycle",
    "test",
    "replace",
]
KINDS = [
    "red",
    "blue",
    "green",
    "black",
    "white",
    "small",
    "large",
    "old",
    "new",
    "used",
    "cheap",
    "light",
    "heavy",
    "long",
    "short",
    "winter",
    "summer",
    "family",
    "racing",
    "alpine",
    "desert",
    "river",
    "city",
    "forest",
    "folding",
]


def articles(count: int) -> Iterator[Article]:
    """Articles that differ in a thing, a deed and a kind, with ten questions each."""
    for at, (kind, deed, thing) in enumerate(
        itertools.islice(itertools.product(KINDS, DEEDS, THINGS), count)
    ):
        name = f"{kind} {thing}"
        questions = (
            f"how do I {deed} the {name}",
            f"{deed} {name}",
            f"I want to {deed} my {name}",
            f"is it possible to {deed} a {name}",
            f"{name}: can you {deed} it",
            f"where can I {deed} a {name}",
            f"what does it cost to {deed} the {name}",
            f"please help me {deed} this {name}",
            f"who can {deed} my {name} for me",
        )
        yield Article(
            f"a{at}",
            deed,
            f"Can I {deed} a {name}?",
            f"You can {deed} your {name} in any of our stores.",
            questions,
        )


@dataclass
class Chats:
    """Customers who ask all the time; how long each answer took in ms, and what nobody answered."""

    hub: str
    took: list[float] = field(default_factory=list)
    lost: int = 0
    going: bool = True

    async def run(self, name: int) -> None:
        """One customer until :attr:`going` ends."""
        async with (
            aiohttp.ClientSession(headers={"Origin": self.hub}) as session,
            session.post(f"{self.hub}/api/customers", json={}) as reply,
        ):
            token = (await reply.json())["token"]
        answered = asyncio.Event()
        socket = socketio.AsyncClient()

        moved: list[bool] = []

        async def heard(data: dict[str, Any]) -> None:
            if data.get("kind") == "moved" and data.get("to") == "queued":
                moved.append(True)
            if data.get("kind") in ("bot", "moved"):
                answered.set()

        socket.on("event", heard, namespace="/customer")
        await socket.connect(
            self.hub, namespaces=["/customer"], auth={"token": token}, transports=["websocket"]
        )
        for at in itertools.count():
            if not self.going:
                break
            answered.clear()
            began = time.perf_counter()
            text = f"how do I {DEEDS[at % 20]} the {KINDS[name]} {THINGS[(at + name) % 20]}"
            if moved:  # a colleague was called: this customer would rather go on with the assistant
                moved.clear()
                await socket.call("leave_queue", {}, namespace="/customer", timeout=10)
                answered.clear()
            await socket.call(
                "say", {"client_id": f"bench-{name}-{at:06}", "text": text}, namespace="/customer", timeout=10
            )
            try:
                await asyncio.wait_for(answered.wait(), 10)
                self.took.append((time.perf_counter() - began) * 1000)
            except TimeoutError:
                self.lost += 1
            await asyncio.sleep(PAUSE_S)
        await socket.disconnect()


@dataclass
class Desk:
    """An editor over HTTP."""

    hub: str
    session: aiohttp.ClientSession

    async def ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """One request; a refusal is an error of the benchmark."""
        async with self.session.request(method, f"{self.hub}{path}", json=body) as reply:
            answer = dict(await reply.json())
        if not answer["ok"]:
            raise RuntimeError(f"{path}: {answer}")
        return answer

    async def edit(self, identity: str, **changed: Any) -> None:
        """Save a version."""
        now = (await self.ask("GET", f"/api/articles/{identity}"))["article"]
        draft = {name: now[name] for name in ("topic", "title", "answer", "questions", "steps")}
        await self.ask("PUT", f"/api/articles/{identity}", {**draft, "base": now["version"], **changed})

    async def publish(self) -> float:
        """Click, and seconds until it is live."""
        began = time.perf_counter()
        release = (await self.ask("POST", "/api/publish", {"note": "benchmark"}))["release"]
        while (await self.ask("GET", "/api/releases"))["active"] != release:
            await asyncio.sleep(0.05)
        return time.perf_counter() - began


@dataclass(frozen=True, slots=True)
class Published:
    """Seconds from click to live for questions and for words, the chats meanwhile, and the most memory of all
    processes (PSS).
    """

    questions_s: float
    words_s: float
    chats: Spread
    slowest: float
    lost: int
    rest_mb: float
    peak_mb: float


async def _edited(house: houses.House) -> Published:
    async with aiohttp.ClientSession(
        headers={"Origin": house.hub}, cookie_jar=aiohttp.CookieJar(unsafe=True)
    ) as session:
        desk, chats = Desk(house.hub, session), Chats(house.hub)
        await desk.ask("POST", "/api/sign-in", {"login": "bench", "password": PASSWORD})
        talking = [asyncio.ensure_future(chats.run(name)) for name in range(CHATS)]
        rest = peak = await asyncio.to_thread(pss, house.process.pid)
        await asyncio.sleep(5)

        async def watch() -> None:
            nonlocal peak
            while True:
                peak = max(peak, await asyncio.to_thread(pss, house.process.pid))
                await asyncio.sleep(0.5)

        watching = asyncio.ensure_future(watch())
        now = (await desk.ask("GET", "/api/articles/a7"))["article"]
        await desk.edit("a7", questions=[*now["questions"], "what becomes of my kayak when it is worn out"])
        await asyncio.sleep(5)  # an editor reads what they saved before they publish
        questions = await desk.publish()
        await asyncio.sleep(3)
        await desk.edit("a7", answer="Other words.")
        words = await desk.publish()
        await asyncio.sleep(3)
        watching.cancel()
        chats.going = False
        await asyncio.gather(*talking)
    return Published(questions, words, Spread.of(chats.took), max(chats.took), chats.lost, rest, peak)


def published(count: int = ARTICLES) -> Published:
    """One article's questions, then its words, edited in a base of ``count`` articles while customers
    chat.
    """
    with tempfile.TemporaryDirectory() as folder:
        with KnowledgeStore.open(Path(folder)) as store:
            store.articles.save_all(list(articles(count)), "bench")
            store.publishing.publish("bench", "first")
        house = houses.start(Path(folder), BATON_SHOP="no")
        try:
            house.baton("user", "add", "bench", "--role", "admin", "--password-stdin", stdin=f"{PASSWORD}\n")
            return asyncio.run(_edited(house))
        finally:
            house.stop()


@dataclass(frozen=True, slots=True)
class Searched:
    """Searching over HTTP: ms a question, questions a second, MB of the hub, and seconds to index it all
    again.
    """

    took: Spread
    rate: float
    hub_mb: float
    again_s: float
    first_s: float


async def _asked(url: str, cookies: dict[str, str]) -> tuple[list[float], float]:
    took: list[float] = []
    words = itertools.cycle(itertools.product(DEEDS, THINGS, KINDS))
    until = time.perf_counter() + SEARCH_S

    async def one(session: aiohttp.ClientSession) -> None:
        while time.perf_counter() < until:
            deed, thing, kind = next(words)
            began = time.perf_counter()
            async with session.get(
                f"{url}/api/search", params={"q": f"can you {deed} this {kind} {thing} for us"}
            ) as reply:
                await reply.read()
                assert reply.status == 200
            took.append((time.perf_counter() - began) * 1000)

    async with aiohttp.ClientSession(cookies=cookies, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        await asyncio.gather(*(one(session) for _ in range(AT_ONCE)))
    return took, len(took) / SEARCH_S


async def _session(home: Path) -> str:
    store = SqliteStore(home)
    try:
        sessions = Sessions(store.sessions)
        users = Users(store.users, sessions)
        return await sessions.open(await users.add("bench", "Bench", "admin"), 1)
    finally:
        store.close()


async def _load(url: str, cookies: dict[str, str]) -> tuple[list[float], float]:
    await _asked_once(url, cookies)
    return await _asked(url, cookies)


def _searched(home: Path) -> tuple[list[float], float, float]:
    cookies, port = {COOKIE: asyncio.run(_session(home))}, free_port()
    with server(
        [sys.executable, "-m", "escalation"],
        port,
        BATON_HOME=str(home),
        BATON_PORT=str(port),
        BATON_SHOP="no",
    ) as hub:
        took, rate = asyncio.run(_load(f"http://127.0.0.1:{port}", cookies))
        return took, rate, pss(hub.pid)


async def _asked_once(url: str, cookies: dict[str, str]) -> None:
    async with (
        aiohttp.ClientSession(cookies=cookies, cookie_jar=aiohttp.CookieJar(unsafe=True)) as session,
        session.get(f"{url}/api/search?q=tent") as reply,
    ):
        assert reply.status == 200


def searched(encoder: Path, count: int = SEARCHED) -> Searched:
    """Search ``count`` articles over HTTP on a warm hub, :data:`AT_ONCE` at once."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "encoder").symlink_to(encoder)
        catalogue = list(articles(count))
        memory = Remembered(Encoder(encoder), home)
        spent = []
        for _ in range(2):
            began = time.perf_counter()
            Index(catalogue, memory)
            spent.append(time.perf_counter() - began)
        memory.close()
        with KnowledgeStore.open(home) as store:
            store.articles.save_all(catalogue, "bench")
        took, rate, size = _searched(home)
    return Searched(Spread.of(took), rate, size, spent[1], spent[0])
