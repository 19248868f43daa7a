"""Every field a person can fill, filled with every known attack: nothing runs, and what was written is
read.
"""

import asyncio

import pytest
import socketio
from playwright.async_api import expect

from tests.browser.conftest import enrol
from tests.odd import XSS

pytestmark = pytest.mark.browser
ALL = " ".join(XSS)


async def _watch(page, ran):
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))


async def test_nothing_people_write_ever_runs(browsers, house):
    ran = []
    await enrol(house, "mallory", "admin", XSS[1])
    agent, customer = await browsers.agent("greta"), await browsers.customer()
    mallory = type(agent)(await browsers.window(), house)
    for page in (agent.page, customer.page, mallory.page):
        await _watch(page, ran)
    await mallory.sign_in("mallory")
    await customer.say(ALL)
    await expect(customer.frame.locator(".line.mine.pending")).to_have_count(0)
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await customer.frame.get_by_text("In the queue").first.wait_for()
    await mallory.page.locator(".entry", has_text="<script>alert(1)").get_by_text("wait").first.wait_for()
    await mallory.pick("<script>alert(1)")
    await mallory.button("Take over").click()
    await mallory.answer(ALL)
    assert (await mallory.transcript()).count(ALL) == 2
    await customer.words("<script>alert(1)").last.wait_for()
    assert (await customer.lines()).count(ALL) == 2
    await agent.pick("<script>alert(1)")
    await expect(agent.page.get_by_test_id("transcript")).to_contain_text(XSS[1])
    await customer.frame.get_by_role("button", name="End", exact=True).click()
    await customer.frame.get_by_role("button", name="End conversation").click()
    await customer.frame.locator(".stars label").first.click()
    await customer.frame.get_by_label("Anything else you'd like").fill(ALL)
    await customer.frame.get_by_role("button", name="Send rating").click()
    await expect(mallory.page.get_by_test_id("transcript")).to_contain_text(XSS[3])
    await _at_the_desk(mallory.page)
    await customer.page.reload()
    await customer.page.get_by_role("button", name="Chat with us").click()
    await customer.words("<script>alert(1)").last.wait_for()
    assert ran == []


async def _at_the_desk(page):
    await page.get_by_role("link", name="Desk").click()
    await page.get_by_role("button", name="New article").click()
    await page.get_by_label("Title, as a question a customer would ask").fill(f"Attack {XSS[0]}")
    await page.get_by_label("Topic").fill(XSS[1][:60])
    await page.get_by_role("button", name="Markdown").click()
    await page.get_by_label("Answer").fill("\n\n".join(XSS))
    await page.get_by_label("Example questions").fill("\n".join(XSS))
    await page.locator(".bubble", has_text="lose focus").wait_for()
    assert (
        await page.locator(".bubble :is(script, img, svg, iframe, object, form, input, style, base)").count()
        == 0
    )
    assert await page.locator(".bubble a[href^=javascript], .bubble a[href^=data]").count() == 0
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_text("saved, not live yet").wait_for()
    await page.reload()
    await page.get_by_role("link", name="Attack").first.click()
    await page.get_by_label("Topic").wait_for()
    await page.get_by_role(
        "button", name="Archive"
    ).click()  # its dead links would stop what other tests publish
    await page.get_by_text("This article is archived").wait_for()


async def test_what_is_out_of_sight_runs_no_more_than_what_is_in_sight(browsers, house):
    ran = []
    agent, customer = await browsers.agent("ugo", "admin"), await browsers.customer()
    await _watch(agent.page, ran)
    await customer.say(f"out of sight {ALL}")
    await expect(customer.frame.locator(".line.mine.pending")).to_have_count(0)
    await customer.frame.get_by_role("button", name="Talk to a person").click()
    await customer.frame.get_by_text("In the queue").first.wait_for()
    await agent.pick("out of sight")
    await agent.button("Take over").click()
    await expect(agent.page.get_by_test_id("state")).to_have_text("with you")
    conversation = await agent.page.evaluate("location.hash.slice(1)")
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in await agent.page.context.cookies())
    async with socketio.AsyncSimpleClient() as client:
        await client.connect(
            house.hub,
            namespace="/agent",
            headers={"Cookie": cookies},
            transports=["websocket"],
            wait_timeout=60,
        )
        epoch = (await client.call("open", {"conversation": conversation}))["conversation"]["epoch"]
        for at in range(110):
            said = {
                "conversation": conversation,
                "epoch": epoch,
                "client_id": f"long-{at:04}",
                "text": f"{at} {ALL}",
            }
            while not (answer := await client.call("say", said))["ok"]:
                # An agent's commands are paced over all their sockets.
                assert answer["error"]["code"] == "too_fast"
                await asyncio.sleep(answer["error"]["retry_after_ms"] / 1000)
    await agent.page.reload()
    first = agent.page.locator(".said.customer .bubble").first
    await expect(first).to_have_text(" ".join(f"out of sight {ALL}".split()))
    assert await agent.page.locator(".log script, .log img, .log svg, .log iframe").count() == 0
    await first.scroll_into_view_if_needed()
    await agent.page.locator(".said.customer .mark").first.wait_for()
    await expect(first).to_have_text(" ".join(f"out of sight {ALL}".split()))
    assert await agent.page.locator(".log script, .log img, .log svg, .log iframe").count() == 0
    await agent.button("Close").click()
    assert ran == []
