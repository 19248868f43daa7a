"""What makes colleagues quick: the hand-over note, replies, suggestions, undo, notes, transfers, labels,
finding, verdicts, marks.
"""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import arrange

pytestmark = pytest.mark.browser


async def upset(browsers, words):
    customer = await browsers.customer()
    await customer.say("How long does delivery take?")
    await customer.words("2 to 4 working days").wait_for()
    await customer.say(f"this is ridiculous, I have been waiting for a week and nobody answers! {words}")
    await customer.words("I'm connecting you with an agent").wait_for()
    return customer


async def test_an_agent_is_quick_with_the_story_at_hand(browsers, house):
    agent, customer = await browsers.agent("ines", "admin"), await upset(browsers, "about the stove")
    page = agent.page
    await arrange(
        page, house, replies=[{"shortcut": "sorry", "text": "I am sorry, {customer}. {agent} here."}]
    )
    await page.reload()
    await agent.pick("about the stove")
    side = page.get_by_test_id("side")
    await side.get_by_role("button", name="How long does delivery take? no reaction").wait_for()
    await side.get_by_role("button", name="How long does delivery take?", exact=True).click()
    await expect(page.locator(".said.customer.found")).to_contain_text("How long does delivery take?")
    await page.keyboard.press("t")
    box = page.get_by_label("Your reply")
    await box.fill("/sor")
    await page.get_by_role("option", name="sorry").wait_for()
    await box.press("Enter")
    await expect(box).to_have_value("I am sorry, there. Ines here.")
    await box.press("Enter")
    await page.get_by_text("Sending in").wait_for()
    await page.keyboard.press("Control+z")
    await expect(box).to_have_value("I am sorry, there. Ines here.")
    await box.press("Enter")
    await customer.words("I am sorry, there. Ines here.").wait_for()
    await page.get_by_role("group", name="From the knowledge base").get_by_role("button").first.wait_for()
    await box.press("Alt+1")
    await expect(box).not_to_have_value("")
    await box.fill("")
    await page.get_by_text("· read").wait_for()
    await page.get_by_role("button", name="Note", exact=True).click()
    await page.get_by_label("Internal note").fill("Ask the carrier, @ines")
    await page.get_by_role("button", name="Add note").click()
    await page.locator(".said.noted", has_text="Ask the carrier").wait_for()
    await page.get_by_label("Add a label").fill("carrier")
    await page.get_by_label("Add a label").press("Enter")
    await page.get_by_label("Filter conversations").fill("label:carrier")
    await expect(page.locator(".entry")).to_have_count(1)
    await page.get_by_role("button", name="Save view").click()
    await page.get_by_label("Filter conversations").fill("")
    await page.get_by_role("button", name="Snooze…").click()
    await page.get_by_role("option", name="In 1 hour").click()
    await page.locator(".rows .section", has_text="Snoozed").wait_for()
    await side.get_by_role("button", name="Remove carrier").wait_for()
    await agent.button("Close").click()
    await page.get_by_text("come at the right time?").wait_for()
    await page.locator("body").press("2")
    await page.get_by_text("Hand-off verdict: too early").wait_for()
    assert "Ask the carrier" not in await customer.frame.locator("body").inner_text()


async def test_a_transfer_carries_a_note_and_names_who_should_take_it(browsers, house):
    anton, bea = await browsers.agent("anton", "admin"), await browsers.agent("bea", "admin")
    await upset(browsers, "my boots")
    await anton.pick("my boots")
    await anton.button("Take over").click()
    await bea.pick("my boots")
    await anton.page.get_by_text("Bea is also viewing").wait_for()
    # No double press: Transfer… stands where Take stood a moment ago.
    await anton.page.keyboard.press("Shift")
    await anton.page.get_by_role("button", name="Transfer…").click()
    await anton.page.get_by_role("option", name="Bea").click()
    await anton.page.get_by_label("Note (optional)").fill("She knows boots.")
    await anton.page.get_by_role("button", name="Transfer", exact=True).click()
    await bea.page.locator(".said.noted", has_text="She knows boots.").wait_for()
    await bea.page.get_by_text("Transferred by Anton").wait_for()
    await (
        bea.page.get_by_role("tab", name="Mine")
        .locator("xpath=../..")
        .locator(".entry", has_text="delivery take")
        .wait_for()
    )
    await bea.page.get_by_test_id("state").get_by_text("with you").wait_for()


async def test_what_was_said_is_found_and_marked(browsers, house):
    agent, customer = await browsers.agent("cleo", "admin"), await browsers.customer()
    await customer.say("do you repair zebra striped umbrellas")
    await customer.frame.locator(".bubble:not(.dots)").nth(2).wait_for()
    page = agent.page
    await page.keyboard.press("Control+k")
    await page.keyboard.type("zebra striped")
    await page.get_by_role("option", name="zebra striped umbrellas").last.click()
    await page.locator(".said.customer", has_text="zebra striped").hover()
    await page.get_by_role("button", name="Mark what would have been right").first.click()
    await page.get_by_role("button", name="Should have been handed off").click()
    await page.get_by_text("should have been handed off").wait_for()
    await page.get_by_role("button", name="Remove the mark").click()
    await page.get_by_text("should have been handed off").wait_for(state="detached")
    await page.locator("body").press("?")
    await page.get_by_role("dialog", name="Keyboard shortcuts and preferences").wait_for()


async def test_the_customer_is_known_beside_the_conversation(browsers, house):
    agent, customer = await browsers.agent("dora", "admin"), await browsers.customer()
    await customer.say("where is order BW-10311 my mail is jonas.weber@example.com")
    await customer.words("sorry it's late").wait_for()
    await agent.pick("BW-10311 my mail")
    side = agent.page.get_by_test_id("side")
    await side.get_by_text("Cirrus down jacket").wait_for()
    await side.get_by_role("button", name="Edit").click()
    await side.get_by_label("Name").fill("Jonas Weber")
    await side.get_by_label("Segment").fill("Not One Word")
    await side.get_by_role("button", name="Save").click()
    await side.get_by_text("one word of lowercase letters").wait_for()
    await side.get_by_label("Segment").fill("vip")
    await side.get_by_role("button", name="Save").click()
    await side.get_by_text("vip", exact=True).first.wait_for()
    await agent.page.get_by_label("Filter conversations").fill("Jonas Weber")
    await agent.page.locator(".rows .entry", has_text="Jonas Weber").first.wait_for()
    browsers.complaints[:] = [each for each in browsers.complaints if "400" not in each]


async def test_files_go_both_ways(browsers, house):
    agent, customer = await browsers.agent("emil", "admin"), await upset(browsers, "see the picture")
    picture = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "phone.png"
    await customer.frame.locator("input[type=file]").set_input_files(picture)
    await customer.frame.locator("img[alt='phone.png']").wait_for()
    await agent.pick("see the picture")
    shown = agent.page.locator(".said img[alt='phone.png']")
    await shown.wait_for()
    assert await shown.evaluate("each => each.decode().then(() => each.naturalWidth)") > 0
    await agent.button("Take over").click()
    await agent.page.locator(".compose input[type=file]").set_input_files(
        {"name": "label.txt", "mimeType": "text/plain", "buffer": b"Return label 42"}
    )
    await customer.frame.get_by_role("link", name="label.txt").wait_for()
    await agent.page.locator(".compose input[type=file]").set_input_files(
        {"name": "evil.exe", "mimeType": "application/octet-stream", "buffer": b"MZ\x90\x00\x00\x00"}
    )
    await agent.page.get_by_text("You can send these files").wait_for()
    browsers.complaints[:] = [each for each in browsers.complaints if "400" not in each]
