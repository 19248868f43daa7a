"""From an unanswered question to a measured answer, in real browsers."""

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.browser


async def test_a_gap_becomes_an_article(browsers, house):
    agent, customer = await browsers.agent("kim", "admin"), await browsers.customer()
    await customer.say("do you also sell drone insurance for paragliders")
    await customer.frame.locator(".bubble").nth(2).wait_for()
    await customer.say("drone insurance for paragliding, do you sell that?")
    await customer.frame.locator(".bubble:not(.dots)").nth(4).wait_for()
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await customer.frame.get_by_text("In the queue").first.wait_for()
    await agent.pick("drone insurance")
    await agent.button("Take over").click()
    await agent.answer(
        "Hello! We do not sell insurance, but our partner in Leeds does. Write to me at"
        " kim@brightwater.example."
    )
    await customer.words("our partner in Leeds").wait_for()
    await agent.button("Close").click()
    page = agent.page
    await page.goto(f"{house.hub}/desk#gaps")
    gap = page.locator("article.gap", has_text="our partner in Leeds")
    await gap.get_by_text("our partner in Leeds does. Write to me at [e-mail].").wait_for()
    await gap.get_by_role("button", name="Show questions").click()
    await gap.get_by_role("link", name="Conversation").first.wait_for()
    await gap.get_by_label("Right answer").first.select_option(label="How can I contact you?")
    await gap.get_by_text("Added to every release evaluation.").wait_for()
    await gap.get_by_role("button", name="Write an article").click()
    await expect(page.get_by_role("textbox", name="Answer")).to_contain_text("our partner in Leeds does")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("link", name="Unanswered questions").click()
    await page.get_by_role("heading", name="Unanswered questions").wait_for()
    await expect(page.locator("article.gap", has_text="our partner in Leeds")).to_have_count(0)
    await page.get_by_role("link", name="Articles").click()
    await page.get_by_role("link", name="drone insurance").first.click()
    await page.get_by_role("button", name="Archive").click()


async def test_who_was_told_the_wrong_thing_is_told_the_right_one(browsers, house):
    agent, customer = await browsers.agent("lou", "admin"), await browsers.customer()
    await customer.say("could I maybe rent some equipment from you for a weekend trip")
    await customer.frame.locator(".bubble:not(.dots)").nth(2).wait_for()
    page = agent.page
    await page.goto(f"{house.hub}/desk#articles/rental")
    await page.get_by_role("button", name="+ could I maybe rent").click()
    await page.get_by_role("button", name="Remove “could I maybe rent").wait_for()
    await page.get_by_role("button", name="Discard changes").click()
    await page.get_by_role("button", name="Markdown").click()
    await page.get_by_label("Answer").fill("Yes, but only tents, and only in summer.")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_text("not live until you publish").wait_for()
    await page.get_by_role("button", name="Publish", exact=True).click()
    await page.get_by_text("Everything is live").wait_for()
    await page.get_by_text("Customers who got this answer").click()
    await page.get_by_role("button", name="Send the live answer").click()
    await page.get_by_text("corrected with version").first.wait_for()
    await customer.words("We gave you an answer that wasn't right").wait_for()
    await customer.words("only tents, and only in summer").wait_for()
    await expect(page.get_by_role("button", name="Send the live answer")).to_have_count(0)
    await page.get_by_role("link", name="Performance").click()
    await page.get_by_role("cell", name="Can I rent equipment?").wait_for()
