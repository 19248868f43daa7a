"""Scripted customers and agents that behave as the browser does: outbox, resume, never a lost draft.

Whatever the hub acknowledges goes into the ledger, and the log is held to it.
"""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import socketio

from tests.chaos.checker import Act

ROUTINE = [
    "How long does delivery take?",
    "how do I return this",
    "when are you open",
    "do you ship to norway",
    "thanks",
    "hello",
]
ANGRY = ["this is ridiculous, nothing works", "you are useless, I am fed up!!!", "I want to talk to a human"]
AGAIN = ("unavailable", "too_fast", "rate_limited", "over_quota")
ACK_S = 4


@dataclass
class Client:
    """A socket that comes back by itself; commands are repeated until they are answered."""

    hub: str
    namespace: str
    auth: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    name: str = ""
    ledger: list[Act] = field(default_factory=list)
    socket: socketio.AsyncClient = field(init=False)
    asked: str = ""
    count: int = 0

    def __post_init__(self) -> None:
        # The library forgets a Cookie header after the first connection; a session of our own keeps sending
        # it.
        http = aiohttp.ClientSession(headers=self.headers) if self.headers else None
        self.socket = socketio.AsyncClient(
            reconnection_delay=0.2, reconnection_delay_max=1, http_session=http
        )
        self.socket.on("event", self.event, namespace=self.namespace)

    async def event(self, data: dict[str, Any]) -> None:
        """A push."""

    async def connect(self) -> None:
        await self.socket.connect(
            self.hub,
            auth=self.auth,
            namespaces=[self.namespace],
            transports=["websocket"],
            retry=True,
            wait_timeout=20,
        )

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
            if answer["ok"] or answer["error"]["code"] not in AGAIN:
                return dict(answer)
            await asyncio.sleep(answer["error"].get("retry_after_ms", 300) / 1000)

    async def act(
        self, kind: str, conversation: str, key: Any, command: str, payload: dict[str, Any]
    ) -> dict[str, Any]:
        """A command whose acknowledgement the log is held to."""
        answer = await self.ask(command, payload)
        if answer["ok"]:
            self.note(
                kind,
                answer.get("conversation") if isinstance(answer.get("conversation"), str) else conversation,
                key,
                answer,
            )
        return answer

    def note(self, kind: str, conversation: str | None, key: Any, answer: dict[str, Any]) -> None:
        self.ledger.append(
            Act(who=self.name, kind=kind, conversation=conversation or "", key=key, seq=answer.get("seq", 0))
        )

    def once(self, what: str) -> str:
        """An id nobody has used."""
        self.count += 1
        return f"{self.name}-{what}-{self.count:05}"

    async def share(self, about: dict[str, str], headers: dict[str, str]) -> None:
        """A file, sent until the hub says what became of it."""
        self.asked = "file"
        client_id = self.once("file")
        query = {"client_id": client_id, "name": f"{client_id}.txt", **about}
        headers = {"Content-Type": "application/octet-stream", "Origin": self.hub, **headers}
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(ACK_S)) as session:
            while True:
                try:
                    reply = await session.post(
                        f"{self.hub}/api/files", params=query, data=b"a file of words", headers=headers
                    )
                    answer = await reply.json()
                except (aiohttp.ClientError, TimeoutError, ValueError):
                    await asyncio.sleep(0.3)
                    continue
                if answer["ok"]:
                    return self.note("file", answer["conversation"], client_id, answer)
                if answer["error"]["code"] != "unavailable":
                    return None
                await asyncio.sleep(0.3)


@dataclass
class Customer(Client):
    """Says things, rates, sends files, asks for persons, ends and comes back; keeps what was seen."""

    seen: dict[int, dict[str, Any]] = field(default_factory=dict)
    conversation: str | None = None
    doubled: list[int] = field(default_factory=list)
    rated: int = 0

    async def event(self, data: dict[str, Any]) -> None:
        known = self.seen.setdefault(data["seq"], data)
        if {**known, "conversation": 0} != {**data, "conversation": 0}:
            self.doubled.append(data["seq"])

    async def resume(self) -> None:
        answer = await self.ask("resume", {"after": 0})
        for each in answer.get("events", []):
            await self.event({**each, "conversation": answer["conversation"]})

    async def say(self, text: str) -> None:
        client_id = self.once("said")
        answer = await self.act("message", "", client_id, "say", {"client_id": client_id, "text": text})
        assert answer["ok"], answer
        self.conversation = answer["conversation"]

    async def live(self, chance: random.Random, until: asyncio.Event) -> None:
        while not until.is_set():
            await self.something(chance)
            await asyncio.sleep(chance.uniform(0.2, 1.5))

    async def something(self, chance: random.Random) -> None:
        """One thing a customer does."""
        dice = chance.random()
        if self.conversation and self.may_rate:
            return await self.rate(chance)
        if self.conversation and dice < 0.05:
            await self.act("call for a person", self.conversation, "button", "ask_person", {})
        elif self.conversation and dice < 0.08:
            await self.act("end", self.conversation, "button", "end", {})
        elif self.conversation and dice < 0.14:
            await self.share({}, {"Authorization": f"Bearer {(self.auth or {})['token']}"})
        else:
            await self.say(f"{chance.choice(ROUTINE if chance.random() < 0.8 else ANGRY)} ({self.count})")
        return None

    @property
    def may_rate(self) -> bool:
        """Once a contact: it has ended since the last rating."""
        moves = [seq for seq, each in self.seen.items() if each["kind"] == "moved"]
        return bool(moves) and self.seen[max(moves)]["to"] == "closed" and max(moves) > self.rated

    async def rate(self, chance: random.Random) -> None:
        self.rated = max(self.seen)
        words = self.once("rating")
        await self.act(
            "rating",
            self.conversation or "",
            words,
            "rate",
            {"stars": chance.randint(1, 5), "comment": words},
        )


@dataclass
class Shopper(Customer):
    """Cancels an order and takes that back, again and again."""

    order: str = ""

    async def something(self, chance: random.Random) -> None:
        offered = [option["text"] for option in self.options()]
        wanted = next((each for each in offered if each in ("Yes, please", "Undo that")), None)
        state = self.state()
        if state in ("queued", "agent") and chance.random() < 0.5:
            await self.ask("leave_queue", {})
        else:
            await self.say(wanted or f"please cancel my order {self.order}")
        await asyncio.sleep(chance.uniform(0.5, 1.5))

    def options(self) -> list[dict[str, str]]:
        spoken = [seq for seq, each in self.seen.items() if each["kind"] in ("bot", "customer")]
        return list(self.seen[max(spoken)].get("options", [])) if spoken else []

    def state(self) -> str:
        moves = [seq for seq, each in self.seen.items() if each["kind"] == "moved"]
        return str(self.seen[max(moves)]["to"]) if moves else "new"


@dataclass
class Agent(Client):
    """Takes whoever waits longest, answers, notes, labels, and lets go again; one may vanish with what they
    hold.
    """

    account: str = ""

    async def live(self, chance: random.Random, until: asyncio.Event) -> None:
        while not until.is_set():
            await asyncio.sleep(chance.uniform(0.3, 1.0))
            lists = await self.ask("inbox", {})
            self.account = lists.get("me", {}).get("id", self.account)
            for row in self.next_of(lists)[:1]:
                await self.serve(row, chance)

    def next_of(self, lists: dict[str, Any]) -> list[dict[str, Any]]:
        """Their own first, then who waits longest."""
        return [*lists.get("mine", []), *lists.get("queue", [])]

    async def serve(self, row: dict[str, Any], chance: random.Random) -> None:
        """One conversation, from taking it to letting go."""
        conversation, epoch = row["id"], row["epoch"]
        if row["state"] == "queued":
            taken = await self.act(
                "take", conversation, epoch, "take", {"conversation": conversation, "epoch": epoch}
            )
            if not taken["ok"]:
                return
            epoch = taken["conversation"]["epoch"]
        here = {"conversation": conversation, "epoch": epoch}
        for _ in range(chance.randrange(1, 4)):
            client_id = self.once("said")
            await self.act(
                "reply",
                conversation,
                client_id,
                "say",
                {**here, "client_id": client_id, "text": f"I am {client_id}"},
            )
        await self.beside(here, chance)
        kind, command = chance.choice(
            [("close", "close"), ("hand back", "hand_back"), ("transfer", "requeue")]
        )
        await self.act(kind, conversation, epoch, command, here)

    async def beside(self, here: dict[str, Any], chance: random.Random) -> None:
        """What an agent does besides answering."""
        conversation = here["conversation"]
        if chance.random() < 0.5:
            client_id = self.once("note")
            payload = {"conversation": conversation, "client_id": client_id, "text": f"A note: {client_id}"}
            await self.act("note", conversation, client_id, "note", payload)
        if chance.random() < 0.5:
            label = self.once("label")
            await self.act(
                "label", conversation, label, "label", {"conversation": conversation, "labels": [label]}
            )
        if chance.random() < 0.3:
            await self.share({"conversation": conversation, "epoch": str(here["epoch"])}, self.headers)


@dataclass
class Leaver(Agent):
    """Takes some, says a word to each, and then is gone for good with what they hold."""

    holds: int = 2

    def next_of(self, lists: dict[str, Any]) -> list[dict[str, Any]]:
        return list(lists.get("queue", [])) if len(lists.get("mine", [])) < self.holds else []

    async def serve(self, row: dict[str, Any], chance: random.Random) -> None:
        here = {"conversation": row["id"], "epoch": row["epoch"]}
        taken = await self.act("take", row["id"], row["epoch"], "take", here)
        if taken["ok"]:
            client_id = self.once("said")
            here["epoch"] = taken["conversation"]["epoch"]
            await self.act(
                "reply",
                row["id"],
                client_id,
                "say",
                {**here, "client_id": client_id, "text": f"I am {client_id}"},
            )

    async def vanish(self) -> None:
        """The line is cut, and nobody comes back."""
        self.socket.reconnection = False
        await self.socket.eio.disconnect(abort=True)


async def token(hub: str) -> str:
    """A new customer's token."""
    async with aiohttp.ClientSession() as session:
        while True:
            reply = await session.post(f"{hub}/api/customers", json={}, headers={"Origin": hub})
            answer = await reply.json()
            if answer["ok"]:
                return str(answer["token"])
            assert reply.status == 429, answer
            await asyncio.sleep(answer["error"].get("retry_after_ms", 300) / 1000)


async def cookie(hub: str, login: str, password: str) -> str:
    """A colleague's session cookie."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        reply = await session.post(
            f"{hub}/api/sign-in", json={"login": login, "password": password}, headers={"Origin": hub}
        )
        assert reply.status == 200, await reply.text()
        return "; ".join(f"{each.key}={each.value}" for each in session.cookie_jar)
