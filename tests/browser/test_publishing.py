"""Training and swapping a model while customers chat."""

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.browser
TRAINED_MS = 400_000


async def _until(check, seconds=300):
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
    await page.get_by_role("textbox", name="Answer").fill("Yes, river and sea kayaks, in the Hamburg store.")
    asked = [
        "kayak",
        "where can I buy a kayak",
        "sea kayak",
        "paddling boats",
        "is there a canoe",
        "do you have river kayaks",
        "inflatable kayak",
    ]
    await page.get_by_label("Example questions").fill("\n".join(asked))
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Publish", exact=True).click()
    await page.get_by_text("is learning the new questions").wait_for()
    await customer.say("How long does delivery take?")
    await customer.words("2 to 4 working days").wait_for()
    await page.get_by_text("Everything is live").wait_for(timeout=TRAINED_MS)
    await customer.say("do you sell kayaks?")
    await customer.words("river and sea kayaks").wait_for()


async def test_a_fact_and_a_line_are_edited_once_and_said_everywhere(browsers, house):
    editor = await browsers.agent("fay", "admin")
    page = editor.page
    await page.goto(f"{house.hub}/desk#facts")
    await page.get_by_label("Name, like return_days").fill("hotline_hours")
    await page.get_by_label("Value").last.fill("nine to five")
    await page.get_by_role("button", name="Add").click()
    await page.get_by_text("Not used yet").wait_for()
    await page.get_by_role("link", name="System texts").click()
    await page.get_by_label("Search system texts").fill("goodbye")
    await page.get_by_role("button", name="Edit").click()
    await page.get_by_role("textbox", name="Variant 1").fill(
        "Bye! Our people are here from {{hotline_hours}}, {nobody}."
    )
    await page.get_by_role("button", name="Remove variant 2").click()
    await page.get_by_role("button", name="Save").click()
    await page.get_by_text("{nobody} is not known here").wait_for()
    await page.get_by_role("textbox", name="Variant 1").fill(
        "Bye! Our people are here from {{hotline_hours}}."
    )
    await page.get_by_role("button", name="Save").click()
    await page.locator(".bubble", has_text="from nine to five").wait_for()
    await page.get_by_role("button", name="Publish", exact=True).click()
    await page.get_by_text("Everything is live").wait_for()
    customer = await browsers.customer()
    await customer.say("bye")
    await customer.words("Our people are here from nine to five.").wait_for()
    browsers.complaints[:] = [each for each in browsers.complaints if "400" not in each]


async def test_two_editors_see_each_other_and_lose_nothing(browsers, house):
    first = (await browsers.agent("gil", "supervisor")).page
    second = (await browsers.agent("hana", "supervisor")).page
    for page in (first, second):
        await page.goto(f"{house.hub}/desk#articles/jobs")
        await page.get_by_role("textbox", name="Answer").wait_for()
        await page.locator("[contenteditable] p").first.wait_for()
    await first.get_by_role("textbox", name="Answer").fill("We are hiring two people.")
    await first.locator(".bubble", has_text="two people").wait_for()
    await _until_kept(first)
    await second.get_by_role("textbox", name="Answer").fill("We are not hiring now.")
    await second.get_by_text("Gil is also editing").wait_for()
    await first.get_by_role("button", name="Save", exact=True).click()
    await first.get_by_text("not live until you publish").wait_for()
    await second.get_by_role("button", name="Save", exact=True).click()
    await second.get_by_text("since you opened version").wait_for()
    await expect(second.get_by_role("textbox", name="Answer")).to_have_text("We are not hiring now.")
    await first.get_by_text("Version history").click()
    await first.get_by_text("Show changes").first.click()
    await first.locator("ins", has_text="people").wait_for()
    browsers.complaints[:] = [each for each in browsers.complaints if "409" not in each]


async def _until_kept(page):
    async with page.expect_response(lambda reply: reply.url.endswith("/draft") and reply.ok):
        pass


async def test_a_release_is_examined_tried_published_and_rolled_back(browsers, house):
    page = (await browsers.agent("ivo", "admin")).page
    before = await browsers.customer()
    await before.say("where is the nearest climbing wall")
    await page.goto(f"{house.hub}/desk#articles/new")
    await page.get_by_label("Title, as a question a customer would ask").fill("Where is your climbing wall?")
    await page.get_by_role("textbox", name="Answer").fill("Our climbing wall is in the Leeds store.")
    await page.get_by_label("Example questions").fill(
        "climbing wall\nwhere can I climb\ndo you have a bouldering wall\nindoor climbing\nnearest climbing"
        " wall"
    )
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_role("button", name="Evaluate first").click()
    await page.get_by_role("link", name="View its evaluation").click(timeout=TRAINED_MS)
    await page.get_by_text("Passed: everything that was right is still right.").wait_for()
    await page.get_by_role("cell", name="where is the nearest climbing wall").wait_for()
    await page.get_by_label("Start canary").select_option("50")
    await page.get_by_role("link", name="All releases").click()
    await page.get_by_text("canary: 50% of new conversations").wait_for()
    await _until(lambda: "now answers a share of new conversations" in house.said())
    await page.get_by_role("button", name="End canary").click()
    await expect(page.get_by_text("canary: ")).to_have_count(0)
    await page.get_by_role("button", name="Make live").first.click()
    newest = page.locator(".card", has_text="Release").first
    await newest.get_by_text("live", exact=True).wait_for()
    after = await browsers.customer()
    await after.say("do you have a bouldering wall")
    await after.words("in the Leeds store").wait_for()
    await page.get_by_role("button", name="Make live").first.click()
    await expect(newest.get_by_text("live", exact=True)).to_have_count(0)
    again = await browsers.customer()
    await again.say("How long does delivery take?")
    await again.words("2 to 4 working days").wait_for()
    await expect(again.words("in the Leeds store")).to_have_count(0)


async def test_a_pasted_page_is_checked_and_brought_in(browsers, house):
    page = (await browsers.agent("jo", "admin")).page
    await page.goto(f"{house.hub}/desk#checks")
    await page.get_by_label("Or paste it here").fill(
        "Do you lend snow chains?\nYes, from any store.\n\nIs there a lost and found?\nAsk at the till."
    )
    await page.get_by_role("button", name="Preview").click()
    await page.get_by_text("2 articles found, 2 new or changed.").wait_for()
    await page.get_by_role("button", name="Import 2 drafts").click()
    await page.get_by_text("2 articles saved as drafts").wait_for()
    await page.get_by_role("link", name="Articles").click()
    await page.get_by_role("link", name="Do you lend snow chains?").click()
    box = page.get_by_label("Example questions")
    await box.fill("how long does my delivery take")
    await box.press("Enter")
    await page.get_by_role("link", name=re.compile("similar to How long does delivery take")).wait_for()
    await page.get_by_role("group", name="Before you publish").get_by_text("with 10 or more").wait_for()
    await page.get_by_role("button", name="Remove “how long does my delivery take”").click()
    await page.get_by_role("button", name="Archive").click()
    await page.get_by_role("link", name="Is there a lost and found?").click()
    await page.get_by_role("heading", name="Is there a lost and found?").wait_for()
    await page.get_by_role("button", name="Archive").click()
    await expect(page.get_by_role("link", name="Is there a lost and found?")).to_have_count(0)


async def test_what_was_taken_out_comes_back_and_what_was_begun_is_kept(browsers, house):
    editor = await browsers.agent("gus", "admin")
    page = editor.page
    await page.goto(f"{house.hub}/desk#articles/new")
    title = page.get_by_label("Title, as a question a customer would ask")
    await title.fill("\u0422\u0435\u0441\u0442?")
    await page.get_by_role("textbox", name="Answer").fill("Words nobody else has written.")
    await page.reload()
    await page.get_by_text("Your draft was restored").wait_for()
    await expect(title).to_have_value("\u0422\u0435\u0441\u0442?")
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_text("Version history (1)").wait_for()
    await page.get_by_role("button", name="Archive").click()
    await page.get_by_text("This article is archived").wait_for()
    await page.get_by_label("Show").select_option("out")
    await page.get_by_role("navigation", name="Articles").get_by_text("\u0422\u0435\u0441\u0442?").wait_for()
    await page.get_by_role("button", name="Restore").click()
    await page.get_by_role("button", name="Archive").wait_for()
    await page.get_by_label("Show").select_option("open")
    await page.get_by_role("navigation", name="Articles").get_by_text("\u0422\u0435\u0441\u0442?").wait_for()
    await page.get_by_role("button", name="Archive").click()
    await page.get_by_text("This article is archived").wait_for()


async def test_an_article_and_a_line_in_another_language(browsers, house):
    editor = await browsers.agent("hanna", "admin")
    page, picture = editor.page, Path(__file__).resolve().parents[2] / "docs" / "pictures" / "phone.png"
    await page.goto(f"{house.hub}/desk#articles/delivery_time")
    await page.get_by_label("Add a language").select_option("sv")
    await page.get_by_role("heading", name="in Svenska").wait_for()
    await page.get_by_role("region", name="Original").get_by_text("2 to 4 working days").wait_for()
    await page.get_by_label("Title, as a question a customer would ask").fill("Hur lång tid tar leveransen?")
    await page.get_by_role("textbox", name="Answer", exact=True).fill("Två till fyra arbetsdagar.")
    await page.get_by_role("button", name="Image").click()
    await page.get_by_label("Image file", exact=True).set_input_files(picture)
    await page.get_by_label("Alt text").fill("Ett paket")
    await page.get_by_role("button", name="Insert").click()
    await page.locator(".card .bubble img[alt='Ett paket']").wait_for()
    asked = [
        "när kommer mitt paket till mig",
        "hur länge tar leveransen",
        "hur många dagar tar frakten till er",
        "leveranstid",
    ]
    await page.get_by_label("Example questions").fill("\n".join(asked))
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_text("into Svenska.").wait_for()
    await page.get_by_role("link", name="System texts", exact=True).click()
    await page.get_by_label("Language").select_option("sv")
    await page.get_by_label("Search system texts").fill("handoff customer request")
    await page.get_by_role("button", name="Translate").first.click()
    await page.get_by_role("textbox", name="Variant 1").fill("Gärna, en människa kommer strax.")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_text("not live").first.wait_for()
    await page.get_by_role("button", name="Publish", exact=True).click()
    await page.get_by_text("is learning the new questions").wait_for()
    await page.get_by_text("Everything is live").wait_for(timeout=TRAINED_MS)
    customer = await browsers.customer()
    await customer.say("Hur lång tid tar leveransen till mig?")
    await customer.words("Två till fyra arbetsdagar").wait_for()
    assert (
        await customer.frame.locator("img[alt='Ett paket']").evaluate(
            "each => each.decode().then(() => each.naturalWidth)"
        )
        > 0
    )
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await customer.words("en människa kommer strax").wait_for()
