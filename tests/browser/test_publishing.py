"""Training and swapping a model while customers chat."""

import asyncio

import pytest

pytestmark = pytest.mark.browser


async def _until(check, seconds=90):
    limit = asyncio.get_running_loop().time() + seconds
    while not check():
        assert asyncio.get_running_loop().time() < limit, "never happened"
        await asyncio.sleep(0.1)


async def test_new_questions_are_learnt_while_customers_chat(browsers, house):
    editor = await browsers.agent("edith", "admin")
    page, customer = editor.page, await browsers.customer()
    await page.get_by_role("link", name="Desk").click()
    await page.get_by_role("button", name="New article").click()
    await page.get_by_label("Title, as a question a customer would ask").fill("Do you sell kayaks?")
    await page.get_by_label("Answer").fill("Yes, **river and sea kayaks**, in the Hamburg store.")
    asked = [
        "kayak",
        "where can I buy a kayak",
        "sea kayak",
        "paddling boats",
        "is there a canoe",
        "do you have river kayaks",
        "inflatable kayak",
    ]
    await page.get_by_label("How customers ask for it").fill("\n".join(asked))
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Publish", exact=True).click()
    await page.get_by_text("is learning the new questions").wait_for()
    await customer.say("How long does delivery take?")
    await customer.words("2 to 4 working days").wait_for()
    await page.get_by_text("Everything is live").wait_for(timeout=90_000)
    await _until(lambda: "The bot now answers with" in house.said())
    await customer.say("do you sell kayaks?")
    await customer.words("river and sea kayaks").wait_for()
