"""Every screen is clean by axe (WCAG 2.2 A and AA), in both themes and at phone width."""

import pytest
from axe_playwright_python.async_playwright import Axe

from tests.browser.conftest import arrange

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SCREENS = [
    "articles",
    "articles/delivery_time",
    "articles/new",
    "gaps",
    "effect",
    "voice",
    "facts",
    "checks",
    "releases",
    "releases/1",
]
LOOKS = [
    {"color_scheme": "light", "viewport": {"width": 1280, "height": 800}},
    {"color_scheme": "dark", "viewport": {"width": 390, "height": 780}},
]


async def faults(page, name):
    results = await Axe().run(page, options=RULES)
    found = [
        (name, each["id"], [node["target"] for node in each["nodes"]][:3])
        for each in results.response["violations"]
    ]
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
    await page.get_by_role("button", name="Edit").first.click()
    found += await faults(page, "voice, rewording")
    for path in ("help", "help/delivery-time", "help/stove-wont-light", "help/search?q=zip"):
        await page.goto(f"{house.hub}/{path}")
        found += await faults(page, path)
    assert found == []


SCREENS = (
    "triage",
    "policy",
    "rewind",
    "people",
    "departments",
    "skills",
    "assignment",
    "hours",
    "service_levels",
    "replies",
    "macros",
    "labels",
    "segments",
    "blocked",
    "site",
    "mail",
    "alerts",
    "history",
)


ALWAYS = {each: ["00:00-24:00"] for each in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
# Everything that can be arranged, so that no screen is looked at empty.
FILLED = {
    "hours": {
        "default": {
            "time_zone": "Europe/Berlin",
            "week": ALWAYS,
            "special": [{"day": "2030-12-24", "why": "Christmas Eve"}],
        }
    },
    "segments": [{"id": "gold", "name": "Gold", "emails": ["*@gold.example"]}],
    "departments": [{"id": "delivery", "name": "Delivery", "by_hand": True}],
    "skills": [{"id": "german", "name": "German", "when": {"languages": ["de"]}}],
    "assignment": {"delivery": {"mode": "automatic"}},  # where nothing waits, so that nothing rings
    "service_levels": [{"name": "all", "minutes": 1}],
    "labels": [
        {"name": "lost", "colour": "red"},
        {"name": "found", "colour": "green"},
        {"name": "late", "colour": "amber"},
    ],
    "macros": [
        {"shortcut": "lost", "title": "Lost", "text": "We look for it.", "labels": ["lost"], "then": "later"}
    ],
    "mail": {"host": "127.0.0.1", "port": 9, "security": "none", "sender": "help@shop.example"},
    "alerts": {"emails": ["lead@shop.example"], "webhook": "http://127.0.0.1:9/"},
}


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark phone"])
async def test_the_console_and_the_settings_are_accessible(browsers, house, look):
    light = look["color_scheme"] == "light"
    agent, customer = await browsers.agent("nora" if light else "nils", "admin"), await browsers.customer()
    await customer.say(f"this is ridiculous, nobody answers! {'day' if light else 'night'}")
    await customer.words("I'm connecting you with an agent").wait_for()
    page = await browsers.window(**look)
    await page.context.add_cookies(await agent.page.context.cookies())
    await page.goto(f"{house.hub}/console")
    await page.get_by_test_id("lists").wait_for()
    found = await faults(page, "console")
    await page.locator(".entry", has_text="day" if light else "night").first.click()
    await page.get_by_role("button", name="Take over", exact=True).click()
    await page.get_by_label("Your reply").fill("/a")
    found += await faults(page, "console, writing")
    await page.get_by_label("Your reply").fill("")
    if not light:
        await page.get_by_role("button", name="Details").click()
    await page.get_by_role("region", name="Customer").wait_for()
    found += await faults(page, "console, details")
    if not light:
        await page.get_by_role("button", name="Back to the conversation").click()
        await page.get_by_role("button", name="Back", exact=True).click()
        await page.get_by_role("button", name="Menu").click()
        found += await faults(page, "console, menu")
        await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("button", name="Search").first.click()
    await page.get_by_role("dialog", name="Command bar").wait_for()
    found += await faults(page, "command bar")
    await page.keyboard.press("Escape")
    await arrange(page, house, **FILLED)
    await page.goto(f"{house.hub}/console")
    await page.locator(".entry", has_text="day" if light else "night").first.click()
    await page.get_by_label("Your reply").fill("/los")
    await page.get_by_label("Your reply").press("Enter")
    await page.get_by_role("button", name="Transfer…").click()
    await page.get_by_label("Note (optional)").wait_for()
    found += await faults(page, "console, a macro and a transfer")
    widget = await browsers.window(**look)
    await widget.goto(f"{house.hub}/widget?site={house.hub}")
    await widget.get_by_label("Your message").fill("Where is my parcel?")
    await widget.get_by_label("Your message").press("Enter")
    await widget.get_by_role("button", name="Get replies by email").click()
    found += await faults(widget, "the widget, going on by e-mail")
    for screen in SCREENS:
        await page.goto(f"{house.hub}/settings#{screen}")
        await page.get_by_role("main").get_by_role("heading", level=2).first.wait_for()
        await page.wait_for_load_state("networkidle")
        for each in await page.get_by_role("main").locator("details > summary").all():
            await each.click()
        found += await faults(page, screen)
    await arrange(
        page,
        house,
        macros=[],
        assignment={},
        departments=[],
        skills=[],
        service_levels=[],
        labels=[],
        segments=[],
        hours={},
        mail={},
        alerts={},
    )
    assert found == []
