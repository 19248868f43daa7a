"""``make screenshots``: the README's pictures, from the real house."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright

from tests import house as houses
from tests.browser.conftest import Browsers, arrange
from tests.chromium import ARGUMENTS, find

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"


async def _pictures(house: houses.House) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        made = Browsers(browser, house=house)
        agent, customer = await made.agent("anna", "admin"), await made.customer()
        await customer.say("How long does delivery take?")
        await customer.words("2 to 4 working days").wait_for()
        await customer.say("where is my order BW-10311")
        await customer.words("which email").wait_for()
        await customer.say("jonas.weber@example.com")
        await customer.words("sorry it's late").wait_for()
        await customer.say("this is ridiculous, I have been waiting for a week and nobody answers!")
        await customer.words("I'm connecting you with an agent").wait_for()
        await customer.page.screenshot(path=PICTURES / "widget.png")
        await agent.page.set_viewport_size({"width": 1360, "height": 800})
        await agent.pick("this is ridiculous")
        await agent.button("Take over").click()
        await agent.answer(
            "Hello Jonas, I am Anna. I have asked the carrier to search for your jacket and write to you by"
            " six."
        )
        await customer.words("I am Anna").wait_for()
        await agent.page.screenshot(path=PICTURES / "console.png")
        await agent.page.get_by_role("region", name="Hand-off note").wait_for()
        await agent.page.get_by_label("Your reply").fill("I know that")
        await agent.page.screenshot(path=PICTURES / "handover.png")
        await _settings(agent.page, house)
        await _arranged(agent.page, house)
        await agent.page.goto(f"{house.hub}/desk")
        await agent.page.get_by_role("link", name="My parcel is late").click()
        await agent.page.locator(".bubble strong").first.wait_for()
        await agent.page.screenshot(path=PICTURES / "desk.png")
        for asked in (
            "do you sell kayaks for two",
            "is there a kayak for two people",
            "can I hire a mountain guide",
            "what about tide tables",
        ):
            curious = await made.customer()
            await curious.say(asked)
            await curious.frame.locator(".bubble:not(.dots)").nth(2).wait_for()
        await _desk(agent.page, house)
        phone = await made.customer(color_scheme="dark")
        await phone.page.set_viewport_size({"width": 390, "height": 844})
        await phone.say("my tent is kind of leaking")
        await phone.frame.get_by_role("group").wait_for()
        await phone.page.screenshot(path=PICTURES / "phone.png")
        await _reports(agent.page, house)
        buyer = await made.customer()
        await buyer.say("please cancel my order BW-10433 ines.duarte@example.com")
        await buyer.words("Shall I cancel order").wait_for()
        await buyer.frame.get_by_role("button", name="Yes, please").click()
        await buyer.words("is cancelled, and").wait_for()
        await buyer.page.screenshot(path=PICTURES / "job.png")
        await browser.close()


async def _settings(page: Page, house: houses.House) -> None:
    """A threshold tried on what was said."""
    await page.goto(f"{house.hub}/settings")
    await page.get_by_text("The numbers").click()
    await page.get_by_label("Hand off when frustration reaches").fill("0.95")
    await page.get_by_role("button", name="Simulate on stored conversations").click()
    await page.get_by_role("region", name="What would change").wait_for(timeout=60_000)
    await page.screenshot(path=PICTURES / "settings.png")
    await page.get_by_role("button", name="Discard changes").click()


async def _arranged(page: Page, house: houses.House) -> None:
    """Opening hours, and what was changed by whom."""
    week = dict.fromkeys(("mon", "tue", "wed", "thu"), ("09:00-12:30", "13:00-17:30")) | {
        "fri": ("09:00-15:00",),
        "sat": ("10:00-14:00",),
    }
    special = [{"day": "2026-12-24", "hours": ["09:00-12:00"], "why": "Christmas Eve"}]
    await arrange(
        page,
        house,
        hours={
            "default": {"time_zone": "Europe/Berlin", "week": week, "holidays": "DE-BY", "special": special}
        },
    )
    await arrange(
        page,
        house,
        departments=[
            {"id": "billing", "name": "Billing", "when": {"topics": ["payment"]}},
            {"id": "all", "name": "Everybody"},
        ],
    )
    await arrange(page, house, service_levels=[{"name": "Everybody", "minutes": 15}])
    await arrange(page, house, service_levels=[{"name": "Everybody", "minutes": 10}])
    await page.goto(f"{house.hub}/settings#hours")
    await page.get_by_label("Saturday").wait_for()
    await page.screenshot(path=PICTURES / "hours.png")
    await page.goto(f"{house.hub}/settings#history")
    await page.get_by_text("minutes: 15 → 10").wait_for()
    await page.screenshot(path=PICTURES / "changes.png")
    await arrange(page, house, hours={}, departments=[], service_levels=[])


async def _reports(page: Page, house: houses.House) -> None:
    """How the day went, with the conversations behind each number."""
    await page.goto(f"{house.hub}/reports#view=period")
    await page.get_by_role("img", name="Chart: contacts by hour").locator("canvas").wait_for()
    await page.screenshot(path=PICTURES / "reports.png")
    await page.goto(f"{house.hub}/reports#view=now")
    await page.get_by_role("region", name="Agents now").wait_for()
    await page.screenshot(path=PICTURES / "now.png")


async def _desk(page: Page, house: houses.House) -> None:
    """The inbox of gaps, and a release's examination."""
    await page.goto(f"{house.hub}/desk#gaps")
    await page.locator("article.gap").first.wait_for()
    await page.screenshot(path=PICTURES / "gaps.png")
    await page.goto(f"{house.hub}/desk#releases/1")
    await page.get_by_text("Recognised when left out").wait_for()
    await page.screenshot(path=PICTURES / "release.png")


def main() -> None:
    """Start a house of its own, take the pictures, stop it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        house = houses.start(Path(folder))
        try:
            asyncio.run(_pictures(house))
        finally:
            house.stop()


if __name__ == "__main__":
    main()
