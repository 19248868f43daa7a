"""Two real browsers: a customer's and a colleague's."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Browser, BrowserContext, FrameLocator, Locator, Page, async_playwright

from tests.chromium import ARGUMENTS, find
from tests.house import House

PASSWORD = "a password for tests"
WAIT_MS = 20_000


async def arrange(page: Page, house: House, **sections: object) -> None:
    """Let these sections count, as the admin who is signed in on the page."""
    address, headers = f"{house.hub}/api/settings/sections", {"Origin": house.hub}
    versions = (await (await page.request.get(address)).json())["versions"]
    for name, value in sections.items():
        done = await page.request.put(f"{address}/{name}", data={"value": value, "seen": versions[name]}, headers=headers)
        assert done.ok, await done.text()


@dataclass
class Customer:
    """The shop's page with the widget in it."""

    page: Page
    house: House

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def words(self, text: str) -> Locator:
        return self.frame.get_by_role("log").get_by_text(text)

    async def open(self) -> None:
        await self.page.goto(self.house.shop)
        await self.page.get_by_role("button", name="Chat with us").click()
        await self.words("automated assistant").first.wait_for()

    async def say(self, text: str) -> None:
        box = self.frame.get_by_label("Your message")
        await box.fill(text)
        await box.press("Enter")

    async def lines(self) -> list[str]:
        return [" ".join(each.split()) for each in await self.frame.locator(".log .bubble:not(.dots), .log .system").all_inner_texts()]


@dataclass
class Agent:
    """The console."""

    page: Page
    house: House

    async def sign_in(self, login: str) -> None:
        await self.page.goto(f"{self.house.hub}/console")
        await self.page.get_by_label("Login").fill(login)
        await self.page.get_by_label("Password").fill(PASSWORD)
        await self.page.get_by_role("button", name="Sign in").click()
        await self.page.get_by_test_id("lists").wait_for()

    async def pick(self, words: str) -> None:
        await self.page.locator(".entry", has_text=words).first.click()
        await self.page.get_by_test_id("transcript").locator(".said .bubble").first.wait_for()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    async def answer(self, text: str) -> None:
        box = self.page.get_by_label("Your reply")
        await box.fill(text)
        await box.press("Enter")
        await self.button("Send now").click()
        await self.page.get_by_text("Sending").wait_for(state="detached")

    async def transcript(self) -> list[str]:
        said = self.page.locator(".said .bubble:not(.dots)")
        return [" ".join(each.split()) for each in await said.all_inner_texts()]


@dataclass
class Browsers:
    """Makes windows, each with storage of its own, and keeps what their consoles complained about."""

    browser: Browser
    house: House
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    async def window(self, **more: object) -> Page:
        context = await self.browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **more})  # type: ignore[arg-type]
        context.set_default_timeout(WAIT_MS)
        self.contexts.append(context)
        page = await context.new_page()
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _note(self, kind: str, text: str) -> None:
        expected = re.search(r"status of 401|ERR_CONNECTION|ERR_INTERNET_DISCONNECTED|WebSocket connection|status of 50\d", text)
        if kind in ("error", "warning") and not expected:
            self.complaints.append(text)

    async def customer(self, **more: object) -> Customer:
        customer = Customer(await self.window(**more), self.house)
        await customer.open()
        return customer

    async def agent(self, login: str, role: str = "agent", **more: object) -> Agent:
        self.house.baton("user", "add", login, "--name", login.title(), "--role", role, "--password-stdin", stdin=PASSWORD + "\n")
        agent = Agent(await self.window(**more), self.house)
        await agent.sign_in(login)
        return agent


@pytest.fixture
async def browsers(house: House) -> AsyncIterator[Browsers]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        made = Browsers(browser, house)
        yield made
        await browser.close()
    assert made.complaints == []
