"""What is arranged, as people see it: closed hours, going on by e-mail, macros, departments, mentions, time
left to answer.
"""

import re

import pytest
from playwright.async_api import expect

from tests.bridge.conftest import until
from tests.bridge.post_office import post_office, text_of
from tests.browser.conftest import arrange
from tests.house import free_ports

pytestmark = pytest.mark.browser


async def upset(browsers, words, **more):
    customer = await browsers.customer(**more)
    await customer.say(f"this is ridiculous, I have been waiting for a week and nobody answers! {words}")
    return customer


async def finish(agent, words):
    """Nobody is left waiting for the journeys that come after."""
    await agent.pick(words)
    await agent.button("Take over").click()
    await agent.button("Close").click()
    await expect(agent.page.get_by_test_id("state")).to_have_text("closed")


async def test_out_of_hours_the_customer_hears_when_somebody_is_back(browsers, house):
    agent = await browsers.agent("hugo", "admin")
    page = agent.page
    await page.goto(f"{house.hub}/settings#hours")
    await page.get_by_role("button", name="Set business hours").click()
    await page.get_by_label("Time zone").fill("Europe/Berlin")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        await page.get_by_label(day, exact=True).fill("")
    await page.get_by_label("Sunday", exact=True).fill("3:00-2:00")
    await page.get_by_role("button", name="Apply").click()
    await page.get_by_text("“3:00-2:00” is not a valid time range").wait_for()
    await page.get_by_label("Sunday", exact=True).fill("00:00-00:01")
    await page.get_by_role("button", name="Apply").click()
    await page.get_by_text("Saved. In effect now").wait_for()
    customer = await upset(browsers, "at night")
    await customer.words("Our team is away right now").nth(1).wait_for()  # the first is the greeting
    await expect(customer.frame.get_by_test_id("status")).to_have_text(
        re.compile(r"We'll be back on Sunday .*\(Berlin\)")
    )
    assert "I'm connecting you with an agent" not in " ".join(await customer.lines())
    await arrange(page, house, hours={})
    await page.goto(f"{house.hub}/console")
    await finish(agent, "at night")
    browsers.complaints[:] = [each for each in browsers.complaints if "400" not in each]


async def test_a_customer_goes_on_by_e_mail_and_comes_back_by_a_letter(browsers, house):
    (port,) = free_ports(1)
    agent = await browsers.agent("kim", "admin")
    with post_office(port) as office:
        mail = {
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "sender": "help@shop.example",
            "away_seconds": 5,
        }
        await arrange(agent.page, house, mail=mail)
        customer = await upset(browsers, "by letter")
        await customer.frame.get_by_role("button", name="Get replies by email").click()
        await customer.frame.get_by_label("Your email address").fill("maya@example.org")
        await customer.frame.get_by_role("button", name="Send code").click()
        code = await until(lambda: office.to("maya@example.org"), "the code")
        await customer.frame.get_by_label("six-digit code").fill(
            re.search(r"\b\d{6}\b", text_of(code[0])).group()
        )
        await customer.frame.get_by_role("button", name="Verify").click()
        await customer.frame.get_by_text("Replies also go to m…@example.org").wait_for()
        await customer.page.close()
        await agent.page.reload()
        await agent.pick("by letter")
        await agent.page.get_by_test_id("side").get_by_text("continues by email").wait_for()
        await agent.button("Take over").click()
        await agent.answer("Your parcel is at the depot.")
        letters = await until(lambda: office.to("maya@example.org")[1:], "the answer", seconds=30)
        assert "Your parcel is at the depot." in text_of(letters[0])
        phone = await browsers.window(viewport={"width": 390, "height": 800})
        await phone.goto(re.search(r"http\S+/go-on#\S+", text_of(letters[0])).group())
        await phone.get_by_role("log").get_by_text("Your parcel is at the depot.").wait_for()
        await phone.get_by_label("Your message").fill("Thank you, I fetch it.")
        await phone.get_by_label("Your message").press("Enter")
        await agent.page.locator(".said.customer", has_text="I fetch it.").wait_for()
        await agent.page.get_by_role("button", name="Email the transcript").click()
        await agent.page.get_by_text("On its way to maya@example.org").wait_for()
        await until(
            lambda: any("I fetch it." in text_of(each) for each in office.to("maya@example.org")), "the copy"
        )
        await phone.get_by_role("button", name="Stop emails").click()
        await phone.get_by_role("button", name="Get replies by email").wait_for()
        await other_device(browsers, house, re.search(r"http\S+/go-on#\S+", text_of(letters[0])).group())
        await agent.button("Close").click()
        await arrange(agent.page, house, mail={})


async def other_device(browsers, house, link):
    """A link never takes the place of another conversation unasked: whoever sent it could read along."""
    page = await browsers.window()
    await page.goto(f"{house.hub}/widget?site={house.hub}")
    await page.get_by_label("Your message").fill("How long does delivery take?")
    await page.get_by_label("Your message").press("Enter")
    await page.get_by_role("log").get_by_text("2 to 4 working days").wait_for()
    await page.goto("about:blank")
    await page.goto(link)
    await page.get_by_role("link", name="Stay in the current one").click()
    await page.get_by_role("log").get_by_text("2 to 4 working days").wait_for()
    await page.goto("about:blank")
    await page.goto(link)
    await page.get_by_role("button", name="Continue the one from the email").click()
    await page.get_by_role("log").get_by_text("I fetch it.").wait_for()


async def test_without_a_server_the_outbox_shows_what_would_go_out(browsers, house):
    page = (await browsers.agent("lena", "admin")).page
    await page.goto(f"{house.hub}/settings#mail")
    await page.get_by_text("No mail server is set up").wait_for()
    await page.get_by_label("Send a test email to").fill("lena@shop.example")
    await page.get_by_role("button", name="Send test").click()
    letter = page.locator("details", has_text="Test email from Baton").first
    await expect(letter).to_contain_text("kept")
    await letter.locator("summary").click()
    await letter.get_by_text("your mail server is set up correctly").wait_for()
    await letter.get_by_role("button", name="Send now").click()
    await letter.get_by_text("No mail server is set up.").wait_for()
    await letter.get_by_role("button", name="Delete").click()
    await letter.wait_for(state="detached")


async def test_macros_departments_mentions_and_time_left(browsers, house):
    agent = await browsers.agent("mona", "admin")
    page = agent.page
    await arrange(
        page,
        house,
        departments=[{"id": "carriers", "name": "Carriers", "by_hand": True}],
        macros=[
            {
                "shortcut": "lost",
                "title": "Lost parcel",
                "text": "{agent} looks for it.",
                "labels": ["lost"],
                "note": "@theo ask them",
                "then": "department",
                "department": "carriers",
            }
        ],
        labels=[{"name": "lost", "colour": "red", "about": "a parcel that is nowhere"}],
        service_levels=[{"name": "all", "minutes": 30}],
    )
    theo = await browsers.agent("theo")
    await upset(browsers, "about a lost parcel")
    await page.reload()
    await page.get_by_label("Filter conversations").fill("lost parcel")
    entry = page.locator(".rows .entry").first
    await expect(entry).to_contain_text("due in")
    await entry.click()
    await agent.button("Take over").click()
    box = page.get_by_label("Your reply")
    await box.fill("/los")
    await page.get_by_role("option", name="Lost parcel").wait_for()
    await box.press("Enter")
    await expect(box).to_have_value("Mona looks for it.")
    await page.get_by_text("add label “lost”, add an internal note, transfer to Carriers").wait_for()
    await agent.button("Send and run").click()
    await page.get_by_text("Sending in").wait_for()
    await page.keyboard.press("Control+z")
    await expect(box).to_have_value("Mona looks for it.")
    await agent.button("Send and run").click()
    await agent.button("Send now").click()
    await expect(page.get_by_test_id("state")).to_have_text("in the queue")
    await page.get_by_label("Filter conversations").fill("lost parcel")
    await expect(page.locator(".rows .entry").first).to_contain_text("Carriers")
    mention = theo.page.locator(".list", has_text="Mentions of you").locator(
        ".entry", has_text="@theo ask them"
    )
    await mention.click()
    await theo.page.locator(".said.noted", has_text="@theo ask them").wait_for()
    await mention.wait_for(state="detached")
    await finish(agent, "about a lost parcel")
    await arrange(page, house, macros=[], departments=[], service_levels=[], labels=[])


async def test_a_forgotten_password_tells_nobody_who_works_here(browsers, house):
    page = await browsers.window()
    await page.goto(f"{house.hub}/console")
    await page.get_by_role("button", name="First time here, or forgot your password?").click()
    await page.get_by_text("Enter your login above first.").wait_for()
    await page.get_by_label("Login").fill("nobody")
    await page.get_by_role("button", name="First time here, or forgot your password?").click()
    await page.get_by_text("If this login has an email address").wait_for()
