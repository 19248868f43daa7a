"""Opening a long conversation: from an agent's click to all of it, at the server and on the screen."""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import socketio
from playwright.async_api import async_playwright

from benchmarks.measure import Spread
from benchmarks.processes import free_port, server
from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.core import commands as cmd
from escalation.http.session import COOKIE
from escalation.store.records import Batch
from escalation.store.sqlite.store import SqliteStore
from tests.chromium import ARGUMENTS, find
from tests.core.talk import HANDOFF, Talk

MESSAGES, LONG, TIMES = 1000, 5000, 60
FIRST = 3  # the place of the first message in the log
WORDS = (
    "I have looked at the tracking again and it still says the same as yesterday, so I would like to know"
    " what happens next."
)
CLICKED = """async ([row, seq, first]) => {
  const rows = [...document.querySelectorAll('.entry')].filter((each) => each.textContent.includes(row));
  const began = performance.now();
  rows[0].click();
  while (!document.getElementById(`e${seq}`)) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const readable = performance.now() - began;
  while (!document.getElementById(`e${first}`)) await new Promise(requestAnimationFrame);
  return [readable, performance.now() - began];
}"""
SCROLLED = """async () => {
  const log = document.querySelector('.log'), steps = [];
  for (let at = 0; at <= 60; at++) {
    const began = performance.now();
    log.scrollTop = (log.scrollHeight * at) / 60;
    await new Promise(requestAnimationFrame);
    await new Promise((done) => setTimeout(done));
    steps.push(performance.now() - began);
  }
  return steps;
}"""


@dataclass(frozen=True, slots=True)
class Opened:
    """Milliseconds: the server's answer to ``open``; from the click until the latest messages can be read,
    and until all are drawn; the same once of the long one; and a scroll step in it.
    """

    server: Spread
    readable: Spread
    whole: Spread
    long_ms: tuple[float, float]
    scroll: Spread


def _talk(name: str, messages: int) -> Talk:
    """A conversation of that many messages, customer and agent in turn, that the agent has."""
    talk = Talk(name)
    talk.customer(f"{name} begins")
    talk.finish(HANDOFF)
    talk.take("u_bench")
    for number in range(messages - 2):
        if number % 2:
            talk.agent(f"{WORDS} {number}", "u_bench")
            continue
        talk.customer(f"{WORDS} {number}")
        talk.finish()
    talk.do(
        cmd.AgentSay(
            agent="u_bench",
            agent_name="u_bench",
            epoch=talk.now.epoch,
            client_id=f"{name}-last-0001",
            text=f"{name} ends",
        )
    )
    return talk


async def _filled(home: Path, talks: list[Talk]) -> str:
    store = SqliteStore(home)
    try:
        for talk in talks:
            await store.log.append(Batch(talk.now.id, 0, tuple(talk.log), talk.now))
        sessions = Sessions(store.sessions)
        users = Users(store.users, sessions)
        return await sessions.open(await users.add("bench", "Bench", "admin"), 1)
    finally:
        store.close()


async def _server(url: str, cookie: str, conversation: str) -> list[float]:
    took = []
    async with socketio.AsyncSimpleClient() as client:
        await client.connect(
            url, namespace="/agent", headers={"Cookie": f"{COOKIE}={cookie}"}, transports=["websocket"]
        )
        for _ in range(TIMES):
            began = time.perf_counter()
            answer = await client.call("open", {"conversation": conversation})
            took.append((time.perf_counter() - began) * 1000)
            assert answer["ok"]
            await client.call("leave", {"conversation": conversation})
    return took


async def _screen(
    url: str, cookie: str, talks: list[Talk]
) -> tuple[list[list[float]], list[float], list[float]]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        context = await browser.new_context(viewport={"width": 1360, "height": 850})
        await context.add_cookies([{"name": COOKIE, "value": cookie, "url": url}])
        page = await context.new_page()
        await page.goto(f"{url}/console")
        await page.locator(".entry").nth(len(talks) - 1).wait_for()
        clicks = itertools.islice(itertools.cycle(talks[:2]), TIMES // 2)
        took = [await page.evaluate(CLICKED, [_row(talk), talk.now.seq, FIRST]) for talk in clicks]
        long_ms = await page.evaluate(CLICKED, [_row(talks[2]), talks[2].now.seq, FIRST])
        scroll = await page.evaluate(SCROLLED)
        await browser.close()
        return took, long_ms, scroll


def _row(talk: Talk) -> str:
    """How the list names it: by the conversation's first letters."""
    return f"Visitor {talk.now.id[2:6]}"


def opened() -> Opened:
    """Two conversations of 1,000 messages opened in turn, and one of 5,000."""
    talks = [_talk("c_aaaa", MESSAGES), _talk("c_bbbb", MESSAGES + 2), _talk("c_cccc", LONG)]
    with tempfile.TemporaryDirectory() as folder:
        cookie, port = asyncio.run(_filled(Path(folder), talks)), free_port()
        with server(
            [sys.executable, "-m", "escalation"],
            port,
            BATON_HOME=folder,
            BATON_PORT=str(port),
            BATON_SHOP="no",
        ):
            url = f"http://127.0.0.1:{port}"
            took = asyncio.run(_server(url, cookie, "c_aaaa"))
            screen, long_ms, scroll = asyncio.run(_screen(url, cookie, talks))
    readable, whole = ([float(row[place]) for row in screen] for place in (0, 1))
    return Opened(
        Spread.of(took), Spread.of(readable), Spread.of(whole), (long_ms[0], long_ms[1]), Spread.of(scroll)
    )
