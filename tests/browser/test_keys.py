"""An agent's day by the keyboard: what is typed is never lost, and each thing is a key, a name and Enter."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.bridge.conftest import until
from tests.bridge.test_agents_gone import now
from tests.browser.shift import Desk, Shift

pytestmark = pytest.mark.browser
SLOW_S = 0.8


async def slow(page):
    """Every frame to and from the hub takes its time."""

    async def through(socket):
        server, loop = socket.connect_to_server(), asyncio.get_running_loop()
        socket.on_message(lambda frame: loop.call_later(SLOW_S, server.send, frame))
        server.on_message(lambda frame: loop.call_later(SLOW_S, socket.send, frame))

    await page.route_web_socket("**/socket.io/**", through)
    await page.reload()
    await page.get_by_test_id("lists").locator(".entry").first.wait_for()


async def with_two(shift: Shift) -> Desk:
    socket = await shift.hub.agent("anna")
    for number in (1, 2):
        await shift.with_agent(socket, f"matter {number}", name=f"N{number}")
    anna = await shift.desk("anna")
    await expect(anna.page.locator(".rows .entry")).to_have_count(2)
    return anna


async def test_letters_behind_j_are_commands_and_a_sentence_is_the_reply(shift):
    anna = await with_two(shift)
    await anna.page.keyboard.type("jrHello there")
    await expect(anna.page.get_by_label("Your reply")).to_have_value("Hello there")
    await anna.page.get_by_label("Your reply").fill("")
    await anna.page.keyboard.press("Escape")
    await anna.page.keyboard.press("k")
    await anna.page.keyboard.type("Good morning, because")
    await expect(anna.page.get_by_label("Your reply")).to_have_value("Good morning, because")
    await anna.state("with you")


async def test_what_is_typed_while_a_conversation_loads_is_not_lost(shift):
    anna = await with_two(shift)
    await slow(anna.page)
    _, second = await anna.page.locator(".rows .entry strong").all_inner_texts()
    await anna.page.locator(".rows .entry").first.click()
    await anna.page.keyboard.type("Because I can")
    await expect(anna.page.get_by_label("Your reply")).to_have_value("Because I can")
    await anna.page.keyboard.press("Escape")
    await anna.page.keyboard.type("jrNow this", delay=20)
    await expect(anna.page.get_by_label("Your reply")).to_have_value("Now this")
    await expect(anna.page.locator(".talk-top h2")).to_contain_text(second)


async def test_label_transfer_and_snooze_are_a_key_a_name_and_enter(shift):
    await shift.set_up(labels=[{"name": "carrier"}, {"name": "car park"}])
    await shift.hub.agent("bea")
    anna = await with_two(shift)
    page = anna.page
    await page.locator(".rows .entry").first.click()
    conversation = (await page.evaluate("location.hash"))[1:]
    await anna.state("with you")
    await page.keyboard.press("Escape")
    await page.keyboard.press("l")
    await page.keyboard.type("carr")
    options = page.get_by_role("listbox", name="Choices").get_by_role("option")
    await expect(options).to_have_text(["carrier", "Create “carr”"])
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Remove carrier").wait_for()
    assert (await now(shift.hub, conversation)).labels == ["carrier"]
    await page.keyboard.press("Escape")
    await page.keyboard.press("s")
    await page.keyboard.type("5 h")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Snoozed until")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("f")
    await page.keyboard.type("bea")
    await page.keyboard.press("Enter")
    await page.get_by_text("Transferring in").wait_for()
    group = page.get_by_role("group", name="Next conversation")
    await group.wait_for()
    await page.keyboard.press("g")
    await expect(group).to_have_count(0)
    await until(lambda: _is_with(shift, conversation, "Bea"), "it is Bea's")


async def _is_with(shift, conversation, name):
    return (await now(shift.hub, conversation)).agent_name == name


async def test_until_the_customer_replies(shift):
    customer, conversation = await shift.with_agent(await shift.hub.agent("anna"), "I will look", name="N1")
    anna = await shift.desk("anna")
    await anna.row("N1").click()
    await anna.page.get_by_role("button", name="Snooze…").click()
    await anna.page.keyboard.type("repl")
    await anna.page.keyboard.press("Enter")
    await expect(anna.page.get_by_role("button", name="Snoozed until they reply")).to_be_visible()
    await expect(anna.row("N1")).to_contain_text("until they reply")
    await shift.hub.say(customer, "here it is")
    await expect(anna.row("N1")).not_to_contain_text("until they reply")
    assert (await now(shift.hub, conversation)).snoozed_until == 0


async def test_an_at_sign_offers_the_team(shift):
    await shift.hub.agent("bea")
    await shift.hub.agent("ben")
    anna = await with_two(shift)
    await anna.page.locator(".rows .entry").first.click()
    await anna.state("with you")
    await anna.button("Note").click()
    await anna.page.keyboard.type("Ask @be")
    options = anna.page.get_by_role("listbox", name="Team members").get_by_role("option")
    await expect(options).to_have_count(2)
    await anna.page.keyboard.press("Enter")
    await anna.page.keyboard.type("about it")
    await expect(anna.page.get_by_label("Internal note")).to_have_value("Ask @bea about it")


async def test_the_next_is_offered_after_closing_and_after_the_verdict(shift):
    anna = await with_two(shift)
    await anna.page.locator(".rows .entry").first.click()
    await anna.state("with you")
    await anna.button("Close").click()
    group = anna.page.get_by_role("group", name="Next conversation")
    await expect(group).to_contain_text("matter")
    await anna.button("Close now").click()
    await anna.state("closed")
    await anna.page.keyboard.press("1")
    await anna.page.get_by_text("Hand-off verdict: right").wait_for()
    await group.get_by_role("button").click()
    await anna.state("with you")


async def test_internals_stand_behind_why(shift):
    anna = await with_two(shift)
    await anna.page.locator(".rows .entry").first.click()
    log = anna.page.get_by_test_id("transcript")
    await log.get_by_text("matter").first.wait_for()
    await expect(log).not_to_contain_text("frustration")
    await expect(log).not_to_contain_text("delivery_time@1")
    await log.locator(".said.customer").get_by_role("button", name="Why?").click()
    await expect(log).to_contain_text("frustration 10%")


async def test_what_is_typed_behind_a_take_is_the_answer_and_no_note(shift):
    customer, _ = await shift.waits("take and type")
    anna = await shift.desk("anna")
    await slow(anna.page)
    await anna.row("take and type").click()
    await anna.page.keyboard.type("tHello, close to done")
    await anna.page.keyboard.press("Enter")
    await until(lambda: [event for event in customer.events() if event["kind"] == "agent"], "the answer")
    lines = [event["text"] for event in customer.events() if event["kind"] == "agent"]
    assert lines == ["Hello, close to done"]
    assert await anna.page.locator(".said.noted").count() == 0
