"""The journeys a person would walk, in real browsers, against the whole house."""

import os
import re
import signal

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Customer

pytestmark = pytest.mark.browser
ANGRY = [
    "this is ridiculous, nothing works",
    "I have been waiting for three weeks!",
    "you are completely useless!!!",
]


async def test_asks_answered_furious_taken_over_answered_closed_rated(browsers):
    agent, customer = await browsers.agent("anna"), await browsers.customer()
    await customer.say("How long does delivery take?")
    await customer.words("2 to 4 working days").wait_for()
    for line in ANGRY:
        await customer.say(line)
    await customer.words("I'm connecting you with an agent").wait_for()
    await expect(customer.frame.get_by_test_id("status")).to_contain_text("you're next")
    await agent.pick(ANGRY[2])
    whole = await agent.transcript()
    assert whole[0] == "How long does delivery take?"
    assert "2 to 4 working days" in whole[1]
    assert [line for line in whole if line in ANGRY] == ANGRY
    assert await agent.page.get_by_text("Handed off to an agent").count() == 1
    await expect(agent.page.get_by_test_id("reason")).to_contain_text("frustrated")
    await expect(agent.page.get_by_test_id("side")).to_contain_text("ridiculous")
    first = agent.page.locator(".said.customer .meta").first
    await first.get_by_role("button", name="Why?").click()
    await expect(first).to_contain_text("frustration")
    await expect(agent.page.locator("svg.mood circle")).to_have_count(4)
    await agent.button("Take over").click()
    await agent.answer("Hello, I am Anna. I will put this right.")
    await customer.words("I will put this right").wait_for()
    await expect(customer.frame.get_by_test_id("status")).to_contain_text("You're chatting with Anna")
    await customer.say("Thank you, finally")
    await agent.page.get_by_test_id("transcript").get_by_text("Thank you, finally").wait_for()
    await agent.button("Close").click()
    await customer.frame.get_by_text("How did we do?").wait_for()
    await customer.frame.locator(".stars label").nth(4).click()
    await customer.frame.get_by_label("Anything else you'd like to tell us?").fill("Anna was great")
    await customer.frame.get_by_role("button", name="Send rating").click()
    await customer.frame.get_by_text("Thanks for your feedback").wait_for()
    await agent.page.get_by_text("Rated 5 of 5").first.wait_for()


async def test_reload_and_a_killed_hub_lose_nothing(browsers, house):
    agent, customer = await browsers.agent("bella"), await browsers.customer()
    await customer.say("When are you open?")
    await customer.words("Monday to Friday").wait_for()
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await customer.words("connecting you with an agent").wait_for()
    await customer.page.reload()
    await customer.page.get_by_role("button", name="Chat with us").click()
    await customer.words("connecting you with an agent").wait_for()
    await agent.pick("When are you open?")
    await agent.button("Take over").click()
    await agent.answer("first from Bella")
    await customer.words("first from Bella").wait_for()
    os.kill(house.pid_of("escalation"), signal.SIGKILL)
    await customer.say("written while the hub was dead")
    await customer.words("written while the hub was dead").wait_for()
    await agent.page.get_by_test_id("transcript").get_by_text("written while the hub was dead").wait_for()
    await agent.answer("second from Bella")
    await customer.words("second from Bella").wait_for()
    assert re.search(r"hub ended \(exit code -9\), restarting", house.said())
    lines = await customer.lines()
    spoken = ["When are you open?", "first from Bella", "written while the hub was dead", "second from Bella"]
    assert [line for line in lines if line in spoken] == spoken
    await customer.page.reload()
    await customer.page.get_by_role("button", name="Chat with us").click()
    await customer.words("second from Bella").wait_for()
    assert await customer.lines() == lines
    assert [line for line in await agent.transcript() if line in spoken] == spoken


async def test_who_waits_is_still_answered_what_is_routine(browsers):
    agent, customer = await browsers.agent("willa"), await browsers.customer()
    await customer.say("When are you open?")
    await customer.words("Monday to Friday").wait_for()
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await customer.words("connecting you with an agent").wait_for()
    await customer.say("How long does delivery take?")
    await customer.words("You keep your place").wait_for()
    await customer.words("2 to 4 working days").wait_for()
    await expect(customer.frame.get_by_test_id("status")).to_contain_text("queue")
    await agent.pick("How long does delivery take?")
    await agent.page.get_by_test_id("transcript").get_by_text("Shown while waiting").wait_for()
    await agent.button("Take over").click()
    await agent.button("Close").click()
    await expect(agent.page.get_by_test_id("state")).to_have_text("closed")


async def test_first_visit_by_link_then_an_editor_corrects_an_answer(browsers, house):
    page = await browsers.window()
    link = house.link()
    await page.goto(link)
    await page.get_by_label("Your name").fill("Ada")
    await page.get_by_label("Password").fill("a password for ada")
    await page.get_by_role("button", name="Set password and sign in").click()
    await page.get_by_role("link", name="Desk").click()
    await page.get_by_label("Find an article").fill("hiring")
    await page.get_by_role("link", name="Are you hiring?").click()
    await page.get_by_role("button", name="Markdown").click()
    await page.get_by_label("Answer").fill("Yes: we look for **twelve** people this winter.")
    await page.locator(".bubble strong", has_text="twelve").wait_for()
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_text("not live until you publish").wait_for()
    await page.get_by_role("button", name="Publish", exact=True).click()
    await page.get_by_text("Everything is live").wait_for()
    customer = await browsers.customer()
    await customer.say("Are you hiring?")
    await customer.words("this winter").wait_for()
    again = await browsers.window()
    await again.goto(link)
    await again.get_by_text("already used").wait_for()
    browsers.complaints[:] = [each for each in browsers.complaints if "403" not in each]


async def test_quick_replies_thumbs_and_the_way_back(browsers):
    customer = await browsers.customer()
    await customer.say("my tent is kind of leaking")
    choices = customer.frame.get_by_role("group", name="Suggested replies").get_by_role("button")
    await expect(choices.last).to_have_text("None of these")
    await choices.first.click()
    await expect(customer.frame.get_by_role("group", name="Suggested replies")).to_have_count(0)
    await customer.say("How long does delivery take?")
    await customer.words("2 to 4 working days").wait_for()
    thumb = customer.frame.get_by_role("button", name="Not helpful").last
    await thumb.click()
    await expect(thumb).to_have_attribute("aria-pressed", "true")
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await customer.frame.get_by_role("button", name="Return to the assistant").click()
    await customer.words("I'm back").wait_for()
    await customer.frame.get_by_role("button", name="End", exact=True).click()
    await customer.frame.get_by_role("button", name="End conversation").click()
    await customer.words("You have ended the conversation").wait_for()
    await customer.say("one more thing")
    await customer.words("Welcome back").wait_for()


async def test_what_a_customer_writes_is_text_everywhere(browsers):
    agent, customer = await browsers.agent("carla"), await browsers.customer()
    attack = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
    await customer.say(attack)
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await agent.pick("<img src=x")
    assert attack in await agent.transcript()
    await agent.button("Take over").click()
    await agent.answer("see https://shop.example/help?a=1&b=2. javascript:alert(1)")
    link = customer.frame.locator(".line.person a")
    await expect(link).to_have_attribute("href", "https://shop.example/help?a=1&b=2")
    await expect(link).to_have_attribute("rel", re.compile("noopener"))
    await expect(customer.frame.locator(".line.person a")).to_have_count(1)
    await customer.frame.get_by_label("Your message").press("Escape")
    await expect(customer.page.get_by_role("button", name="Chat with us")).to_be_focused()
    assert "owned" not in await agent.page.title()
    assert "owned" not in await customer.page.title()


async def test_a_token_that_is_no_longer_good_begins_anew(browsers):
    customer = await browsers.customer()
    await customer.say("When are you open?")
    await customer.words("Monday to Friday").wait_for()
    frame = next(each for each in customer.page.frames if "/widget" in each.url)
    await frame.evaluate("localStorage.setItem('baton.token', JSON.stringify('forged'))")
    await customer.page.reload()
    await customer.page.get_by_role("button", name="Chat with us").click()
    await customer.words("automated assistant").first.wait_for()
    await customer.say("How long does delivery take?")
    await customer.words("2 to 4 working days").wait_for()
    assert "When are you open?" not in await customer.lines()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_can_do_it_all(browsers, scheme):
    customer = await browsers.customer(color_scheme=scheme)
    await customer.page.set_viewport_size({"width": 390, "height": 844})
    agent = await browsers.agent(f"dora{scheme}", color_scheme=scheme)
    await agent.page.set_viewport_size({"width": 390, "height": 844})
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await customer.say(f"from my phone, {scheme}")
    await agent.pick(f"from my phone, {scheme}")
    await agent.button("Take over").click()
    await agent.answer("from mine too")
    await customer.words("from mine too").wait_for()
    for page in (customer.page, agent.page):
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390
    await agent.button("Back").click()
    await expect(agent.page.get_by_test_id("lists")).to_be_visible()


async def test_an_order_is_cancelled_and_taken_back_and_the_colleague_sees_it(browsers):
    agent, customer = await browsers.agent("jana"), await browsers.customer()
    await customer.say("please cancel my order BW-10433 ines.duarte@example.com")
    await customer.words("Shall I cancel order").wait_for()
    await customer.frame.get_by_role("button", name="Yes, please").click()
    await customer.words("is cancelled, and you").wait_for()
    await customer.frame.get_by_role("button", name="Undo that").click()
    await customer.words("is being packed again").wait_for()
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await customer.words("connecting you with an agent").wait_for()
    await agent.pick("Undo that")
    did = agent.page.get_by_test_id("did")
    await expect(did).to_contain_text("cancel the order BW-10433: done")
    await expect(did).to_contain_text("undo the change BW-10433: done")


async def test_a_trouble_is_walked_through_step_by_step(browsers):
    agent, customer = await browsers.agent("kate"), await browsers.customer()
    await customer.say("my camping stove won't light")
    await customer.words("you should hear it move").wait_for()
    await customer.frame.get_by_role("button", name="Yes", exact=True).click()
    await customer.words("Do you hear gas?").wait_for()
    await customer.say("no")
    await customer.words("clear the jet").wait_for()
    await customer.frame.get_by_role("button", name="No", exact=True).click()
    await customer.words("connecting you with an agent").wait_for()
    await customer.say("the jet is clean and there is no flame")
    await agent.pick("the jet is clean and there is no flame")
    await expect(agent.page.get_by_test_id("reason")).to_contain_text("has no answer")
    await expect(agent.page.get_by_test_id("side")).to_contain_text("no step helped")


BLOCKED = (
    "window.WebSocket = class { constructor() { setTimeout(() => this.onerror?.(new Event('error')), 5); }"
    " close() {} };"
)


async def test_where_websockets_are_blocked_the_chat_goes_on_by_polling(browsers):
    page = await browsers.window()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    await page.add_init_script(BLOCKED)
    customer = Customer(page, browsers.house)
    await customer.open()
    await customer.say("How long does delivery take?")
    await customer.words("2 to 4 working days").wait_for()
    assert any("transport=polling" in url for url in asked)
