"""A supervisor in a rush: looking unseen, reassigning from an agent's line, taking over; and who may not."""

import pytest
from playwright.async_api import expect

from tests.browser.test_accessible import LOOKS, faults
from tests.browser.test_reports import handed_off, reports

pytestmark = pytest.mark.browser


async def held(browsers, agent, words):
    customer = await handed_off(browsers, words)
    await agent.pick(words)
    await agent.button("Take over").click()
    await agent.page.get_by_test_id("state").get_by_text("with you").wait_for()
    return customer


async def test_a_supervisor_looks_unseen_reassigns_and_takes_over(browsers, house):
    anna, bea = await browsers.agent("wanda"), await browsers.agent("wilma")
    chief = await browsers.agent("walter", "supervisor")
    customer = await held(browsers, anna, "in a rush")
    page = await reports(browsers, house, chief, "now")
    row = page.get_by_role("region", name="Agents now").get_by_role("row", name="Wanda")
    await expect(row.get_by_label("Load of Wanda")).to_be_visible()
    await row.locator("a.conversation").click()
    await page.get_by_test_id("transcript").get_by_text("in a rush").wait_for()
    await expect(page.get_by_text("Silent view", exact=True)).to_be_visible()
    await page.reload()
    await page.get_by_test_id("transcript").get_by_text("in a rush").wait_for()
    await page.get_by_label("Internal note").fill("Offer the refund")
    await page.get_by_role("button", name="Add note").click()
    await anna.page.get_by_test_id("transcript").get_by_text("Offer the refund").wait_for()
    await expect(anna.page.get_by_text("also viewing")).to_have_count(0)
    await page.get_by_role("button", name="End silent view").click()
    await anna.page.get_by_text("Walter is also viewing").wait_for()
    await page.goto(f"{house.hub}/reports#view=now")
    await row.get_by_role("button", name="Act on").click()
    form = page.get_by_role("form", name="Reassign")
    await expect(form.get_by_label("Reassign from Wanda to")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(form).to_have_count(0)
    await row.get_by_role("button", name="Act on").press("Enter")
    await form.get_by_label("Reassign from Wanda to").select_option("wilma")
    await form.get_by_label("Reason (optional)").fill("Wanda has too many")
    await form.get_by_role("button", name="Reassign").dblclick(delay=20)
    await page.get_by_text("is now with Wilma.").wait_for()
    await customer.words("Wilma has taken over from Wanda").wait_for()
    assert len([line for line in await customer.lines() if "has taken over" in line]) == 1
    await bea.pick("in a rush")
    await bea.page.get_by_text("Reassigned from Wanda by Walter: “Wanda has too many”").wait_for()
    other = page.get_by_role("region", name="Agents now").get_by_role("row", name="Wilma")
    await other.get_by_role("button", name="Act on").click()
    await page.get_by_role("link", name="Take over…").click()
    await page.get_by_label("Why are you taking over from Wilma?").fill("I know her")
    await page.get_by_role("form", name="Take over").get_by_role("button", name="Take over").click()
    await customer.words("Walter has taken over from Wilma").wait_for()
    await expect(customer.frame.get_by_test_id("status")).to_contain_text("Walter")
    await page.get_by_role("button", name="Close", exact=True).click()
    await expect(page.get_by_test_id("state")).to_have_text("closed")


async def test_an_agent_neither_reassigns_nor_hides(browsers, house):
    anna, bea = await browsers.agent("wanda"), await browsers.agent("wilma")
    await held(browsers, anna, "mine alone")
    await bea.page.goto(f"{house.hub}/console?silent")
    await bea.pick("mine alone")
    await anna.page.get_by_text("Wilma is also viewing").wait_for()
    await expect(bea.page.get_by_text("Silent view")).to_have_count(0)
    await expect(bea.page.get_by_role("button", name="Reassign…")).to_have_count(0)
    await anna.button("Close").click()
    await expect(anna.page.get_by_test_id("state")).to_have_text("closed")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark phone"])
async def test_acting_on_a_conversation_is_accessible(browsers, house, look):
    chief = await browsers.agent("walter", "supervisor")
    await held(browsers, chief, f"look {look['color_scheme']}")
    page = await reports(browsers, house, chief, "now", **look)
    row = page.get_by_role("region", name="Agents now").get_by_role("row", name="Walter")
    await row.get_by_role("button", name="Act on").first.click()
    await page.get_by_role("form", name="Reassign").wait_for()
    assert await faults(page, "act") == []
    await chief.button("Close").click()
    await expect(chief.page.get_by_test_id("state")).to_have_text("closed")
