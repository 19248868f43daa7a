"""A supervisor's reports: figures that lead to their conversations, by keyboard too, on every screen."""

import json

import pytest
from playwright.async_api import expect

from tests.browser.test_accessible import LOOKS, faults

pytestmark = pytest.mark.browser
UPLOT = "uplot-"


async def handed_off(browsers, words):
    """A customer in the queue."""
    customer = await browsers.customer()
    await customer.say(f"this is ridiculous, nobody answers! {words}")
    await customer.words("I'm connecting you with an agent").wait_for()
    return customer


async def reports(browsers, house, agent, view, **look):
    """The page, as a supervisor who is signed in sees it in a window of its own."""
    page = await browsers.window(**look)
    await page.context.add_cookies(await agent.page.context.cookies())
    await page.goto(f"{house.hub}/reports#view={view}")
    await page.get_by_role("main").get_by_role("heading", level=2).wait_for()
    return page


async def test_a_number_leads_to_its_conversations(browsers, house):
    chief = await browsers.agent("rosa", "supervisor")
    leaver = await handed_off(browsers, "I leave")
    await leaver.frame.get_by_role("button", name="Return to the assistant").click()
    page = await reports(browsers, house, chief, "period")
    number = page.get_by_role("link", name="Abandoned:")
    await expect(number).to_be_visible()
    await number.press("Enter")
    found = page.get_by_role("region", name="From the reports")
    await expect(found.get_by_role("heading")).to_contain_text("Abandoned while waiting")
    await found.locator(".entry").first.click()
    await page.get_by_test_id("transcript").get_by_text("nobody answers! I leave").wait_for()
    await page.reload()
    await expect(found.locator(".entry").first).to_be_visible()
    await found.get_by_role("button", name="Close list").click()
    await expect(found).to_have_count(0)


async def test_now_follows_what_happens_and_its_numbers_filter_the_console(browsers, house):
    chief = await browsers.agent("rosa", "supervisor")
    page = await reports(browsers, house, chief, "now")
    waiting = page.get_by_role("region", name="Waiting")
    before = await waiting.locator(".conversation").count()
    await handed_off(browsers, "follow me")
    await expect(waiting.locator(".conversation")).to_have_count(min(12, before + 1))
    await chief.pick("follow me")
    await chief.button("Take over").click()
    await chief.page.get_by_test_id("state").get_by_text("with you").wait_for()
    row = page.get_by_role("region", name="Agents now").get_by_role("row", name="Rosa")
    await expect(row).to_contain_text("online")
    await row.get_by_role("link", name="conversations, Rosa").click()
    await expect(page.get_by_label("Filter conversations")).to_have_value("agent:rosa")
    await expect(page.locator(".entry", has_text="follow me")).to_have_count(1)


async def test_a_period_is_chosen_and_kept_in_the_address(browsers, house):
    chief = await browsers.agent("rosa", "supervisor")
    await handed_off(browsers, "today")
    page = await reports(browsers, house, chief, "period")
    await page.get_by_role("img", name="Chart: contacts by hour").locator("canvas").wait_for()
    await page.get_by_role("button", name="7 days").click()
    await page.get_by_role("img", name="Chart: contacts by day").locator("canvas").wait_for()
    await page.reload()
    await page.get_by_role("img", name="Chart: contacts by day").wait_for()
    await page.get_by_label("From").fill("2020-01-01")
    await page.get_by_label("to", exact=True).fill("2020-01-02")
    await expect(page.get_by_role("main")).to_contain_text("No contacts began in this period")


async def test_a_table_is_a_file(browsers, house):
    chief = await browsers.agent("rosa", "supervisor")
    await handed_off(browsers, "today")
    page = await reports(browsers, house, chief, "period")
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Download CSV: contacts by hour").click()
    file = await (await download.value).path()
    assert file.read_text().splitlines()[0].startswith("hour,contacts,")


async def test_the_charts_are_loaded_here_alone(browsers, house):
    chief = await browsers.agent("rosa", "supervisor")
    loaded = "performance.getEntriesByType('resource').map((each) => each.name)"
    assert not [each for each in await chief.page.evaluate(loaded) if UPLOT in each]
    page = await reports(browsers, house, chief, "now")
    assert [each for each in await page.evaluate(loaded) if UPLOT in each]


async def test_an_agent_sees_no_reports(browsers, house):
    agent = await browsers.agent("sol")
    await expect(agent.page.get_by_role("link", name="Reports")).to_have_count(0)
    page = await browsers.window()
    await page.context.add_cookies(await agent.page.context.cookies())
    await page.goto(f"{house.hub}/reports")
    await page.get_by_text("does not have access to this page").wait_for()


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark phone"])
async def test_the_reports_are_accessible(browsers, house, look):
    chief = await browsers.agent("rosa", "supervisor")
    await handed_off(browsers, "today")
    found = []
    for view in ("now", "period"):
        page = await reports(browsers, house, chief, view, **look)
        await page.locator("canvas").first.wait_for()
        found += await faults(page, view)
    assert found == [], json.dumps(found)
