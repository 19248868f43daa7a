"""An agent in a real browser who writes and presses Enter through the storm.

What counts as said is what stood in the field at the moment of the keypress, whatever came of it.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import Error, Page, async_playwright

from tests.chromium import ARGUMENTS, find

CALM_S = 30
FIELD = ".compose:not(.noting) textarea"
NOTE_ENTER = f"""addEventListener("keydown", (event) => {{
  const text = event.target.matches?.("{FIELD}") && event.target.value.trim();
  if (event.key === "Enter" && text) pressedEnter(text);
}}, true)"""


@dataclass
class Typist:
    """One console, one conversation."""

    page: Page
    hub: str
    conversation: str = ""
    lines: list[str] = field(default_factory=list)

    async def take(self, conversation: str) -> None:
        """Open it and take it."""
        self.conversation = conversation
        await self.page.expose_function("pressedEnter", self._note)
        await self.page.add_init_script(NOTE_ENTER)
        await self.page.goto(f"{self.hub}/console#{conversation}")
        await self.page.locator(".talk-top .button.primary").click()
        await self.page.locator(FIELD).wait_for()

    def _note(self, line: str) -> None:
        self.lines.append(line)

    async def live(self, chance: random.Random, until: asyncio.Event) -> None:
        """Lines in quick succession, then a pause."""
        number = 0
        while not until.is_set():
            for _ in range(chance.randint(1, 3)):
                number += 1
                await self._enter(f"Line {number} of the storm.")
                await asyncio.sleep(chance.uniform(0.2, 0.8))
            await asyncio.sleep(chance.uniform(1, 4))

    async def _enter(self, line: str) -> None:
        try:
            await self.page.locator(FIELD).fill(line, timeout=1000)
            await self.page.keyboard.press("Enter")
        except Error:
            pass  # the field is not there just now: nobody could write into it either

    async def calm(self, arrived: Callable[[], bool]) -> None:
        """Half a minute of calm at most, and one reload in it."""
        await _until(arrived, CALM_S / 2)
        await self.page.reload()
        await _until(arrived, CALM_S / 2)


@asynccontextmanager
async def typist(hub: str, cookie: str) -> AsyncIterator[Typist | None]:
    """An agent who is signed in; None where there is no Chromium."""
    if find() is None:
        yield None
        return
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        context = await browser.new_context()
        name, _, value = cookie.partition("=")
        await context.add_cookies([{"name": name, "value": value, "url": hub}])
        yield Typist(await context.new_page(), hub)
        await browser.close()


async def _until(holds: Callable[[], bool], seconds: float) -> None:
    end = asyncio.get_running_loop().time() + seconds
    while not holds() and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.2)
