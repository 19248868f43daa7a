"""Two real browsers: a customer's and a colleague's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Generator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, FrameLocator, Locator, Page, async_playwright, expect
from pytest_asyncio import is_async_test

from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.store.sqlite.store import SqliteStore
from tests.bridge.conftest import furnish, start, stop
from tests.browser.shift import Shift
from tests.browser.windows import WAIT_MS, Windows
from tests.chromium import ARGUMENTS, find
from tests.house import House, free_ports

HERE = Path(__file__).parent
FAILED = pytest.StashKey[bool]()
PASSWORD = "a password for tests"
expect.set_options(timeout=WAIT_MS)


async def arrange(page: Page, house: House, **sections: object) -> None:
    """Let these sections count, as the admin who is signed in on the page."""
    address, headers = f"{house.hub}/api/settings/sections", {"Origin": house.hub}
    versions = (await (await page.request.get(address)).json())["versions"]
    for name, value in sections.items():
        done = await page.request.put(
            f"{address}/{name}", data={"value": value, "seen": versions[name]}, headers=headers
        )
        assert done.ok, await done.text()


async def enrol(house: House, login: str, role: str, name: str = "") -> None:
    """An account, as ``baton user add`` makes it; one that is there from an earlier test stays."""
    with closing(SqliteStore(house.home)) as database:
        users = Users(database.users, Sessions(database.sessions))
        user = await users.find(login) or await users.add(login, name or login.title(), role, PASSWORD)
    assert user.role == role, f"{login} is {user.role} in another test: take another login"


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
        return [
            " ".join(each.split())
            for each in await self.frame.locator(".log .bubble:not(.dots), .log .system").all_inner_texts()
        ]


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
        """Whatever tab it is in: the filter looks through all of them, and at what was said last too."""
        asked = self.page.get_by_label("Filter conversations")
        await asked.fill(words)
        await self.page.locator(".rows .entry").first.click()
        if await asked.is_visible():
            await asked.fill("")
            await asked.blur()
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
class Browsers(Windows):
    """Customers and agents of a running installation, each in a window of their own."""

    house: House = field(kw_only=True)

    async def customer(self, **more: object) -> Customer:
        customer = Customer(await self.window(**more), self.house)
        await customer.open()
        return customer

    async def agent(self, login: str, role: str = "agent", **more: object) -> Agent:
        await enrol(self.house, login, role)
        agent = Agent(await self.window(**more), self.house)
        await agent.sign_in(login)
        return agent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for all of them, as one browser serves them all."""
    for item in items:
        if HERE in item.path.parents and is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One for the session: every window has storage of its own, and starting a browser costs more than most
    tests.
    """
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep whether the test failed, so that its windows are printed before they are closed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


async def clear_up(windows: Windows, test: pytest.Item) -> None:
    """Close the windows of a test, and print what they said if it failed."""
    if test.stash.get(FAILED, False):
        await windows.show()
    await windows.close()


@pytest_asyncio.fixture(loop_scope="session")
async def shift(
    chromium: Browser, tmp_path: Path, built_encoder: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Shift]:
    (furnish(tmp_path) / "encoder").symlink_to(built_encoder)
    (port,) = free_ports(1)
    running = Shift(await start(tmp_path, port), Windows(chromium))
    yield running
    await clear_up(running.browsers, request.node)
    await stop(running.hub)
    assert running.browsers.complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def browsers(
    chromium: Browser, house: House, request: pytest.FixtureRequest
) -> AsyncIterator[Browsers]:
    made = Browsers(chromium, house=house)
    yield made
    await clear_up(made, request.node)
    assert made.complaints == []
