"""What an editor writes stands as it was written: however fast, by key or dictated, and whatever the hub
answers meanwhile.
"""

import asyncio
import re

import pytest
from playwright.async_api import expect

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
LOOKS = pytest.mark.parametrize("look", [{}, PHONE], ids=["desk", "phone"])
FIRST = "The quick brown fox jumps over the lazy dog, and then it comes back for its bone."
SECOND = "Parcels of more than thirty kilograms come by haulier, who rings you up the day before."
# What dictation and the suggestions of a phone's keyboard do: whole phrases at once, and words that are
# composed.
DICTATE = """(phrases) => { for (const each of phrases) document.execCommand("insertText", false, each); }"""


async def opened(browsers, house, login, where, **look):
    """An article at the desk, in the window of an admin."""
    page = (await browsers.agent(login, "admin", **look)).page
    await page.goto(f"{house.hub}/desk#articles/{where}")
    box = page.get_by_role("textbox", name="Answer", exact=True)
    await expect(box).to_have_attribute("contenteditable", "true")
    return page, box


async def slow(page, answered):
    """Every preview is answered late, each by as much as its turn says, so that replies overtake each
    other.
    """
    delays = [0.5, 0.05, 0.3, 0.02, 0.6]

    async def late(route):
        answered.append(route.request.post_data_json["answer"])
        await asyncio.sleep(delays[len(answered) % len(delays)])
        await route.continue_()

    await page.route("**/api/preview", late)


async def held_saving(page, article):
    """The saving of an article waits: until when it has come, and what lets it go on."""
    held, going = asyncio.Event(), asyncio.Event()

    async def hold(route):
        if route.request.method == "PUT":
            held.set()
            await going.wait()
        await route.continue_()

    await page.route(f"**/api/articles/{article}", hold)
    return held, going


@LOOKS
async def test_fast_typing_stays_in_order(browsers, house, look):
    page, box = await opened(browsers, house, f"tess{len(look)}", "new", **look)
    answered = []
    await slow(page, answered)
    await box.click()
    for line in (FIRST, SECOND):
        await page.keyboard.type(line, delay=0)
        await page.keyboard.press("Enter")
    await page.keyboard.type("End", delay=8)
    await page.locator(".card .bubble", has_text="End").wait_for()
    assert answered, "no preview was late"
    assert [each.strip() for each in (await box.inner_text()).splitlines() if each.strip()] == [
        FIRST,
        SECOND,
        "End",
    ]


@LOOKS
async def test_dictated_and_composed_words_stay_in_order(browsers, house, look):
    page, box = await opened(browsers, house, f"dora{len(look)}", "new", **look)
    await slow(page, [])
    await box.click()
    phrases = [f"{word} " for word in FIRST.split()]
    for at in range(0, len(phrases), 3):
        await page.evaluate(DICTATE, phrases[at : at + 3])
    session = await page.context.new_cdp_session(page)
    for word in SECOND.split():
        for end in range(1, len(word) + 1):
            await session.send(
                "Input.imeSetComposition", {"text": word[:end], "selectionStart": end, "selectionEnd": end}
            )
        await session.send("Input.insertText", {"text": f"{word} "})
    await page.locator(".card .bubble", has_text="the day before.").wait_for()
    assert " ".join((await box.inner_text()).split()) == f"{FIRST} {SECOND}"


async def test_a_late_answer_never_takes_the_place_of_what_is_written(browsers, house):
    """The words of an earlier version are on their way while somebody writes on: what is written stands."""
    page, box = await opened(browsers, house, "lara", "student_discount")
    await box.click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type(" And more.", delay=0)
    await page.get_by_role("button", name="Save", exact=True).click()
    await page.get_by_text("Saved. It is not live").wait_for()
    await page.reload()
    await expect(box).to_contain_text("And more.")
    before = (await box.inner_text()).strip()
    going, held = asyncio.Event(), asyncio.Event()

    async def hold(route):
        if route.request.post_data_json.get("facts") is False:
            held.set()
            await going.wait()
        await route.continue_()

    await page.route("**/api/preview", hold)
    await page.get_by_text("Version history").click()
    await page.get_by_role("button", name="Load into the editor").nth(1).click()
    await asyncio.wait_for(held.wait(), 20)
    await box.click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type(" Written meanwhile.", delay=0)
    async with page.expect_response(lambda reply: '"facts":false' in (reply.request.post_data or "")):
        going.set()
    await page.locator(".card .bubble", has_text="Written meanwhile.").wait_for()
    assert (await box.inner_text()).strip() == f"{before} Written meanwhile."


async def test_who_writes_on_while_it_is_saved_loses_nothing(browsers, house):
    page, box = await opened(browsers, house, "sven", "rental")
    held, going = await held_saving(page, "rental")
    await box.click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type(" First.", delay=0)
    await page.get_by_role("button", name="Save", exact=True).click()
    await asyncio.wait_for(held.wait(), 20)
    await box.click()
    await page.keyboard.press("Control+End")
    await page.keyboard.type(" Second.", delay=0)
    going.set()
    await page.get_by_text("Saved. It is not live").wait_for()
    await expect(box).to_contain_text("First. Second.")
    await expect(page.get_by_role("button", name="Save", exact=True)).to_be_enabled()


async def test_who_has_gone_to_another_article_stays_there(browsers, house):
    page, box = await opened(browsers, house, "rhea", "rental")
    held, going = await held_saving(page, "rental")
    await box.click()
    await page.keyboard.type("Gone. ", delay=0)
    await page.get_by_role("button", name="Save", exact=True).click()
    await asyncio.wait_for(held.wait(), 20)
    await page.goto(f"{house.hub}/desk#articles/jobs")
    async with page.expect_response("**/api/articles"):  # asked for when what was saved has been taken in
        going.set()
    await expect(page.locator(".chip", has_text=re.compile("^jobs@"))).to_be_visible()
    assert page.url.endswith("#articles/jobs")


async def test_a_question_is_not_taken_back_while_it_is_written(browsers, house):
    page, _ = await opened(browsers, house, "quin", "jobs")
    row = page.get_by_label("Question", exact=True).first
    await row.click()
    await row.press("End")
    await page.keyboard.type(" today", delay=0)
    written = await row.input_value()
    for _ in range(2):
        async with page.expect_response(lambda reply: reply.url.endswith("/api/articles")):
            pass
    assert written.endswith(" today")
    assert await row.input_value() == written


async def test_a_link_without_a_selection_is_a_link(browsers, house):
    page, box = await opened(browsers, house, "lina", "new")
    await box.click()
    await page.keyboard.type("See  for more.", delay=0)
    for _ in range(len(" for more.")):
        await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Control+k")
    address = page.get_by_label("Link address")
    await expect(address).to_be_focused()
    await address.fill("nowhere")
    await address.press("Enter")
    await page.get_by_text("Enter a full address").wait_for()
    await address.fill("https://www.shop.example/returns/")
    await address.press("Enter")
    link = box.locator("a")
    await expect(link).to_have_text("shop.example/returns")
    await expect(link).to_have_attribute("href", "https://www.shop.example/returns/")
    await page.keyboard.type("!", delay=0)
    await expect(link).to_have_text("shop.example/returns")
    assert " ".join((await box.inner_text()).split()) == "See shop.example/returns! for more."
    await page.get_by_role("button", name="Markdown").click()
    await expect(box).to_have_value(
        re.compile(r"^See\s\[shop\.example/returns\]\(https://www\.shop\.example/returns/\)!\sfor more\.\s?$")
    )
    await page.get_by_role("button", name="Markdown").press("Enter")
    await box.click()
    await page.keyboard.press("Control+End")
    await page.get_by_role("button", name="Link", exact=True).first.click()
    await address.fill("help@shop.example")
    await page.get_by_label("Link text").fill("Write <to> us")
    await page.get_by_role("group", name="Link").get_by_role("button", name="Link").click()
    await expect(box.locator("a").last).to_have_text("Write <to> us")
    await expect(box.locator("a").last).to_have_attribute("href", "mailto:help@shop.example")
    await page.keyboard.press("Control+z")
    await expect(box.locator("a")).to_have_count(1)
    await page.keyboard.press("Control+z")
    await expect(box).not_to_contain_text("Write")
    await page.keyboard.press("Control+End")
    await page.keyboard.type(" Bye.", delay=0)
    await expect(box).to_contain_text("for more. Bye.")


async def test_a_link_on_chosen_words_keeps_them(browsers, house):
    page, box = await opened(browsers, house, "lino", "new")
    await box.click()
    await page.keyboard.type("our page", delay=0)
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Control+k")
    await expect(page.get_by_label("Link text")).to_have_count(0)
    await page.get_by_label("Link address").fill("shop.example/a b")
    await page.keyboard.press("Enter")
    await expect(box.locator("a")).to_have_text("our page")
    await expect(box.locator("a")).to_have_attribute("href", "https://shop.example/a%20b")
