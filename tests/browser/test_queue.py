"""A customer who waits: place and range, the ways out, a call-back, and a page that was closed. With a hub of
its own whose bot is scripted: nothing here asks what the bot understands.
"""

import json
from types import SimpleNamespace

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.bridge.conftest import furnish, start, stop
from tests.browser.conftest import Customer
from tests.browser.test_accessible import LOOKS, faults
from tests.house import free_ports

pytestmark = pytest.mark.browser
NUMBER = "+44 20 7946 0018"


@pytest_asyncio.fixture(loop_scope="session")
async def house(tmp_path):
    """A hub in which a minute is two seconds."""
    hub = await start(furnish(tmp_path), free_ports(1)[0], left_s=2, place_kept_s=120)
    yield SimpleNamespace(hub=hub.settings.url, home=tmp_path, customers=hub.customers)
    await stop(hub)


class Visitor(Customer):
    """The widget on a page of its own."""

    @property
    def frame(self) -> Page:
        return self.page

    async def open(self) -> None:
        """With a token, which the tabs of a browser share."""
        _, token = await self.house.customers.create("", 1)
        kept = json.dumps(json.dumps(token))
        await self.page.context.add_init_script(f"localStorage.setItem('baton.token', {kept})")
        await self.look()

    async def look(self) -> None:
        await self.page.goto(f"{self.house.hub}/widget?site={self.house.hub}")
        await self.words("automated assistant").first.wait_for()

    async def beside(self) -> "Visitor":
        other = Visitor(await self.page.context.new_page(), self.house)
        await other.look()
        return other


async def waiting(browsers, words, **look):
    """A customer in the queue while an agent is at work."""
    customer = Visitor(await browsers.window(**look), browsers.house)
    await customer.open()
    await customer.say(words)
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await customer.frame.get_by_test_id("wait").get_by_text("Estimated wait").wait_for()
    return customer


async def fill(customer):
    await customer.frame.get_by_role("button", name="Book a call-back").click()
    await customer.frame.get_by_label("Your phone number").fill(NUMBER)


async def test_a_call_back_by_keyboard_through_a_reload_and_in_two_tabs(browsers):
    anna = await browsers.agent("anna")
    customer = await waiting(browsers, "the pump of my stove drips")
    frame, keys = customer.frame, customer.page.keyboard
    offer = frame.get_by_role("button", name="Book a call-back")
    await expect(offer).to_be_enabled()
    await offer.press("Enter")
    await expect(frame.get_by_label("Day")).to_be_focused()
    await expect(frame.get_by_text("Times are in your time zone")).to_be_visible()
    for _ in range(2):
        await keys.press("Tab")
    await expect(frame.get_by_label("Phone", exact=True)).to_be_focused()
    await keys.press("Tab")
    await expect(frame.get_by_role("button", name="Book call-back")).to_be_enabled()
    await keys.type("not a number")
    await keys.press("Enter")
    await expect(frame.get_by_text("Enter a phone number with its area code")).to_be_visible()
    await frame.get_by_label("Your phone number").fill("")
    await keys.type(NUMBER, delay=60)  # as people type: a press right after the first would not count
    await keys.press("Enter")
    await expect(frame.get_by_role("button", name="Change time")).to_be_focused()
    await expect(frame.get_by_test_id("status")).to_contain_text("Call-back:")
    await expect(customer.words("We'll call you back on")).to_be_visible()
    row = anna.page.locator(".entry", has_text="the pump of my stove")
    await expect(row).to_contain_text("Call back at")
    await row.click()
    await expect(anna.page.get_by_text(NUMBER).first).to_be_visible()
    # This hub has no sentence encoder: suggestions beside the conversation are refused, and that is all.
    browsers.complaints[:] = [words for words in browsers.complaints if "status of 400" not in words]
    await customer.page.reload()
    other = await customer.beside()
    await other.frame.get_by_role("button", name="Cancel call-back").click()
    await expect(other.frame.get_by_role("button", name="Book a call-back")).to_be_focused()
    for tab in (customer, other):
        await expect(tab.frame.get_by_role("button", name="Book a call-back")).to_be_visible()
        await expect(tab.frame.get_by_test_id("status")).to_contain_text("In the queue")
    await expect(row).not_to_contain_text("Call back at")


async def test_pressed_twice_it_is_booked_once(browsers):
    await browsers.agent("ben")
    customer = await waiting(browsers, "my tent has a hole")
    await fill(customer)
    await customer.frame.get_by_role("button", name="Book call-back").dblclick()
    await customer.frame.get_by_role("button", name="Cancel call-back").wait_for()
    lines = [line for line in await customer.lines() if line.startswith("We'll call you back on")]
    assert len(lines) == 1
    await customer.frame.get_by_role("button", name="Return to the assistant").click()
    await expect(customer.frame.get_by_role("button", name="Talk to a person")).to_be_visible()
    await expect(customer.frame.get_by_role("button", name="Cancel call-back")).to_have_count(0)


async def test_who_closed_the_page_is_marked_until_they_are_back(browsers):
    cleo = await browsers.agent("cleo")
    customer = await waiting(browsers, "where is my parcel from Leeds")
    row = cleo.page.locator(".entry", has_text="where is my parcel")
    await expect(row).to_be_visible()
    spare = await customer.page.context.new_page()
    await customer.page.close()
    await expect(row).to_contain_text("left the page")
    again = Visitor(spare, browsers.house)
    await again.look()
    await expect(row).not_to_contain_text("left the page")
    await expect(again.frame.get_by_test_id("status")).to_contain_text("In the queue")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark phone"])
async def test_what_who_waits_sees_is_accessible(browsers, look):
    await browsers.agent("dora")
    customer = await waiting(browsers, "I was charged twice", **look)
    found = await faults(customer.page, "waiting")
    await fill(customer)
    found += await faults(customer.page, "a call-back")
    await customer.frame.get_by_role("button", name="Book call-back").click()
    await customer.frame.get_by_role("button", name="Cancel call-back").wait_for()
    assert found + await faults(customer.page, "booked") == []
