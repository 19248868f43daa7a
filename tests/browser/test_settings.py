"""What supervisors and admins change while Baton runs."""

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.browser


async def unfold_numbers(page):
    """They unfold by themselves where they are none of the presets."""
    numbers = page.locator("details", has=page.get_by_text("The numbers", exact=True))
    await numbers.evaluate("each => { each.open = true; }")


async def test_thresholds_are_tried_before_they_count_and_taken_back(browsers, house):
    page, customer = (await browsers.agent("sven", "admin")).page, await browsers.customer()
    await customer.say("this is ridiculous, I have been waiting for a week and nobody answers!")
    await customer.words("I'm connecting you with an agent").wait_for()
    await page.goto(f"{house.hub}/settings")
    await unfold_numbers(page)
    threshold = page.get_by_label("Hand off when frustration reaches")
    await threshold.fill("7")
    await page.get_by_role("button", name="Apply").click()
    await page.get_by_text("must be a number from 0 to 1").wait_for()
    await threshold.fill("1")
    await page.get_by_role("button", name="Simulate on stored conversations").click()
    found = page.get_by_role("region", name="What would change")
    await found.get_by_text("offers an agent (frustration)").first.wait_for()
    await found.get_by_role("link", name="Replay").first.click()
    row = page.locator("tr.differs", has_text="this is ridiculous").first
    await row.wait_for()
    right = row.get_by_label("Right outcome")
    await row.focus()
    await page.keyboard.press("p")
    await expect(right).to_have_value("person")
    await page.keyboard.press("x")
    await expect(right).to_have_value("")
    await page.get_by_text("Should have been handed off").drag_to(row)
    await expect(right).to_have_value("person")
    await page.get_by_role("link", name="Handoff rules").click()
    await expect(page.get_by_label("Custom")).to_be_checked()
    await expect(threshold).to_have_value("1")
    await page.get_by_label("Reason").fill("calmer")
    await page.get_by_role("button", name="Apply").click()
    await page.get_by_text("Saved. In effect from the next message.").wait_for()
    calm = await browsers.customer()
    await calm.say("this is ridiculous, I have been waiting for a week and nobody answers!")
    await calm.frame.get_by_role("button", name="Yes, please").wait_for()
    await page.get_by_role("button", name="Discard changes").wait_for(state="detached")
    await threshold.fill("0.72")
    await page.get_by_role("button", name="Apply").click()
    await expect(page.get_by_text("by sven")).to_have_count(2)
    await customer.frame.get_by_role("button", name="Return to the assistant").click()
    await expect(customer.frame.get_by_test_id("status")).not_to_contain_text("queue")
    browsers.complaints[:] = [each for each in browsers.complaints if "400" not in each]


async def test_a_colleague_is_invited_changed_and_taken_out(browsers, house):
    page = (await browsers.agent("olga", "admin")).page
    await page.goto(f"{house.hub}/settings#people")
    await page.get_by_label("Login").fill("newby")
    await page.locator("#u-name").fill("Newby")
    await page.get_by_role("button", name="Invite").click()
    link = await page.get_by_label("Link").input_value()
    fresh = await browsers.window()
    await fresh.goto(link)
    await fresh.get_by_label("Password", exact=False).first.fill("a password for newby")
    await fresh.locator("form button").first.click()
    await fresh.get_by_text("Newby").first.wait_for()
    await page.reload()
    card = page.locator("details", has_text="newby")
    await card.locator("summary").click()
    await card.get_by_label("Role").select_option("editor")
    await card.get_by_label("Email").fill("newby@shop.example")
    await card.get_by_role("button", name="Save").click()
    await page.get_by_text("newby, editor, newby@shop.example").wait_for()
    page.on("dialog", lambda dialog: dialog.accept())
    await card.get_by_role("button", name="Disable").click()
    await card.wait_for(state="detached")
    own = page.locator("details", has_text="olga")
    await own.locator("summary").click()
    await own.get_by_label("Role").select_option("agent")
    await own.get_by_role("button", name="Save").click()
    await page.get_by_text("You cannot remove your own access").wait_for()
    await page.get_by_role("link", name="Audit log").click()
    await page.locator("article", has_text="“newby” removed").get_by_role("button", name="Undo").click()
    await page.get_by_text("Undone: Team: “newby” added").wait_for()
    browsers.complaints[:] = [
        each for each in browsers.complaints if not ("409" in each or "401" in each or "403" in each)
    ]


async def test_a_list_is_changed_kept_and_taken_back(browsers, house):
    page = (await browsers.agent("pia", "admin")).page
    await page.goto(f"{house.hub}/settings#replies")
    await page.get_by_role("button", name="New response").click()
    card = page.locator("details").last
    await card.get_by_label("Shortcut").fill("bye")
    await card.get_by_label("Text").fill("Bye {nobody}")
    await page.get_by_role("button", name="Apply").click()
    await page.get_by_text("{nobody} is not known here").wait_for()
    await card.get_by_label("Text").fill("Bye {customer}")
    await page.reload()
    await page.get_by_text("Unsaved changes").wait_for()
    other = await browsers.window()
    await other.context.add_cookies(await page.context.cookies())
    await other.goto(f"{house.hub}/settings#replies")
    await other.get_by_role("button", name="New response").click()
    await other.locator("details").last.get_by_label("Shortcut").fill("first")
    await other.locator("details").last.get_by_label("Text").fill("I was first")
    await other.get_by_role("button", name="Apply").click()
    await other.get_by_text("Canned responses: “first” added").wait_for()
    await page.get_by_role("button", name="Apply").click()
    await page.get_by_text("Someone else has changed this in the meantime").wait_for()
    await page.get_by_role("button", name="Load the latest version").click()
    await page.locator("summary", has_text="/first").wait_for()
    await page.get_by_role("button", name="New response").click()
    card = page.locator("details").last
    await card.get_by_label("Shortcut").fill("bye")
    await card.get_by_label("Text").fill("Bye {customer}")
    await page.get_by_label("Reason (optional)").fill("politeness")
    await page.get_by_role("button", name="Apply").click()
    await page.get_by_text("Canned responses: “bye” added").wait_for()
    await page.get_by_role("link", name="Audit log").click()
    change = page.locator("article", has_text="Canned responses: “bye” added")
    await expect(change).to_contain_text("politeness")
    await change.get_by_role("button", name="Undo").click()
    await page.get_by_text("Undone: Canned responses: “bye” removed").wait_for()
    browsers.complaints[:] = [each for each in browsers.complaints if "400" not in each and "409" not in each]


async def test_two_who_change_the_handoff_rules_at_once_lose_neither(browsers, house):
    one, two = (await browsers.agent("tara", "admin")).page, (await browsers.agent("tilo", "admin")).page
    for page in (one, two):
        await page.goto(f"{house.hub}/settings")
        await unfold_numbers(page)
    await one.get_by_label("Offer an agent when complexity reaches").fill("0.73")
    await one.get_by_role("button", name="Apply").click()
    await one.get_by_text("Saved. In effect from the next message.").wait_for()
    mine = two.get_by_label("Offer an agent when frustration reaches")
    await mine.fill("0.57")
    await two.get_by_role("button", name="Apply").click()
    await two.get_by_text("tara has changed the rules").wait_for()
    await two.reload()
    await expect(mine).to_have_value("0.57")
    await expect(two.get_by_label("Offer an agent when complexity reaches")).to_have_value("0.73")
    await two.get_by_role("button", name="Apply").click()
    await two.get_by_text("Saved. In effect from the next message.").wait_for()
    await one.reload()
    await expect(one.get_by_label("Offer an agent when frustration reaches")).to_have_value("0.57")
    await expect(one.get_by_label("Offer an agent when complexity reaches")).to_have_value("0.73")
    browsers.complaints[:] = [each for each in browsers.complaints if "409" not in each and "400" not in each]


async def test_handoff_rules_are_chosen_in_words_and_replayed_from_a_conversation(browsers, house):
    agent = await browsers.agent("tessa", "supervisor")
    customer = await browsers.customer()
    await customer.say("this is ridiculous, nobody answers! in words")
    await customer.words("I'm connecting you with an agent").wait_for()
    page = await agent.page.context.new_page()
    await page.goto(f"{house.hub}/settings#triage")
    await page.get_by_label("Calm").check()
    await unfold_numbers(page)
    handoff = page.get_by_label("Hand off when frustration reaches")
    await expect(handoff).to_have_value("0.9")
    await handoff.fill("0.91")
    await expect(page.get_by_label("Custom")).to_be_checked()
    await page.get_by_label("Quick to bring an agent").press(" ")
    await expect(handoff).to_have_value("0.65")
    await expect(page.get_by_label("Custom")).to_have_count(0)
    await page.get_by_role("button", name="Simulate on stored conversations").click()
    await page.get_by_role("region", name="What would change").wait_for()
    await page.reload()
    await expect(page.get_by_label("Quick to bring an agent")).to_be_checked()
    await agent.pick("in words")
    await agent.page.get_by_role("link", name="Replay this conversation").click()
    await agent.page.locator("tr", has_text="in words").first.wait_for()
    assert "settings#rewind/c_" in agent.page.url
    await page.get_by_role("button", name="Discard changes").click()
    await agent.page.goto(f"{house.hub}/console")
    await agent.pick("in words")
    await agent.button("Take over").click()
    await agent.button("Close").click()
    await expect(agent.page.get_by_test_id("state")).to_have_text("closed")


async def test_an_agent_sees_no_way_to_the_replay(browsers, house):
    agent = await browsers.agent("tim")
    customer = await browsers.customer()
    await customer.say("this is ridiculous, nobody answers! no replay")
    await agent.pick("no replay")
    await agent.page.get_by_test_id("side").get_by_role("region", name="Hand-off note").wait_for()
    await expect(agent.page.get_by_role("link", name="Replay this conversation")).to_have_count(0)
    await agent.button("Take over").click()
    await agent.button("Close").click()
    await expect(agent.page.get_by_test_id("state")).to_have_text("closed")
