"""The impatient customer: pressed twice, two windows, no connection, a browser that keeps nothing, a chat
that cannot come.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Frame, Locator, Page, Route, expect

from tests.browser.conftest import Customer

pytestmark = pytest.mark.browser
ASKS_FIRST = "please cancel my order {order} {email}"
# Presses a button with these words as soon as it is there, the way a second press of an impatient finger
# meets it.
PRESS_WHEN_THERE = """(words) => {
  window.pressed = new Promise((done) => {
    const watch = new MutationObserver(() => {
      const buttons = [...document.querySelectorAll("button")];
      const button = buttons.find((row) => row.textContent.trim() === words);
      if (button) { watch.disconnect(); setTimeout(() => { button.click(); done(true); }, 60); }
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}"""


async def beside(customer: Customer) -> Customer:
    """A second window of the same browser."""
    page = await customer.page.context.new_page()
    other = Customer(page, customer.house)
    await page.goto(customer.house.shop)
    await page.get_by_role("button", name="Chat with us").click()
    return other


async def said(customer: Customer) -> list[str]:
    """What stands in the conversation as the customer's, sent or not."""
    return [
        " ".join(each.split())
        for each in await customer.frame.locator(".line.mine .bubble").all_inner_texts()
    ]


def inside(customer: Customer) -> Frame:
    return next(each for each in customer.page.frames if "/widget" in each.url)


async def test_two_windows_without_a_connection_lose_nothing(browsers):
    one = await browsers.customer()
    await one.say("When are you open?")
    await one.words("Monday to Friday").wait_for()
    two = await beside(one)
    await two.words("Monday to Friday").wait_for()
    context = one.page.context
    await context.set_offline(True)
    for customer in (one, two):
        await customer.frame.get_by_text("You're offline").wait_for()
    for number, customer in enumerate((one, two, two, one)):
        await customer.say(f"written offline, number {number}")
    expected = ["When are you open?", *(f"written offline, number {number}" for number in range(4))]
    for customer in (one, two):
        await expect(customer.frame.locator(".line.mine.pending")).to_have_count(4)
        assert await said(customer) == expected
    await one.page.close()
    await two.page.close()
    await context.set_offline(False)
    back = Customer(await context.new_page(), browsers.house)
    await back.page.goto(browsers.house.shop)
    await back.page.get_by_role("button", name="Chat with us").click()
    await expect(back.frame.locator(".line.mine:not(.pending)")).to_have_count(5)
    await expect(back.frame.locator(".line.mine.pending")).to_have_count(0)
    assert await said(back) == expected
    await back.page.reload()
    await back.page.get_by_role("button", name="Chat with us").click()
    await expect(back.frame.locator(".line.mine")).to_have_count(5)
    assert await said(back) == expected


async def test_what_an_earlier_version_kept_is_sent_too(browsers):
    customer = await browsers.customer()
    await customer.say("When are you open?")
    await customer.words("Monday to Friday").wait_for()
    kept = (
        "[1, 2].map((n) => ({ client_id: `an-old-one-${n}`, text: `kept before, ${n}`, at: 1700000000000 }))"
    )
    await inside(customer).evaluate(f"localStorage.setItem('baton.outbox', JSON.stringify({kept}))")
    await customer.page.reload()
    await customer.page.get_by_role("button", name="Chat with us").click()
    await expect(customer.frame.locator(".line.mine:not(.pending)")).to_have_count(3)
    assert (await said(customer))[1:] == ["kept before, 1", "kept before, 2"]
    assert (
        await inside(customer).evaluate(
            "Object.keys(localStorage).filter((key) => key.startsWith('baton.outbox'))"
        )
        == []
    )


async def test_a_double_press_cancels_an_order_and_does_not_take_it_back(browsers):
    customer = await browsers.customer()
    await customer.say(ASKS_FIRST.format(order="BW-10433", email="ines.duarte@example.com"))
    await customer.words("Shall I cancel order").wait_for()
    yes = customer.frame.get_by_role("button", name="Yes, please")
    await expect(yes).to_be_enabled()
    await inside(customer).evaluate(PRESS_WHEN_THERE, "Undo that")
    await yes.dblclick()
    await customer.words("is cancelled, and you").wait_for()
    await inside(customer).evaluate("window.pressed")
    undo = customer.frame.get_by_role("button", name="Undo that")
    await expect(undo).to_be_enabled()
    assert (await said(customer))[1:] == ["Yes, please"]
    assert not any("is being packed again" in line for line in await customer.lines())
    await undo.click()
    await customer.words("is being packed again").wait_for()


async def test_options_freeze_in_every_window_once_one_is_chosen(browsers):
    one = await browsers.customer()
    await one.say("my tent is kind of leaking")
    await one.frame.get_by_role("button", name="None of these").wait_for()
    two = await beside(one)
    await two.frame.get_by_role("button", name="None of these").wait_for()
    await one.page.context.set_offline(True)
    await two.frame.get_by_text("You're offline").wait_for()
    options = [
        customer.frame.get_by_role("group", name="Suggested replies").get_by_role("button")
        for customer in (one, two)
    ]
    await options[0].first.click()
    for row in options:
        for at in range(await row.count()):
            await expect(row.nth(at)).to_have_attribute("disabled", "")
    await one.page.context.set_offline(False)
    for row in options:
        await expect(row).to_have_count(0)
    assert len(await said(one)) == 2


async def test_an_answer_to_a_question_that_has_passed_is_kept_and_explained(browsers):
    customer = await browsers.customer()
    await customer.say("When are you open?")
    await customer.words("Monday to Friday").wait_for()
    late = "{ client_id: 'a-late-press-1', text: 'Yes, please', at: Date.now(), reply_to: 2 }"
    await inside(customer).evaluate(
        f"localStorage.setItem('baton.outbox.a-late-press-1', JSON.stringify({late}))"
    )
    await customer.page.reload()
    await customer.page.get_by_role("button", name="Chat with us").click()
    await customer.frame.get_by_text("so this was not sent").wait_for()
    await expect(customer.frame.locator(".line.failed .bubble")).to_have_text("Yes, please")
    await customer.frame.get_by_role("button", name="Send anyway").click()
    await expect(customer.frame.locator(".line.failed")).to_have_count(0)
    await expect(customer.frame.locator(".line.mine:not(.pending)")).to_have_count(2)


async def test_end_asks_and_a_double_press_does_not_answer(browsers):
    customer = await browsers.customer()
    await customer.say("When are you open?")
    await customer.words("Monday to Friday").wait_for()
    end, question = (
        customer.frame.get_by_role("button", name="End", exact=True),
        customer.frame.get_by_role("group", name="End this conversation?"),
    )
    await inside(customer).evaluate(PRESS_WHEN_THERE, "End conversation")
    await end.dblclick()
    await inside(customer).evaluate("window.pressed")
    await expect(question).to_be_visible()
    await expect(question).to_be_focused()
    await end.hover()
    await customer.page.mouse.down()
    await expect(question).to_be_focused()
    await customer.page.mouse.move(2, 2)
    await customer.page.mouse.up()
    await customer.page.keyboard.press("Escape")
    await expect(question).to_have_count(0)
    await expect(end).to_be_focused()
    while not await question.count():
        await customer.page.keyboard.press("Enter")
    for _ in range(4):
        await customer.page.keyboard.press("Enter")
    assert not any("You have ended" in line for line in await customer.lines())
    await expect(end).to_be_visible()
    await customer.frame.get_by_role("button", name="End conversation").click()
    await customer.words("You have ended the conversation").wait_for()
    await customer.say("no, wait")
    await customer.words("Welcome back").wait_for()


FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
OFF = (
    "for (const kind of ['localStorage', 'sessionStorage']) Object.defineProperty(window, kind, { get() {"
    " throw new DOMException('off', 'SecurityError'); } });"
)


@pytest.mark.parametrize("storage", [FULL, OFF], ids=["full", "off"])
async def test_a_browser_that_keeps_nothing_can_chat(browsers, storage):
    page = await browsers.window()
    await page.add_init_script(storage)
    customer = Customer(page, browsers.house)
    await customer.open()
    for line in ("When are you open?", "How long does delivery take?"):
        await customer.say(line)
    await customer.words("2 to 4 working days").wait_for()
    await expect(customer.frame.locator(".line.mine:not(.pending)")).to_have_count(2)
    await expect(customer.frame.locator(".line.mine.pending")).to_have_count(0)


async def test_what_is_being_written_outlives_a_reload(browsers):
    customer = await browsers.customer()
    await customer.frame.get_by_label("Your message").fill("half a sentence")
    await customer.page.reload()
    await customer.page.get_by_role("button", name="Chat with us").click()
    await expect(customer.frame.get_by_label("Your message")).to_have_value("half a sentence")


# --- the loader ---


@pytest_asyncio.fixture(loop_scope="session")
async def embedding(unused_tcp_port: int) -> AsyncIterator[Callable[..., Awaitable[str]]]:
    """Serves a website of its own that embeds the chat of a hub, and returns its address."""
    pages: dict[str, str] = {"hub": "", "policy": ""}

    async def page(_request: web.Request) -> web.Response:
        body = (
            '<!doctype html><html lang="en"><title>A site</title><h1>A site</h1><script'
            f' src="{pages["hub"]}/loader.js"></script>'
        )
        headers = {"Content-Security-Policy": pages["policy"]} if pages["policy"] else {}
        return web.Response(text=body, content_type="text/html", headers=headers)

    app = web.Application()
    app.router.add_get("/", page)
    app.router.add_get("/favicon.ico", lambda _request: _nothing())
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()

    async def serve(hub: str, policy: str = "") -> str:
        pages.update(hub=hub, policy=policy)
        return f"http://127.0.0.1:{unused_tcp_port}"

    yield serve
    await runner.cleanup()


async def _nothing() -> web.Response:
    return web.Response(status=204)


def shell(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Chat with us")


async def told_owner(browsers, words: str) -> None:
    """The page's console names reason and remedy to the site's owner; nothing else is wrong."""
    assert [each for each in browsers.complaints if each.startswith("Baton:") and words in each], (
        browsers.complaints
    )
    browsers.complaints.clear()


async def test_a_site_that_is_not_allowed_is_told_what_to_do_and_its_visitor_can_close(
    browsers, house, embedding
):
    page = await browsers.window(viewport={"width": 390, "height": 844})
    site = await embedding(house.hub)
    await page.goto(site)
    launcher = page.get_by_role("button", name="Chat with us")
    await launcher.click()
    await shell(page).get_by_text("not available on this page").wait_for()
    await expect(shell(page).locator("iframe")).to_be_hidden()
    await told_owner(browsers, f"“{site}” is not an allowed site. Add it under Settings, Website")
    await shell(page).get_by_role("button", name="Close the chat window").click()
    await expect(shell(page)).to_be_hidden()
    await expect(launcher).to_be_focused()
    await launcher.press("Enter")
    await shell(page).get_by_text("not available on this page").wait_for()
    await page.keyboard.press("Escape")
    await expect(launcher).to_be_focused()
    browsers.complaints.clear()


async def test_a_hub_that_is_away_is_said_and_tried_again(browsers, house):
    page = await browsers.window()
    away = f"{house.hub}/(widget|api/embed)"
    await page.route(re.compile(away), lambda route: route.abort("connectionrefused"))
    await page.goto(house.shop)
    await page.get_by_role("button", name="Chat with us").click()
    await shell(page).get_by_text("can't load the chat right now").wait_for()
    await told_owner(browsers, f"{house.hub} cannot be reached")
    await page.unroute(re.compile(away))
    await shell(page).get_by_role("button", name="Try again").click()
    customer = Customer(page, house)
    await customer.words("automated assistant").first.wait_for()
    await expect(customer.frame.get_by_role("button", name="Close the chat window")).to_be_visible()


async def test_a_hub_that_says_nothing_shows_a_spinner_then_says_so_and_comes_when_it_can(browsers, house):
    page = await browsers.window()
    held: list[Route] = []

    async def hold(route: Route) -> None:
        held.append(route)

    await page.route(re.compile(f"{house.hub}/(widget|api/embed)"), hold)
    await page.goto(house.shop)
    await page.get_by_role("button", name="Chat with us").click()
    await shell(page).get_by_text("Loading chat").wait_for()
    await expect(shell(page)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(shell(page)).to_be_hidden()
    await page.get_by_role("button", name="Chat with us").click()
    await shell(page).get_by_text("can't load the chat right now").wait_for()
    await told_owner(browsers, "did not respond within 8 s")
    for route in held:
        await route.continue_()
    await Customer(page, house).words("automated assistant").first.wait_for()


async def test_a_page_whose_policy_keeps_the_chat_out_is_named(browsers, house, embedding):
    page = await browsers.window()
    await page.goto(
        await embedding(
            house.hub,
            f"default-src 'self'; script-src {house.hub}; connect-src {house.hub}; style-src 'unsafe-inline'",
        )
    )
    await page.get_by_role("button", name="Chat with us").click()
    await shell(page).get_by_text("can't load the chat right now").wait_for()
    await told_owner(browsers, "Content-Security-Policy blocks it (frame-src)")


async def test_a_session_that_cannot_start_says_so_and_tries_again(browsers, house):
    page = await browsers.window()
    await page.route(f"{house.hub}/api/customers", lambda route: route.abort("connectionrefused"))
    await page.goto(house.shop)
    await page.get_by_role("button", name="Chat with us").click()
    customer = Customer(page, house)
    await customer.frame.get_by_text("We can't start the chat right now").wait_for()
    await customer.say("When are you open?")
    await page.unroute(f"{house.hub}/api/customers")
    await customer.frame.get_by_role("button", name="Try again").click()
    await customer.words("Monday to Friday").wait_for()
    await expect(customer.frame.get_by_text("start the chat right now")).to_have_count(0)


async def test_three_lines_at_once_arrive_once_and_in_order(browsers):
    customer = await browsers.customer()
    lines = ["one: hello", "two: I have a question", "three: how long does delivery take?"]
    for line in lines:
        await customer.say(line)
    await expect(customer.frame.locator(".line.mine:not(.pending)")).to_have_count(3)
    assert await said(customer) == lines
