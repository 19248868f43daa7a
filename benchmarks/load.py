"""The load, in a process of its own: python -m benchmarks.load WHAT JSON RESULT; writes JSON.

All times in ms. The load is closed: each pair sends the next message when the last has arrived.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import time
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import uvloop

from benchmarks.client import Client

Json = dict[str, Any]


class Pair:
    """A customer and an agent of one conversation, whoever serves them."""

    def __init__(self, name: str) -> None:
        self.name, self.arrived, self.took = name, asyncio.Event(), []
        self.acknowledged: list[float] = []
        self._count = itertools.count(1)
        self._wanted = ""

    def heard(self, _name: str, data: Json) -> None:
        """What the other side gets; only the message on its way counts."""
        if data.get("client_id") == self._wanted:
            self.arrived.set()

    async def send(self, sender: Client, extra: Json) -> None:
        """One message, until it has been acknowledged and has arrived."""
        self._wanted = f"{self.name}-{next(self._count):06}"
        self.arrived.clear()
        began = time.perf_counter()
        answer = await sender.ask(
            "say",
            {"client_id": self._wanted, "text": f"message {self._wanted} of an ordinary length", **extra},
        )
        self.acknowledged.append((time.perf_counter() - began) * 1000)
        if not answer["ok"]:
            raise RuntimeError(str(answer))
        await self.arrived.wait()
        self.took.append((time.perf_counter() - began) * 1000)


async def _bare_pair(
    session: aiohttp.ClientSession, url: str, name: str
) -> tuple[Pair, Client, Client, Json, Json]:
    pair = Pair(name)
    sides = Client("/pair", pair.heard), Client("/pair", pair.heard)
    for side, me, to in zip(sides, ("c", "a"), ("a", "c"), strict=True):
        await side.connect(session, url)
        await side.ask("join", {"me": f"{name}-{me}", "to": f"{name}-{to}"})
    return pair, sides[0], sides[1], {}, {}


async def _baton_pair(
    session: aiohttp.ClientSession, options: Json, name: str
) -> tuple[Pair, Client, Client, Json, Json]:
    pair, url = Pair(name), options["url"]
    async with session.post(f"{url}/api/customers", json={}, headers={"Origin": url}) as reply:
        token = (await reply.json())["token"]
    customer, agent = Client("/customer", pair.heard), Client("/agent", pair.heard)
    await customer.connect(session, url, {"token": token})
    await agent.connect(session, url, cookie=options["cookie"])
    conversation = (await customer.ask("ask_person", {}))["conversation"]
    epoch = (await agent.ask("open", {"conversation": conversation}))["conversation"]["epoch"]
    epoch = (await agent.ask("take", {"conversation": conversation, "epoch": epoch}))["conversation"]["epoch"]
    return pair, customer, agent, {}, {"conversation": conversation, "epoch": epoch}


async def relay(options: Json) -> Json:
    """``pairs`` pairs talk in one ``direction`` for ``seconds``."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        names = [f"{options['direction']}-{at:03}" for at in range(options["pairs"])]
        make = (
            (lambda name: _bare_pair(session, options["url"], name))
            if options["bare"]
            else (lambda name: _baton_pair(session, options, name))
        )
        pairs = [await make(name) for name in names]
        print("ready", flush=True)
        sys.stdin.readline()
        ends = time.perf_counter() + options["seconds"]

        async def talk(
            pair: Pair, customer: Client, agent: Client, from_customer: Json, from_agent: Json
        ) -> None:
            sender, extra = (
                (agent, from_agent) if options["direction"] == "agent" else (customer, from_customer)
            )
            while time.perf_counter() < ends:
                await pair.send(sender, extra)

        await asyncio.gather(*(talk(*pair) for pair in pairs))
        return {
            "took": [ms for pair, *_ in pairs for ms in pair.took],
            "acknowledged": [ms for pair, *_ in pairs for ms in pair.acknowledged],
        }


async def turns(options: Json) -> Json:
    """``chats`` customers, each with a message every ``pause`` seconds; the time from sending to the bot's
    words, by words.
    """
    took: Json = {}
    acks: list[float] = []
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def chat(number: int) -> None:
            answered = asyncio.Event()
            client = Client(
                "/customer", lambda _name, data: answered.set() if data.get("kind") == "bot" else None
            )
            async with session.post(
                f"{options['url']}/api/customers", json={}, headers={"Origin": options["url"]}
            ) as reply:
                token = (await reply.json())["token"]
            await client.connect(session, options["url"], {"token": token})
            await asyncio.sleep(options["pause"] * number / options["chats"])
            for at in range(options["each"]):
                text = f"how long does delivery take, {number} asked for the {at} time"
                answered.clear()
                began = time.perf_counter()
                await client.ask("say", {"client_id": f"chat-{number:03}-{at:05}", "text": text})
                acks.append((time.perf_counter() - began) * 1000)
                await answered.wait()
                took[text] = (time.perf_counter() - began) * 1000
                await asyncio.sleep(max(0.0, options["pause"] - took[text] / 1000))
            await client.close()

        print("ready", flush=True)
        sys.stdin.readline()
        await asyncio.gather(*(chat(number) for number in range(options["chats"])))
    return {"took": took, "acks": acks}


async def posts(options: Json) -> Json:
    """``chats`` senders post to ``url`` one after another for ``seconds``; ``body`` has {sender} and {text}
    to fill in.
    """
    took: list[float] = []
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), headers=options["headers"]
    ) as session:
        ends = time.perf_counter() + options["seconds"]

        async def chat(number: int) -> None:
            at = 0
            while time.perf_counter() < ends:
                text = options["texts"][at % len(options["texts"])]
                body = (
                    options["body"].replace("{sender}", f"{options['run']}-{number}").replace("{text}", text)
                )
                began = time.perf_counter()
                async with session.post(
                    options["url"], data=body, headers={"Content-Type": "application/json"}
                ) as reply:
                    content = await reply.read()
                if reply.status != 200:
                    raise RuntimeError(f"{reply.status} {content[:200]!r}")
                took.append((time.perf_counter() - began) * 1000)
                at += 1

        print("ready", flush=True)
        sys.stdin.readline()
        await asyncio.gather(*(chat(number) for number in range(options["chats"])))
    return {"took": took}


if __name__ == "__main__":
    uvloop.install()
    result = asyncio.run(
        {"relay": relay, "turns": turns, "posts": posts}[sys.argv[1]](msgspec.json.decode(sys.argv[2]))
    )
    Path(sys.argv[3]).write_bytes(msgspec.json.encode(result))
