"""Every screen is clean by axe (WCAG 2.2 A and AA), in both themes and at phone width."""

import pytest
from axe_playwright_python.async_playwright import Axe

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SCREENS = ["articles", "articles/delivery_time", "articles/new", "gaps", "effect", "voice", "facts", "checks", "releases", "releases/1"]
LOOKS = [{"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}]


async def faults(page, name):
    results = await Axe().run(page, options=RULES)
    found = [(name, each["id"], [node["target"] for node in each["nodes"]][:3]) for each in results.response["violations"]]
    wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
    return [*found, *([(name, "scrolls sideways", [])] if wide else [])]


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark phone"])
async def test_the_desk_and_the_help_centre_are_accessible(browsers, house, look):
    agent = await browsers.agent("mia" if look["color_scheme"] == "light" else "moe", "admin")
    cookies = await agent.page.context.cookies()
    page = await browsers.window(**look)
    await page.context.add_cookies(cookies)
    found = []
    for screen in SCREENS:
        await page.goto(f"{house.hub}/desk#{screen}")
        await page.get_by_role("navigation", name="Desk").wait_for()
        await page.wait_for_load_state("networkidle")
        found += await faults(page, screen)
    await page.goto(f"{house.hub}/desk#voice")
    await page.get_by_role("button", name="Reword").first.click()
    found += await faults(page, "voice, rewording")
    for path in ("help", "help/delivery-time", "help/stove-wont-light", "help/search?q=zip"):
        await page.goto(f"{house.hub}/{path}")
        found += await faults(page, path)
    assert found == []
