"""An answer that is only probable: given at once, with what else may be meant as buttons."""

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.browser
DOUBTFUL = "Is there a safety notice for the Ember gas stove?"


async def test_what_else_may_be_meant_is_one_press_away(browsers):
    customer = await browsers.customer()
    await customer.say(DOUBTFUL)
    await customer.words("Current recalls stand").wait_for()
    await customer.words("Not what you meant?").wait_for()
    others = customer.frame.get_by_role("group", name="Suggested replies").get_by_role("button")
    await expect(others).to_have_count(2)
    asked = await others.first.inner_text()
    # Of the bot, or of the desk that hands over.
    lines = customer.frame.locator(".line:not(.mine), .log .system")
    before = await lines.count()
    await others.first.click()
    await expect(customer.frame.locator(".line.mine .bubble").last).to_have_text(asked)
    await expect(others).to_have_count(0)
    await expect(lines.nth(before)).to_be_visible()
    await customer.say(DOUBTFUL)
    await expect(customer.frame.locator(".line.mine")).to_have_count(3)
    await expect(lines.nth(before + 1)).to_be_visible()
    await expect(customer.words("Current recalls stand")).to_have_count(1)
