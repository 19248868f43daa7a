"""The lists at the left: tabs, rows that say the matter, an order that holds still, and many rows."""

import pytest
from playwright.async_api import expect

from tests.browser.shift import Shift

pytestmark = pytest.mark.browser
ROW_PX = 64


async def names(desk):
    return await desk.page.locator(".rows .entry strong").all_inner_texts()


async def test_a_slow_double_click_takes_one(shift: Shift):
    for number in range(3):
        await shift.waits(f"matter {number}", "a person, please")
    anna = await shift.desk("anna")
    await anna.page.get_by_role("button", name="Take next").click()
    await anna.state("with you")
    await anna.page.wait_for_timeout(400)  # slower than what counts as a double press everywhere
    await anna.page.mouse.down(click_count=2)
    await anna.page.mouse.up(click_count=2)
    await anna.page.get_by_label("Your reply").fill("Hello")
    await expect(anna.page.get_by_role("tab", name="Mine")).to_have_text("Mine 1")
    await expect(anna.page.get_by_role("tab", name="Waiting")).to_have_text("Waiting 2")


async def test_tabs_count_and_a_row_says_the_matter_in_one_line_of_two_chips(shift: Shift):
    await shift.set_up(
        service_levels=[{"name": "all", "minutes": 30}],
        departments=[{"id": "billing", "name": "Billing", "by_hand": True}],
        labels=[{"name": name} for name in ("a", "b", "c")],
    )
    socket = await shift.hub.agent("anna")
    for number in range(10):
        _, conversation = await shift.with_agent(
            socket, f"matter {number}", "a person, please", name=f"N{number}"
        )
        await socket.ok("label", conversation=conversation, labels=["a", "b", "c"])
    await shift.waits("I am furious", name="Waiting One")
    anna = await shift.desk("anna")
    for tab, count in (("Mine", "10"), ("Waiting", "1"), ("All", "11"), ("Closed", "0")):
        await expect(anna.page.get_by_role("tab", name=tab)).to_have_text(f"{tab} {count}")
    rows = anna.page.locator(".rows .entry-row")
    await expect(rows).to_have_count(10)
    for row in await rows.all():
        box = await row.bounding_box()
        assert box["height"] <= ROW_PX
        assert box["y"] + box["height"] <= 800, "ten own conversations are visible at 1280 by 800"
        assert await row.locator(".chip").count() <= 2
    await expect(anna.row("N3")).to_contain_text("matter 3")
    await expect(anna.row("N3")).to_contain_text("first reply due in 30 min")
    await anna.row("N3").click()
    await expect(anna.page.locator(".talk-top h2")).to_contain_text("matter 3")
    await anna.page.get_by_role("tab", name="Waiting").click()
    await expect(anna.row("Waiting One")).to_contain_text("frustrated")


async def test_unread_comes_first_and_nothing_moves_under_the_mouse(shift: Shift):
    socket = await shift.hub.agent("anna")
    talks = [await shift.with_agent(socket, f"matter {number}", name=f"N{number}") for number in range(4)]
    anna = await shift.desk("anna")
    for number in range(4):
        await anna.row(f"N{number}").click()
        await expect(anna.page.locator(".talk-top h2")).to_contain_text(f"matter {number}")
    await anna.page.mouse.move(900, 300)
    before = await names(anna)
    last = int(before[-1][1:])
    await anna.row(before[0]).hover()
    await shift.hub.say(talks[last][0], "are you there?")
    await expect(anna.row(f"N{last}").locator(".unread")).to_have_count(1)
    assert await names(anna) == before, "the pointer is over the list"
    await anna.page.mouse.move(900, 300)
    await expect(anna.page.locator(".rows .entry strong").first).to_have_text(f"N{last}")


async def test_keys_walk_down_the_list_as_it_stands(shift: Shift):
    socket = await shift.hub.agent("anna")
    for number in range(5):
        await shift.with_agent(socket, f"matter {number}", name=f"N{number}")
    anna = await shift.desk("anna")
    await expect(anna.page.locator(".rows .entry")).to_have_count(5)
    await anna.page.keyboard.press("j")
    order = await names(anna)
    for name in order:
        await expect(anna.page.locator(".talk-top h2")).to_contain_text(name)
        await expect(anna.page.get_by_test_id("transcript")).to_contain_text(f"matter {name[1]}")
        await anna.page.keyboard.press("j")
    assert await names(anna) == order, "nothing moves while keys walk through it"


async def test_of_many_rows_those_near_the_eye_are_drawn_and_all_are_reached(shift: Shift):
    socket = await shift.hub.agent("anna")
    for number in range(60):
        await shift.with_agent(socket, f"matter {number:02}", name=f"N{number:02}")
    anna = await shift.desk("anna")
    await expect(anna.page.get_by_role("tab", name="Mine")).to_have_text("Mine 60")
    assert await anna.page.locator(".rows .entry").count() < 40
    rows = anna.page.locator(".rows")
    assert await rows.evaluate("(box) => box.scrollHeight") == 60 * ROW_PX
    await rows.evaluate("(box) => { box.scrollTop = box.scrollHeight; }")
    last = anna.page.locator(".rows .entry").last
    await last.click()
    await anna.page.get_by_test_id("transcript").get_by_text("matter").first.wait_for()
    await expect(anna.page.locator('.entry[aria-current="true"]')).to_be_in_viewport()


async def test_the_most_urgent_is_taken_by_one_key_and_by_one_press(shift: Shift):
    await shift.waits("an ordinary matter")
    await shift.waits("I am furious")
    anna = await shift.desk("anna")
    await expect(anna.page.locator(".rows .entry")).to_have_count(2)
    await anna.page.keyboard.press("u")
    await anna.state("with you")
    await anna.page.keyboard.type("I am on it")
    await expect(anna.page.get_by_label("Your reply")).to_have_value("I am on it")
    await expect(anna.page.locator(".talk-top h2")).to_contain_text("I am furious")
    await anna.page.get_by_role("button", name="Take next").click()
    await expect(anna.page.locator(".talk-top h2")).to_contain_text("an ordinary matter")
    await anna.state("with you")


async def test_the_team_has_views_that_everybody_sees(shift):
    await shift.set_up(views=[{"name": "Boots", "filter": "boots"}])
    socket = await shift.hub.agent("anna")
    for words in ("my boots leak", "a torn tent"):
        await shift.with_agent(socket, words)
    anna = await shift.desk("anna")
    await expect(anna.page.locator(".rows .entry")).to_have_count(2)
    await anna.button("Boots").click()
    await expect(anna.page.locator(".rows .entry")).to_have_count(1)
    await expect(anna.button("Save view")).to_have_count(0)
    await anna.page.get_by_role("tab", name="All").click()
    await expect(anna.page.locator(".rows .entry")).to_have_count(2)


async def test_a_long_matter_of_the_next_conversation_covers_nothing(shift):
    socket = await shift.hub.agent("anna")
    await shift.waits(f"I have been waiting {'and waiting ' * 20}", name="Next")
    await shift.with_agent(socket, "to be closed", name="Now")
    anna = await shift.desk("anna")
    await anna.row("Now").click()
    await anna.button("Close").click()
    await anna.page.get_by_role("group", name="Next conversation").wait_for()
    await anna.button("Close now").click()
    await anna.state("closed")
    side = await anna.page.get_by_test_id("side").bounding_box()
    strip = await anna.page.get_by_role("group", name="Next conversation").bounding_box()
    assert side and strip
    assert strip["x"] + strip["width"] <= side["x"]
