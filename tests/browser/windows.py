"""Windows of a real browser, each with storage of its own, and what their consoles complained about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.async_api import Browser, BrowserContext, Page

# Nothing here is measured: a machine that is busy with other tests gets the time it takes.
WAIT_MS = 60_000
CHARACTERS = 1_500
SEEN = "document.body?.innerText ?? ''"
EXPECTED = r"status of 401|ERR_CONNECTION|ERR_INTERNET_DISCONNECTED|WebSocket connection|status of 50\d"


@dataclass
class Windows:
    """Makes windows, each with storage of its own, and keeps what their consoles complained about."""

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    async def window(self, **more: object) -> Page:
        plain = {
            "viewport": {"width": 1280, "height": 800},
            "reduced_motion": "reduce",
        }  # nothing looks at motion, and drawing it is work
        context = await self.browser.new_context(**{**plain, **more})  # type: ignore[arg-type]
        context.set_default_timeout(WAIT_MS)
        self.contexts.append(context)
        page = await context.new_page()
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    async def show(self) -> None:
        """Print what every window says: a machine nobody can look at has failed."""
        for page in (page for context in self.contexts for page in context.pages):
            for frame in page.frames:
                print(f"--- {frame.url}\n{(await frame.evaluate(SEEN))[-CHARACTERS:]}")

    async def close(self) -> None:
        """Close all windows."""
        for context in self.contexts:
            await context.close()

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not re.search(EXPECTED, text):
            self.complaints.append(text)
