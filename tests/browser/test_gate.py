"""Publishing at the desk what must not go out: each error with its place, and out all the same only by name
and with a reason.
"""

import pytest
from playwright.async_api import expect

from knowledge.articles import Article
from knowledge.store import KnowledgeStore

pytestmark = pytest.mark.browser
LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {
        "viewport": {"width": 390, "height": 780},
        "has_touch": True,
        "is_mobile": True,
        "color_scheme": "dark",
    },
}


async def at_the_gate(browsers, house, look, identity):
    """An article with two errors saved, and an editor who has pressed Publish."""
    with KnowledgeStore.open(house.home) as store:
        store.articles.save(
            Article(
                identity,
                "shop",
                f"Do you lend {identity}?",
                "See [here](www.example.com). Ask jane.doe@gmail.com!!",
                (f"lend {identity}",),
            ),
            "anna",
        )
    page = (await browsers.agent(f"g{identity}"[:12], "admin", **LOOKS[look])).page
    await page.goto(f"{house.hub}/desk#facts")
    await page.get_by_role("button", name="Publish", exact=True).click()
    gate = page.get_by_role("group", name="2 errors block this release")
    await gate.wait_for()
    browsers.complaints[:] = [each for each in browsers.complaints if "422" not in each]
    return page, gate


@pytest.mark.parametrize("look", LOOKS)
async def test_errors_are_named_and_a_reason_lets_them_out(browsers, house, look, tmp_path):
    page, gate = await at_the_gate(browsers, house, look, f"sledge_{look}")
    posts = []
    page.on(
        "request",
        lambda request: (
            posts.append(request)
            if request.method == "POST" and request.url.endswith("/api/publish")
            else None
        ),
    )
    await expect(gate.get_by_text("This link is broken")).to_be_visible()
    await expect(gate.get_by_text("private email address")).to_be_visible()
    await gate.locator("summary", has_text="not block").click()
    await expect(gate.get_by_text("This reads as shouting")).to_be_visible()
    out = gate.get_by_role("button", name="Publish anyway")
    await expect(out).to_be_disabled()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.screenshot(path=tmp_path / f"{look}.png")
    await gate.get_by_label("Or publish as it is").fill("The page opens tomorrow.")
    await out.dblclick(delay=20)
    await gate.wait_for(state="detached")
    assert len(posts) == 1
    await page.get_by_role("link", name="Releases").click()
    newest = page.locator(".card", has_text="Release").first
    await newest.get_by_text("published despite errors").wait_for()
    await newest.get_by_role("link", name="View").click()
    overruled = page.get_by_role("group", name="Published despite errors")
    await expect(overruled).to_contain_text("The page opens tomorrow.")
    await expect(overruled).to_contain_text("www.example.com")
    with KnowledgeStore.open(house.home) as store:
        latest = store.trainings.latest()
        if latest.state in ("waiting", "training"):
            store.rollout.discard(latest.release, "test")
        store.articles.retire(f"sledge_{look}")


async def test_by_keyboard_alone_and_to_the_very_field(browsers, house):
    page, gate = await at_the_gate(browsers, house, "light", "kites")
    await expect(gate.get_by_role("heading")).to_be_focused()
    await gate.get_by_role("link", name="Do you lend kites?, answer").first.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("textbox", name="Answer", exact=True)).to_be_focused()
    await gate.get_by_label("Or publish as it is").focus()
    await page.keyboard.press("Escape")
    await expect(gate).to_have_count(0)
    with KnowledgeStore.open(house.home) as store:
        store.articles.retire("kites")
