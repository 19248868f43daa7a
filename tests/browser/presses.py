"""Presses everything on a screen once and twice, and compares what each sent to the hub.

A screen is brought into the same state before every press. The second press comes at the same point within a
tenth of a second, so that it meets whatever has come under the finger meanwhile: a press that was meant once
must count once.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Page, Request, WebSocket

GAP_S = 0.08
# A busy machine may bring the second press so late that a person could have meant it: then it is tried again.
LATE_MS = 550
TRIES = 6
SURE = 3
QUIET_S = 0.3
MOST_S = 3.0
# What a screen says to the hub by itself, or asks without changing anything.
READS = {"inbox", "open", "leave", "brief", "typing", "seen", "resume", "mentions_seen", "callback_slots"}
LOOKS = re.compile(r"/api/(preview|nearest|articles/[^/]+/(check|draft)|customers)$")
ID = re.compile(r"/(?:[a-z]_[^/]{10,}|[^/]*[0-9][^/]*)")
FRAME = re.compile(r"^42[^\[]*(\[.*)$", re.DOTALL)

# Everything visible that can be pressed and whose middle really is its own, once a name.
FIND = """(within) => {
  const shown = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !each.disabled;
  const name = (each) => (each.getAttribute("aria-label") || each.innerText || each.title || each.className).trim().replace(/\\s+/g, " ");
  const kind = (each) => name(each).replace(/“[^”]*”|\\d+/g, "…").slice(0, 60);
  const found = new Map();
  for (const each of document.querySelectorAll(within + " :is(button, [role=button], summary, [type=submit])")) {
    if (shown(each) && !found.has(kind(each))) found.set(kind(each), each);
  }
  window.pressables = found;
  return [...found.keys()];
}"""
PLACE = """(name) => {
  const each = window.pressables.get(name);
  if (!each?.isConnected) return null;
  each.scrollIntoView({ block: "center", behavior: "instant" });
  const { left, top, width, height } = each.getBoundingClientRect();
  const at = { x: left + width / 2, y: top + height / 2 };
  const there = document.elementFromPoint(at.x, at.y);
  return there && (each.contains(there) || there.contains(each)) ? at : null;
}"""

COUNT = """() => {
  window.presses = [];
  window.countPresses ??= addEventListener("mousedown", (event) => window.presses.push(event.timeStamp), true) ?? true;
}"""
APART = "() => (window.presses?.length > 1 ? window.presses.at(-1) - window.presses[0] : 0)"

# The widget takes no press on what has only just appeared, and says so.
SETTLED = "() => !document.querySelector('button[aria-disabled=true]')"


@dataclass
class Screen:
    """A state that can be had again, and the part of it that is pressed."""

    name: str
    prepare: Callable[[], Awaitable[None]]
    within: str = "body"
    skip: tuple[str, ...] = ()


@dataclass
class Watch:
    """What a page sends that changes something, and what it opens before a person's eyes."""

    page: Page
    sent: Counter[str] = field(default_factory=Counter)
    busy: int = 0
    last: float = 0

    def __post_init__(self) -> None:
        self.page.on("request", self._request)
        self.page.on("requestfinished", lambda _: self._stir(-1))
        self.page.on("requestfailed", lambda _: self._stir(-1))
        self.page.on("websocket", self._socket)
        self.page.on("download", lambda _: self.note("a download"))
        self.page.on("dialog", self._dialog)

    def note(self, what: str) -> None:
        self.sent[what] += 1
        self._stir()

    def _stir(self, more: int = 0) -> None:
        self.busy = max(0, self.busy + more)
        self.last = asyncio.get_running_loop().time()

    def _request(self, request: Request) -> None:
        self._stir(1)
        path = urlsplit(request.url).path
        if request.method != "GET" and not LOOKS.search(path) and "socket.io" not in path:
            self.note(f"{request.method} {ID.sub('/…', path)}")

    def _socket(self, socket: WebSocket) -> None:
        socket.on("framesent", self._frame)
        socket.on("framereceived", lambda payload: str(payload) != "2" and self._stir())

    def _frame(self, payload: str | bytes) -> None:
        found = FRAME.match(payload) if isinstance(payload, str) else None
        if found and (command := json.loads(found[1])[0]) not in READS:
            self.note(f"command {command}")

    async def _dialog(self, dialog: Any) -> None:
        self.note("a question of the browser")
        await dialog.accept()

    async def quiet(self, quiet_s: float = QUIET_S) -> None:
        """Until nothing has come or gone for a moment."""
        loop = asyncio.get_running_loop()
        self._stir()
        end = loop.time() + MOST_S
        while loop.time() < end and (self.busy or loop.time() - self.last < quiet_s):
            await asyncio.sleep(0.03)
        self.busy = 0


async def press(watch: Watch, screen: Screen, name: str, times: int) -> Counter[str] | None:
    """What this many presses sent; None when it cannot be pressed in this state, or never twice in time."""
    for _ in range(TRIES):
        sent, apart_ms = await _press(watch, screen, name, times)
        if apart_ms < LATE_MS:
            return sent
    return None


async def _press(watch: Watch, screen: Screen, name: str, times: int) -> tuple[Counter[str] | None, float]:
    """What was sent, and how far the presses came apart by the browser's own clock."""
    await screen.prepare()
    page = watch.page
    await page.wait_for_function(SETTLED)
    await page.evaluate(FIND, screen.within)
    at = await page.evaluate(PLACE, name)
    if at is None:
        return None, 0
    watch.sent.clear()
    await page.mouse.move(at["x"], at["y"])
    await page.evaluate(COUNT)
    for time in range(1, times + 1):
        await page.mouse.down(click_count=time)
        await page.mouse.up(click_count=time)
        if time < times:
            await asyncio.sleep(GAP_S)
    await watch.quiet()
    return Counter(watch.sent), await page.evaluate(APART)


async def walk(
    watch: Watch, screen: Screen, known: frozenset[str] = frozenset(), most: int | None = None
) -> tuple[list[str], list[str]]:
    """The presses of a screen that are not ``known``, ``most`` at most: those tried, and those whose second
    press did more.
    """
    await screen.prepare()
    there = await watch.page.evaluate(FIND, screen.within)
    assert there, f"nothing can be pressed: is it still found by “{screen.within}”?"
    names = [name for name in there if name not in screen.skip and name not in known][:most]
    tried, offenders = [], []
    for name in names:
        found = [await _offence(watch, screen, name)]
        while (
            found[-1] and len(found) < SURE
        ):  # what an earlier press sent late is not this one's: a fault shows every time
            found.append(await _offence(watch, screen, name))
        tried += [name] if None not in found else []
        offenders += [found[-1]] if found[-1] else []
    return tried, offenders


async def _offence(watch: Watch, screen: Screen, name: str) -> str | None:
    """What a second press did, in words; empty for nothing, None when it could not be tried."""
    twice = await press(watch, screen, name, 2)
    if twice is None:
        return None
    once = await press(watch, screen, name, 1) if twice else Counter()
    # Where the same state cannot be had again, one press may at least not do two things.
    more = twice - once if once is not None else twice if twice.total() > 1 else Counter()
    return (
        f"{screen.name}: “{name}” twice also sent {_listed(more)} (once: {_listed(once) or 'nothing'})"
        if more
        else ""
    )


def _listed(sent: Counter[str] | None) -> str:
    return ", ".join(
        f"{what} ×{count}" if count > 1 else what for what, count in sorted((sent or {}).items())
    )
