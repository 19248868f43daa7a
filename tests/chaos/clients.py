"""Scripted customers and agents that behave as the browser does: outbox, resume, never a lost draft."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import socketio

ROUTINE = ["How long does delivery take?", "how do I return this", "when are you open", "do you ship to norway", "thanks", "hello"]
ANGRY = ["this is ridiculous, nothing works", "you are useless, I am fed up!!!", "I want to talk to a human"]
ACK_S = 4


@dataclass
class Client:
    """A socket that comes back by itself; commands are repeated until they are answered."""

    hub: str
    namespace: str
    auth: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    socket: socketio.AsyncClient = field(init=False)
    asked: str = ""

    def __post_init__(self) -> None:
        # The library forgets a Cookie header after the first connection; a session of our own keeps sending it.
        http = aiohttp.ClientSession(headers=self.headers) if self.headers else None
        self.socket = socketio.AsyncClient(reconnection_delay=0.2, reconnection_delay_max=1, http_session=http)
        self.socket.on("event", self.event, namespace=self.namespace)

    async def event(self, data: dict[str, Any]) -> None:
        """A push."""

    async def connect(self) -> None:
        await self.socket.connect(self.hub, auth=self.auth, namespaces=[self.namespace], transports=["websocket"], retry=True)

    async def leave(self) -> None:
        """Say goodbye."""
        await self.socket.disconnect()
        if self.headers:
            await self.socket.eio.http.close()

    async def ask(self, command: str, payload: dict[str, Any]) -> dict[str, Any]:
        """The hub's answer, however often it has to be asked."""
        self.asked = command
        while True:
            try:
                answer = await self.socket.call(command, payload, namespace=self.namespace, timeout=ACK_S)
            except (TimeoutError, socketio.exceptions.SocketIOError):
                await asyncio.sleep(0.2)
                continue
            if answer["ok"] or answer["error"]["code"] not in ("unavailable", "too_fast"):
                return dict(answer)
            await asyncio.sleep(answer["error"].get("retry_after_ms", 300) / 1000)


@dataclass
class Customer(Client):
    """Says things, and keeps what was acknowledged and what was seen."""

    name: str = ""
    acknowledged: list[tuple[str, int]] = field(default_factory=list)
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)
    conversation: str | None = None
    doubled: list[int] = field(default_factory=list)

    async def event(self, data: dict[str, Any]) -> None:
        known = self.seen.setdefault(data["seq"], data)
        if {**known, "conversation": 0} != {**data, "conversation": 0}:
            self.doubled.append(data["seq"])

    async def resume(self) -> None:
        answer = await self.ask("resume", {"after": 0})
        for each in answer.get("events", []):
            await self.event({**each, "conversation": answer["conversation"]})

    async def live(self, chance: random.Random, until: asyncio.Event) -> None:
        number = 0
        while not until.is_set():
            text = chance.choice(ROUTINE if chance.random() < 0.8 else ANGRY)
            client_id = f"{self.name}-{number:06}"
            answer = await self.ask("say", {"client_id": client_id, "text": f"{text} ({number})"})
            assert answer["ok"], answer
            self.conversation = answer["conversation"]
            self.acknowledged.append((client_id, answer["seq"]))
            number += 1
            await asyncio.sleep(chance.uniform(0.2, 1.5))


@dataclass
class Agent(Client):
    """Takes whoever waits longest, answers, and lets go again."""

    name: str = ""
    acknowledged: list[tuple[str, str, int]] = field(default_factory=list)

    async def live(self, chance: random.Random, until: asyncio.Event) -> None:
        number = 0
        while not until.is_set():
            await asyncio.sleep(chance.uniform(0.3, 1.0))
            waiting = (await self.ask("inbox", {})).get("queue", [])
            if not waiting:
                continue
            row = waiting[0]
            taken = await self.ask("take", {"conversation": row["id"], "epoch": row["epoch"]})
            if not taken["ok"]:
                continue
            epoch = taken["conversation"]["epoch"]
            for _ in range(chance.randrange(1, 4)):
                client_id = f"{self.name}-{number:06}"
                payload = {"conversation": row["id"], "epoch": epoch, "client_id": client_id, "text": f"I am {self.name} ({number})"}
                answer = await self.ask("say", payload)
                number += 1
                if answer["ok"]:
                    self.acknowledged.append((row["id"], client_id, answer["seq"]))
            await self.ask(chance.choice(["close", "hand_back", "requeue"]), {"conversation": row["id"], "epoch": epoch})


async def token(hub: str) -> str:
    """A new customer's token."""
    async with aiohttp.ClientSession() as session:
        reply = await session.post(f"{hub}/api/customers", json={}, headers={"Origin": hub})
        return str((await reply.json())["token"])


async def cookie(hub: str, login: str, password: str) -> str:
    """A colleague's session cookie."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        reply = await session.post(f"{hub}/api/sign-in", json={"login": login, "password": password}, headers={"Origin": hub})
        assert reply.status == 200, await reply.text()
        return "; ".join(f"{each.key}={each.value}" for each in session.cookie_jar)
