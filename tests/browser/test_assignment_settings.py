"""An administrator switches assignment on: words, bounds, departments of their own, two who do it at once."""

from contextlib import closing

import pytest
from playwright.async_api import expect

from escalation.store.sqlite.store import SqliteStore
from tests.bridge.conftest import until
from tests.browser.conftest import arrange

pytestmark = pytest.mark.browser
ACCEPT = "Time to accept (seconds)"


async def settings(page, house, screen="assignment"):
    await page.goto(f"{house.hub}/settings#{screen}")
    await page.get_by_role("main").get_by_role("heading", level=2).wait_for()


async def apply(page):
    await page.get_by_role("button", name="Apply").click()
    await page.get_by_text("Saved. In effect now").wait_for()


async def rings_at(house, words):
    with closing(SqliteStore(house.home)) as store:
        rows = await store.log.listed(("queued",))
    return next((row.ringing.agent_name for row in rows if words in row.preview and row.ringing), None)


async def test_assignment_is_switched_on_and_a_conversation_rings(browsers, house):
    agent = await browsers.agent("vera", "admin")
    page = await browsers.window()
    await page.context.add_cookies(await agent.page.context.cookies())
    await settings(page, house)
    everybody = page.get_by_role("region", name="All departments")
    await expect(everybody.get_by_label(ACCEPT)).to_have_count(0)
    await everybody.get_by_label("Automatic").check()
    await expect(everybody.get_by_label(ACCEPT)).to_have_value("30")
    await expect(everybody.get_by_text("Default: 30.")).to_be_visible()
    await everybody.get_by_label(ACCEPT).fill("1")
    await everybody.get_by_label("Close after that question (minutes)").fill("5")
    await expect(everybody.get_by_text("Enter a whole number from 5 to 600.")).to_be_visible()
    await expect(everybody.get_by_text("A customer is asked before a conversation closes")).to_be_visible()
    await page.get_by_role("button", name="Apply").click()
    await expect(page.get_by_role("alert").last).to_have_text(
        f"All departments, “{ACCEPT}”: Enter a whole number from 5 to 600."
    )
    await everybody.get_by_label(ACCEPT).fill("60")
    await everybody.get_by_label("Ask a silent customer (minutes)").fill("60")
    await page.reload()
    await expect(everybody.get_by_label(ACCEPT)).to_have_value("60")
    await page.get_by_role("button", name="Apply").dblclick(delay=20)
    await page.get_by_text("Saved. In effect now").wait_for()
    customer = await browsers.customer()
    await customer.say("this is ridiculous, nobody answers! ring for me")
    await until(lambda: rings_at(house, "ring for me"), "it rings at who is online", seconds=30)
    await settings(page, house, "history")
    await expect(page.locator("article", has_text="Assignment: “default” added")).to_have_count(1)
    await arrange(page, house, assignment={})
    await agent.page.reload()
    await agent.pick("ring for me")
    await agent.button("Take over").click()
    await agent.button("Close").click()
    await expect(agent.page.get_by_test_id("state")).to_have_text("closed")


async def test_a_department_has_rules_of_its_own_and_gives_them_up(browsers, house):
    page = (await browsers.agent("viola", "admin")).page
    await arrange(page, house, departments=[{"id": "billing", "name": "Billing", "by_hand": True}])
    await settings(page, house)
    card = page.locator("details", has_text="Billing")
    await expect(card).to_contain_text("as all departments")
    await card.locator("summary").focus()
    await page.keyboard.press("Enter")
    await card.get_by_role("button", name="Set own rules").press("Enter")
    await card.get_by_label("Automatic").press(" ")
    await card.get_by_label("Capacity (conversations)").fill("2.5")
    await apply(page)
    await page.reload()
    await expect(card).to_contain_text("automatic, the least loaded first, up to 2.5 each, 30 s to accept")
    await settings(page, house, "departments")
    await page.locator("details", has_text="Billing").locator("summary").first.click()
    await page.get_by_role("button", name="Remove").click()
    await page.get_by_role("button", name="Apply").click()
    await page.get_by_text("Remove the rules of a department before the department itself").wait_for()
    await page.get_by_role("button", name="Discard changes").click()
    await settings(page, house)
    await card.locator("summary").click()
    await card.get_by_role("button", name="Use the rules for all departments").click()
    await apply(page)
    await expect(card).to_contain_text("as all departments")
    await arrange(page, house, departments=[])
    browsers.complaints[:] = [line for line in browsers.complaints if "400" not in line]


async def test_of_two_who_change_assignment_at_once_the_second_is_told(browsers, house):
    page = (await browsers.agent("vito", "admin")).page
    other = await page.context.new_page()
    for tab in (page, other):
        await settings(tab, house)
        await tab.get_by_label("Remind a silent agent (minutes)").wait_for()
    await page.get_by_label("Remind a silent agent (minutes)").fill("7")
    await apply(page)
    await other.get_by_label("Alert on a long wait (minutes)").fill("9")
    await other.get_by_role("button", name="Apply").click()
    await other.get_by_role("button", name="Load the latest version").click()
    await expect(other.get_by_label("Remind a silent agent (minutes)")).to_have_value("7")
    await other.get_by_label("Alert on a long wait (minutes)").fill("9")
    await apply(other)
    await arrange(page, house, assignment={})
    browsers.complaints[:] = [line for line in browsers.complaints if "409" not in line]


async def test_an_agent_has_a_capacity_of_their_own(browsers, house):
    page = (await browsers.agent("vicky", "admin")).page
    await settings(page, house, "people")
    own = page.locator("details", has_text="vicky")
    await own.locator("summary").click()
    await own.get_by_label("Capacity (conversations)").fill("200")
    await expect(own.get_by_text("Enter a number from 0 to 100.")).to_be_visible()
    await expect(own.get_by_role("button", name="Save")).to_be_disabled()
    await own.get_by_label("Capacity (conversations)").fill("6.5")
    await own.get_by_role("button", name="Save").click()
    await page.reload()
    await own.locator("summary").click()
    await expect(own.get_by_label("Capacity (conversations)")).to_have_value("6.5")


async def test_an_sla_has_three_clocks_and_a_warning(browsers, house):
    page = (await browsers.agent("vroni", "admin")).page
    await arrange(page, house, segments=[{"id": "gold", "name": "Gold"}])
    await settings(page, house, "service_levels")
    await page.get_by_role("button", name="New SLA").click()
    card = page.locator("main details.card")
    await card.get_by_label("Name").fill("Gold customers")
    await expect(card.get_by_label("Warn at (percent of the time)")).to_have_value("75")
    await card.get_by_label("First response (minutes)").fill("")
    await card.get_by_label("Resolution (minutes)").fill("20000")
    await page.get_by_role("button", name="Apply").click()
    await expect(page.get_by_role("alert").last).to_have_text(
        "Gold customers, “First response (minutes)”: Enter a whole number from 1 to 10080."
    )
    await card.get_by_label("First response (minutes)").fill("5")
    await card.get_by_label("Next response (minutes)").fill("3")
    await card.get_by_label("Resolution (minutes)").fill("480")
    await card.get_by_text("no conditions").click()
    await card.get_by_label("Gold", exact=True).check()
    await apply(page)
    await page.reload()
    summary = page.locator("main details.card > summary")
    await expect(summary).to_contain_text("first response 5 min, next 3 min, resolution 480 min")
    await arrange(page, house, service_levels=[], segments=[])


async def test_routing_is_tried_before_it_is_applied(browsers, house):
    agent = await browsers.agent("vanja", "admin")
    customer = await browsers.customer()
    await customer.say("How long does delivery take? try me")
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await customer.words("I'm connecting you with an agent").wait_for()
    page = await agent.page.context.new_page()
    await settings(page, house, "departments")
    await page.get_by_role("button", name="New department").click()
    card = page.locator("main details.card")
    await card.get_by_label("Name", exact=True).fill("Upset customers")
    await card.get_by_label("Short name").fill("Not one word")
    trial = page.get_by_role("region", name="Try this routing")
    await trial.get_by_role("button", name="Try").click()
    await trial.get_by_text("must be one word").wait_for()
    await card.get_by_label("Short name").fill("upset")
    await card.get_by_text("no conditions").click()
    await card.get_by_label("customer request").check()
    await expect(trial.get_by_text("must be one word")).to_have_count(0)
    await trial.get_by_role("button", name="Try").dblclick(delay=20)
    await trial.get_by_text("would have gone elsewhere").wait_for()
    row = trial.get_by_role("listitem").filter(has_text="Upset customers").first
    await expect(row).to_contain_text("no department")
    await row.get_by_role("link").click()
    await page.get_by_test_id("transcript").locator(".said .bubble").first.wait_for()
    await page.go_back()
    await expect(card.get_by_label("Short name")).to_have_value("upset")
    await page.get_by_role("button", name="Discard changes").click()
    await expect(trial.get_by_text("would have gone elsewhere")).to_have_count(0)
    await agent.page.reload()
    await expect(agent.page.locator(".entry", has_text="Upset customers")).to_have_count(0)
    await agent.pick("try me")
    await agent.button("Take over").click()
    await agent.button("Close").click()
    await expect(agent.page.get_by_test_id("state")).to_have_text("closed")
    browsers.complaints[:] = [line for line in browsers.complaints if "400" not in line]
