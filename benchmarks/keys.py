"""An agent's keys in a full console: from the key to the picture, with 500 rows in the lists and 50
conversations of one's own.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page, async_playwright

from benchmarks.processes import free_port, server
from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.http.session import COOKIE
from escalation.store.records import Batch
from escalation.store.sqlite.store import SqliteStore
from tests.chromium import ARGUMENTS, find
from tests.core.talk import HANDOFF, Talk

OWN, WAITING, OTHERS, BOT = 50, 200, 200, 50
ROWS = OWN + WAITING + OTHERS + BOT
AIM_MS = 50
MESSAGES = 20
WORDS = "I have looked at the tracking again, and it still says the same as yesterday."
# From the moment the browser has the key until the frame that follows it is on the screen.
WATCH = """() => {
  window.painted = [];
  addEventListener("keydown", ({ timeStamp }) => {
    requestAnimationFrame(() => setTimeout(() => window.painted.push(performance.now() - timeStamp)));
  }, true);
}"""
DONE = "(count) => window.painted.length >= count"


@dataclass(frozen=True, slots=True)
class Painted:
    """Milliseconds from a key to the picture: the middle one, 95 of a hundred, and how many there were."""

    p50: float
    p95: float
    count: int

    @classmethod
    def of(cls, sample: list[float]) -> Painted:
        """Percentiles by the nearest rank."""
        ordered = sorted(sample)
        return cls(ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)], len(ordered))


@dataclass(frozen=True, slots=True)
class Keys:
    """Walking through one's own conversations, through all rows, from tab to tab, and writing a reply."""

    own: Painted
    rows: Painted
    tabs: Painted
    reply: Painted


def _waiting(name: str) -> Talk:
    talk = Talk(name)
    for number in range(MESSAGES):
        talk.customer(f"{WORDS} {number}")
        talk.finish()
    talk.customer("A person, please")
    talk.finish(HANDOFF)
    return talk


def _talks(me: str, times: int) -> Iterable[Talk]:
    for number in range(OWN // times):
        talk = _waiting(f"c_own{number:04}")
        talk.take(me)
        yield talk
    yield from (_waiting(f"c_queue{number:04}") for number in range(WAITING // times))
    for number in range(OTHERS // times):
        talk = _waiting(f"c_other{number:04}")
        talk.take("u_other")
        yield talk
    for number in range(BOT // times):
        talk = Talk(f"c_bot{number:04}")
        talk.customer(WORDS)
        talk.finish()
        yield talk


async def _filled(home: Path, times: int) -> str:
    store = SqliteStore(home)
    try:
        sessions = Sessions(store.sessions)
        user = await Users(store.users, sessions).add("bench", "Bench", "admin")
        for talk in _talks(user.id, times):
            await store.log.append(Batch(talk.now.id, 0, tuple(talk.log), talk.now))
        return await sessions.open(user, 1)
    finally:
        store.close()


async def _pressed(page: Page, keys: Iterable[str]) -> Painted:
    """Each key after the picture of the one before."""
    await page.evaluate("() => { window.painted.length = 0; }")
    for count, key in enumerate(keys, 1):
        await page.keyboard.press(key)
        await page.wait_for_function(DONE, arg=count)
    return Painted.of(await page.evaluate("window.painted"))


async def _screen(url: str, cookie: str, times: int) -> Keys:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        context = await browser.new_context(viewport={"width": 1280, "height": 800})
        await context.add_cookies([{"name": COOKIE, "value": cookie, "url": url}])
        page = await context.new_page()
        await page.goto(f"{url}/console")
        await page.locator(".rows .entry").first.wait_for()
        await page.evaluate(WATCH)
        steps = OWN // times - 1
        own = await _pressed(page, ["j"] * (steps + 1) + ["k"] * steps)
        tabs = await _pressed(page, ["]"] * 12 + ["["] * 10)
        rows = await _pressed(page, ["j"] * (ROWS // times // 2))
        await page.get_by_role("tab", name="Mine").click()
        await page.locator(".rows .entry").first.click()
        await page.get_by_label("Your reply").wait_for()
        reply = await _pressed(page, f"{WORDS} {WORDS}")
        await browser.close()
        return Keys(own, rows, tabs, reply)


def measured(times: int = 1) -> Keys:
    """``times`` as few rows, to see that it works."""
    with tempfile.TemporaryDirectory() as folder:
        cookie, port = asyncio.run(_filled(Path(folder), times)), free_port()
        settings = {"BATON_HOME": folder, "BATON_PORT": str(port), "BATON_SHOP": "no"}
        with server([sys.executable, "-m", "escalation"], port, **settings):
            return asyncio.run(_screen(f"http://127.0.0.1:{port}", cookie, times))
