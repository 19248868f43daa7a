"""Nothing an agent pressed goes astray: answers in a row, keys before words, second thoughts, closed
browsers.
"""

import asyncio

from playwright.async_api import expect

from tests.browser.conftest import Agent

SLOW_S = 1.5
SENTENCE = "because nobody could click my jotted label, reopen this thing"


async def upset(browsers, about):
    customer = await browsers.customer()
    await customer.say(f"{about}: this is a disgrace, I am furious, get me a human!")
    await customer.frame.get_by_role("button", name="Return to the assistant").wait_for()
    return customer


async def slow(page):
    """Every frame to and from the hub takes its time."""

    async def through(socket):
        server, loop = socket.connect_to_server(), asyncio.get_running_loop()
        socket.on_message(lambda frame: loop.call_later(SLOW_S, server.send, frame))
        server.on_message(lambda frame: loop.call_later(SLOW_S, socket.send, frame))

    await page.route_web_socket("**/socket.io/**", through)


async def taken(browsers, agent, about):
    customer = await upset(browsers, about)
    await agent.pick(about)
    await agent.button("Take over").click()
    await agent.page.get_by_label("Your reply").wait_for()
    return customer


async def said(customer, *lines):
    """Those of the lines that the customer sees, in order, as often as they see them."""
    return [each for each in await customer.lines() if each in lines]


async def test_three_lines_in_two_seconds_to_a_slow_hub_survive_a_reload(browsers):
    agent = await browsers.agent("ada", "admin")
    customer = await taken(browsers, agent, "three lines")
    await slow(agent.page)
    await agent.page.reload()
    await agent.page.get_by_test_id("state").get_by_text("with you").wait_for()
    box = agent.page.get_by_label("Your reply")
    for line in ("first line", "second line", "third line"):
        await box.fill(line)
        await box.press("Enter")
        # What the test is about: lines that follow each other faster than they are sent.
        await agent.page.wait_for_timeout(500)
    await agent.page.reload()
    await customer.words("third line").wait_for()
    lines = ["first line", "second line", "third line"]
    assert await said(customer, *lines) == lines
    await agent.page.get_by_text("Sending").wait_for(state="detached")
    assert (
        await agent.page.evaluate(
            "Object.keys(localStorage).filter((key) => key.startsWith('baton.outgoing.'))"
        )
        == []
    )


async def test_each_line_has_its_own_undo_and_the_words_come_back(browsers):
    agent = await browsers.agent("ada", "admin")
    customer = await taken(browsers, agent, "own undo")
    box = agent.page.get_by_label("Your reply")
    for line in ("stays", "goes back"):
        await box.fill(line)
        await box.press("Enter")
    await agent.page.get_by_text("goes back", exact=False).first.wait_for()
    await agent.page.keyboard.press("Control+z")
    await expect(box).to_have_value("goes back")
    await customer.words("stays").wait_for()
    assert await said(customer, "stays", "goes back") == ["stays"]


async def test_enter_twice_sends_once(browsers):
    agent = await browsers.agent("ada", "admin")
    customer = await taken(browsers, agent, "enter twice")
    box = agent.page.get_by_label("Your reply")
    await box.fill("only once")
    await box.evaluate(
        "box => [1, 2].forEach(() => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles:"
        " true, cancelable: true })))"
    )
    await box.fill("and then this")
    await box.press("Enter")
    await customer.words("and then this").wait_for()
    assert await said(customer, "only once", "and then this") == ["only once", "and then this"]


async def test_a_sentence_after_every_key_moves_nothing(browsers):
    agent = await browsers.agent("ada", "admin")
    await taken(browsers, agent, "sentence after keys")
    page = agent.page
    state = page.get_by_test_id("state")
    for key in (
        "j",
        "k",
        "r",
        "n",
        "l",
        "?",
        "Control+k",
        "b",
        "c",
        "Escape",
        "Control+z",
        "1",
        "Alt+1",
        "/",
    ):
        await page.keyboard.press("Escape")
        await agent.pick("sentence after keys")
        await page.get_by_role("heading", name="Baton").click()
        await page.evaluate("document.activeElement?.blur()")
        await page.wait_for_timeout(400)  # a pause, so that the key is not itself part of a sentence
        await page.keyboard.press(key)
        await page.keyboard.type(SENTENCE)
        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        await page.wait_for_timeout(400)
        await expect(page.get_by_role("group", name="Pending")).to_have_count(0)
        await agent.pick("sentence after keys")
        await expect(state, f"after {key}").to_have_text("with you")
    assert await page.locator(".said.out").count() == 0


async def test_a_key_that_opens_a_field_focuses_it(browsers):
    agent = await browsers.agent("ada", "admin")
    await taken(browsers, agent, "keys focus")
    page = agent.page
    for key, field in (("n", "Internal note"), ("r", "Your reply"), ("l", "Add a label")):
        await page.evaluate("document.activeElement?.blur()")
        await page.wait_for_timeout(400)
        await page.keyboard.press(key)
        await page.keyboard.type("back to the bot, close")
        await expect(page.get_by_label(field)).to_have_value("back to the bot, close")
        await page.get_by_label(field).fill("")


async def test_taking_and_typing_on_is_an_answer(browsers):
    agent = await browsers.agent("ada", "admin")
    await slow(agent.page)
    await agent.page.reload()
    customer = await upset(browsers, "take and type")
    await agent.pick("take and type")
    await agent.page.wait_for_timeout(400)
    await agent.page.keyboard.press("t")
    await agent.page.keyboard.type("Hello, close to done")
    await agent.page.keyboard.press("Enter")
    await customer.words("Hello, close to done").wait_for()
    assert await agent.page.locator(".said.noted").count() == 0


async def test_a_file_given_while_the_take_is_on_its_way_arrives(browsers):
    agent = await browsers.agent("ada", "admin")
    await slow(agent.page)
    await agent.page.reload()
    customer = await upset(browsers, "take and attach")
    await agent.pick("take and attach")
    await agent.button("Take over").click()
    label = {"name": "label.txt", "mimeType": "text/plain", "buffer": b"Return label 42"}
    await agent.page.locator(".compose input[type=file]").set_input_files(label)
    await customer.frame.get_by_role("link", name="label.txt").wait_for()


async def test_close_return_and_transfer_can_be_taken_back(browsers):
    agent = await browsers.agent("ada", "admin")
    customer = await taken(browsers, agent, "second thoughts")
    page, state = agent.page, agent.page.get_by_test_id("state")
    for press in ("Close", "Return to bot"):
        await agent.button(press).dblclick()
        await expect(page.get_by_role("group", name="Pending").get_by_role("status")).to_have_count(1)
        await page.keyboard.press("Control+z")
        await expect(page.get_by_role("group", name="Pending")).to_have_count(0)
    await page.get_by_role("button", name="Transfer…").click()
    await page.get_by_role("button", name="Transfer", exact=True).click()
    await page.get_by_text("Transferring in").wait_for()
    await page.get_by_role("button", name="Undo Ctrl Z").click()
    await page.wait_for_timeout(3500)  # longer than the undo
    await expect(state).to_have_text("with you")
    await agent.button("Close").click()
    await agent.button("Close now").click()
    await customer.frame.get_by_text("How did we do?").wait_for()
    await agent.button("Reopen").click()
    await expect(state).to_have_text("with you")
    await customer.words("has reopened the conversation").wait_for()


async def test_what_is_written_as_a_note_is_never_a_reply(browsers):
    """Whichever way one turns, by key or by button, each keeps its own words."""
    agent = await browsers.agent("ada", "admin")
    await taken(browsers, agent, "a note of their own")
    page, note, reply = (
        agent.page,
        agent.page.get_by_label("Internal note"),
        agent.page.get_by_label("Your reply"),
    )
    await reply.fill("Dear customer")
    await reply.press("Escape")
    await page.keyboard.press("n")
    await note.fill("Between us")
    await note.press("Escape")
    await page.wait_for_timeout(500)  # letters closer to each other than that are a word
    await page.keyboard.press("r")
    await expect(reply).to_have_value("Dear customer")
    await agent.button("Note").click()
    await expect(note).to_have_value("Between us")
    await agent.button("Reply").click()
    await expect(reply).to_have_value("Dear customer")
    await page.reload()
    await expect(reply).to_have_value("Dear customer")
    await agent.button("Note").click()
    await expect(note).to_have_value("Between us")


async def test_a_sentence_typed_after_closing_reopens_nothing(browsers):
    agent = await browsers.agent("ada", "admin")
    customer = await taken(browsers, agent, "closed and typed on")
    await agent.button("Close").click()
    await agent.button("Close now").click()
    await customer.frame.get_by_text("How did we do?").wait_for()
    await agent.page.locator("body").click(position={"x": 2, "y": 2})
    await agent.page.keyboard.type("only one more", delay=40)
    await agent.page.wait_for_timeout(1000)  # longer than a letter waits
    await expect(agent.page.get_by_test_id("state")).to_have_text("closed")
    await expect(customer.words("has reopened the conversation")).to_have_count(0)


async def test_send_and_close_goes_on_to_the_next(browsers):
    agent = await browsers.agent("ada", "admin")
    await taken(browsers, agent, "comes next")
    customer = await taken(browsers, agent, "send and close")
    box = agent.page.get_by_label("Your reply")
    await box.fill("All done, goodbye")
    await box.press("Control+Shift+Enter")
    await expect(agent.page.get_by_test_id("transcript")).not_to_contain_text("send and close")
    await customer.words("All done, goodbye").wait_for()
    await customer.frame.get_by_text("How did we do?").wait_for()


async def test_a_closed_browser_is_taken_over_and_who_the_customer_is_stays_known(browsers, house):
    anna, ben = await browsers.agent("anna"), await browsers.agent("ben")
    customer = await browsers.customer()
    await customer.say("where is order BW-10311 my mail is jonas.weber@example.com")
    await customer.words("sorry it's late").wait_for()
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await anna.pick("BW-10311 my mail")
    await anna.button("Take over").click()
    await anna.page.get_by_test_id("side").get_by_text("Cirrus down jacket").wait_for()
    await anna.button("Return to bot").click()
    await anna.button("Return now").click()
    await anna.page.get_by_test_id("state").get_by_text("with the assistant").wait_for()
    await anna.page.get_by_role("button", name="Take over").click()
    await expect(anna.page.locator(".talk-top h2")).to_contain_text("Jonas Weber")
    await expect(anna.page.get_by_test_id("side")).to_contain_text("Cirrus down jacket")
    await expect(anna.page.get_by_test_id("reason")).to_contain_text("asked for a person")
    await anna.page.context.close()
    await ben.pick("BW-10311 my mail")
    await ben.button("Take over").click()
    await ben.page.get_by_test_id("state").get_by_text("with you").wait_for()
    await customer.words("Ben has taken over from Anna").wait_for()


async def test_a_supervisor_takes_over_with_a_reason(browsers):
    anna, chief = await browsers.agent("anna"), await browsers.agent("chief", "supervisor")
    customer = await taken(browsers, anna, "needs the chief")
    await chief.pick("needs the chief")
    await chief.page.get_by_role("button", name="Take over…").click()
    await chief.page.keyboard.type("A refund beyond the limit")
    await chief.page.keyboard.press("Enter")
    await chief.page.get_by_test_id("state").get_by_text("with you").wait_for()
    await chief.page.get_by_text("Taken over from Anna: “A refund beyond the limit”").wait_for()
    await customer.words("Chief has taken over from Anna").wait_for()
    await expect(anna.page.get_by_test_id("state")).to_have_text("with Chief")


async def test_the_phone_sees_what_is_on_its_way_elsewhere(browsers, tmp_path):
    agent = await browsers.agent("ada", "admin", viewport={"width": 390, "height": 800})
    await taken(browsers, agent, "on the phone")
    await agent.button("Close").click()
    await agent.page.get_by_role("button", name="Back", exact=True).click()
    group = agent.page.get_by_role("group", name="Pending in other conversations")
    await group.get_by_role("button", name="Undo").click()
    await expect(group).to_have_count(0)
    assert isinstance(agent, Agent)
