"""The hub beside its peers: relaying against bare python-socketio, and what it adds to a bot turn."""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from benchmarks.measure import Spread, ratio
from benchmarks.processes import free_port, load, server
from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.conversations.bot_client import write_endpoint
from escalation.http.session import COOKIE
from escalation.store.sqlite.store import SqliteStore
from knowledge.articles import Article
from knowledge.store import KnowledgeStore

PAIRS, SECONDS, ROUNDS = 50, 6.0, 3
CHATS, EACH, PAUSE_S = 20, 40, 1.0
MODULE = [sys.executable, "-m"]


def _prepare(home: Path) -> str:
    with KnowledgeStore.open(home) as store:
        store.articles.save(
            Article("delivery_time", "delivery", "How long?", "**Two** to four days.", ("how long",)), "bench"
        )
        store.releases.activate(store.content.freeze("bench", "first", model="none").id)
    desk = SqliteStore(home)

    async def session() -> str:
        sessions = Sessions(desk.sessions)
        users = Users(desk.users, sessions)
        return await sessions.open(await users.add("anna", "Anna", "agent"), 1)

    token = asyncio.run(session())
    desk.close()
    return f"{COOKIE}={token}"


@contextlib.contextmanager
def hub(lag: list[float]) -> Iterator[tuple[dict[str, Any], int, str]]:
    """A hub with the instant bot: what loads need, its process, and the bot's address. Adds the loop's lag to
    ``lag``.
    """
    with tempfile.TemporaryDirectory() as folder:
        home, port, bot_port = Path(folder), free_port(), free_port()
        cookie = _prepare(home)
        bot = f"http://127.0.0.1:{bot_port}"
        write_endpoint(home / "run", bot, "bench")
        with server([*MODULE, "benchmarks.servers.bot", str(bot_port)], bot_port):
            with server([*MODULE, "benchmarks.servers.hub", folder, str(port)], port) as process:
                yield {"url": f"http://127.0.0.1:{port}", "cookie": cookie}, process.pid, bot
            lag += json.loads((home / "lag.json").read_text())


def _per_message(result: dict[str, Any], cpu: float) -> float:
    return cpu / len(result["took"]) * 1e6


def _one(direction: str, bare: bool, target: dict[str, Any], pid: int) -> tuple[float, Spread, float]:
    options = {**target, "bare": bare, "direction": direction, "pairs": PAIRS, "seconds": SECONDS}
    result, cpu = load("relay", options, pid)
    return _per_message(result, cpu), Spread.of(result["took"]), len(result["took"]) / SECONDS


def relay(lag: list[float]) -> list[str]:
    """Rows of the report: CPU a message, in each direction, beside the peer."""
    rows = []
    for direction, words in (
        ("agent", "agent → customer"),
        ("customer", "customer → agent, judged by the bot"),
    ):
        ours, peers, last = [], [], ""
        for _ in range(ROUNDS):
            port = free_port()
            with server([*MODULE, "benchmarks.servers.relay", str(port)], port) as process:
                bare = _one(direction, True, {"url": f"http://127.0.0.1:{port}"}, process.pid)
            with hub(lag) as (target, pid, _):
                own = _one(direction, False, target, pid)
            ours.append(own[0])
            peers.append(bare[0])
            last = (
                f"{own[2]:.0f}/s, p50 {own[1].p50:.1f} p99 {own[1].p99:.1f} ms | {bare[2]:.0f}/s, p50"
                f" {bare[1].p50:.1f} p99 {bare[1].p99:.1f} ms"
            )
        ratios = [own / peer for own, peer in zip(ours, peers, strict=True)]
        rows.append(
            f"| {words} | {statistics.median(ours):.0f} µs | {statistics.median(peers):.0f} µs |"
            f" {ratio(ratios)} | {last} |"
        )
    return rows


def added(lag: list[float]) -> tuple[Spread, float]:
    """What the hub adds to a bot turn with 20 chats, and its CPU a turn in µs."""
    with hub(lag) as (target, pid, bot):
        result, cpu = load("turns", {**target, "chats": CHATS, "each": EACH, "pause": PAUSE_S}, pid)
        with urlopen(f"{bot}/took") as reply:
            times = json.load(reply)
    return (
        Spread.of([took - times[text] for text, took in result["took"].items()]),
        cpu / len(result["took"]) * 1e6,
    )
