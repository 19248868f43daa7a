"""Customers who leave in the middle and come back, one of two tabs without a connection, no mouse, and the
smallest phone.
"""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Customer
from tests.browser.test_widget import beside, inside, said

pytestmark = pytest.mark.browser


async def cut_off(customer: Customer) -> Callable[[], Awaitable[None]]:
    """Take this tab alone from the network; the call that is returned gives it back."""
    tab = await customer.page.context.new_cdp_session(customer.page)
    await tab.send("Network.enable")
    conditions = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    await tab.send("Network.emulateNetworkConditions", {**conditions, "offline": True})

    async def back() -> None:
        await tab.send("Network.emulateNetworkConditions", {**conditions, "offline": False})

    return back


async def test_who_closes_the_tab_while_the_bot_thinks_finds_the_answer(browsers):
    customer = await browsers.customer()
    for text in ("When are you open?", "and how long does delivery take?", "thanks"):
        await customer.say(text)
    await expect(customer.frame.locator(".line.mine.pending")).to_have_count(0)
    context = customer.page.context
    await customer.page.close()
    again = Customer(await context.new_page(), customer.house)
    await again.page.goto(customer.house.shop)
    await again.page.get_by_role("button", name="Chat with us").click()
    await again.words("Monday to Friday").first.wait_for()
    assert await said(again) == ["When are you open?", "and how long does delivery take?", "thanks"]


async def test_of_two_tabs_the_one_without_a_connection_catches_up(browsers):
    one = await browsers.customer()
    await one.say("When are you open?")
    await one.words("Monday to Friday").wait_for()
    two = await beside(one)
    await two.words("Monday to Friday").wait_for()
    back = await cut_off(two)
    await two.frame.get_by_text("You're offline").wait_for()
    await two.say("written where nothing goes out")
    await one.say("Do you ship to Norway?")
    await expect(one.frame.locator(".line.mine.pending")).to_have_count(0)
    await back()
    for customer in (one, two):
        await customer.words("written where nothing goes out").wait_for()
        await expect(customer.frame.locator(".line.mine.pending")).to_have_count(0)
        assert sorted(await said(customer)) == sorted(
            ["When are you open?", "Do you ship to Norway?", "written where nothing goes out"]
        )
    await expect(two.frame.locator(".line.mine .bubble")).to_have_text(await said(one))


async def test_everything_is_done_by_keyboard(browsers):
    page = await browsers.window()
    customer = Customer(page, browsers.house)
    await page.goto(browsers.house.shop)
    launcher = page.get_by_role("button", name="Chat with us")
    await launcher.focus()
    await page.keyboard.press("Enter")
    await expect(customer.frame.get_by_label("Your message")).to_be_focused()
    await page.keyboard.type("When are you open?")
    await page.keyboard.press("Enter")
    await customer.words("Monday to Friday").wait_for()
    await expect(customer.frame.get_by_label("Your message")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("iframe")).to_be_hidden()
    await expect(launcher).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_smallest_phone_never_scrolls_sideways(browsers, scheme):
    customer = await browsers.customer(
        viewport={"width": 320, "height": 568}, color_scheme=scheme, has_touch=True, is_mobile=True
    )
    await customer.say(
        "Which of your two-person tents can stand a winter night in the mountains and fits on a bicycle? " * 3
    )
    await expect(customer.frame.locator(".line.mine.pending")).to_have_count(0)
    await customer.say("a" * 300)
    await expect(customer.frame.locator(".line.mine.pending")).to_have_count(0)
    wide = (
        "[document.documentElement, ...document.querySelectorAll('.log, .line, .bubble')].filter((e) =>"
        " e.scrollWidth > e.clientWidth + 1).length"
    )
    assert await inside(customer).evaluate(wide) == 0
