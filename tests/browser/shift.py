"""Agents at work before a hub with a scripted bot: consoles in a browser, customers as sockets. It is there
in a second, so that what agents do with many conversations can be tried out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from playwright.async_api import Locator, Page, expect

from escalation.app import CONTAINER
from escalation.http.session import COOKIE
from tests.bridge.conftest import Client, Hub, until
from tests.browser.windows import Windows


@dataclass
class Desk:
    """One agent's console."""

    page: Page

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def row(self, words: str) -> Locator:
        return self.page.get_by_test_id("lists").locator(".entry", has_text=words)

    async def open(self, words: str) -> None:
        await self.row(words).click()
        await self.page.get_by_test_id("transcript").get_by_text(words).first.wait_for()

    async def state(self, words: str) -> None:
        await expect(self.page.get_by_test_id("state")).to_have_text(words)


@dataclass
class Shift:
    """A hub, and the browser its agents sit at."""

    hub: Hub
    browsers: Windows

    async def desk(self, login: str, role: str = "agent", **more: object) -> Desk:
        """A console of this agent, on the screen."""
        user = await self.hub.users.find(login) or await self.hub.users.add(login, login.title(), role)
        session = await self.hub.sessions.open(user, 1)
        page = await self.browsers.window(**more)
        cookie = {"name": COOKIE, "value": session, "url": self.hub.settings.url}
        await page.context.add_cookies([cookie])  # type: ignore[list-item]
        await page.goto(f"{self.hub.settings.url}/console")
        await page.get_by_test_id("lists").wait_for()
        return Desk(page)

    async def waits(self, *words: str, name: str = "") -> tuple[Client, str]:
        """A customer who has said this and waits for an agent; and their conversation."""
        identity, token = await self.hub.customers.create("", 1)
        customer = await self.hub.customer(token)
        for text in words:
            conversation = str((await self.hub.say(customer, text))["conversation"])
            await until(lambda: not _is_thinking(customer), "the bot has answered")
        if name:
            profile = await self.hub.customers.profile(identity)
            assert profile is not None
            await self.hub.customers.set_profile(replace(profile, name=name))
        await customer.ok("ask_person")
        return customer, conversation

    async def with_agent(self, agent: Client, *words: str, name: str = "") -> tuple[Client, str]:
        """A conversation this agent has taken over."""
        customer, conversation = await self.waits(*words, name=name)
        await agent.ok("take", conversation=conversation, epoch=2)
        return customer, conversation

    async def set_up(self, **sections: object) -> None:
        """Apply these sections of the configuration."""
        container = self.hub.app[CONTAINER]
        await container.store.configuration.put(sections, "test", "", 1)
        await container.arranged.refresh()


def _is_thinking(customer: Client) -> bool:
    thinking = [event["on"] for event in customer.events() if event["kind"] == "thinking"]
    return not thinking or thinking[-1]
