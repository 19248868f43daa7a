"""Whole days at the desk: an agent's morning by the keyboard, and the change of a shift."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.bridge.conftest import until
from tests.bridge.test_agents_gone import now
from tests.browser.shift import Shift

pytestmark = pytest.mark.browser
AUTOMATIC = {
    "default": {
        "mode": "automatic",
        "accept_seconds": 60,
        "breather_seconds": 0,
        "capacity": 20,
        "offers": 20,
    }
}
MATTERS = (
    "where is my parcel",
    "the zip is broken",
    "wrong size",
    "no invoice yet",
    "the code is refused",
    "two orders came",
    "cancel the second one",
    "the tent leaks",
    "address has changed",
    "gift card is empty",
)


async def ended(shift: Shift, conversation: str) -> bool:
    return str((await now(shift.hub, conversation)).state) == "closed"


async def test_a_morning_of_ten_conversations_by_the_keyboard(shift):
    """One key takes the most urgent, words are the reply, one chord sends, closes and goes on."""
    anna = await shift.desk("anna")
    talks = [await shift.waits(matter, name=f"N{number}") for number, matter in enumerate(MATTERS)]
    page = anna.page
    await expect(page.locator(".rows .entry")).to_have_count(10)
    for matter in MATTERS:
        await page.keyboard.press("u")
        await page.get_by_test_id("transcript").get_by_text(matter).first.wait_for()
        await anna.state("with you")
        await page.keyboard.type(f"About “{matter}”: done")
        await expect(page.get_by_label("Your reply")).to_have_value(f"About “{matter}”: done")
        await page.keyboard.press("Control+Shift+Enter")
        await expect(page.get_by_test_id("state")).not_to_have_text("with you")
        await page.evaluate("document.activeElement.blur()")
    for matter, (customer, conversation) in zip(MATTERS, talks, strict=True):
        await until(lambda at=conversation: ended(shift, at), "closed")
        lines = [event["text"] for event in customer.events() if event["kind"] == "agent"]
        assert lines == [f"About “{matter}”: done"]


async def test_a_change_of_shift_leaves_nobody_behind(shift):
    """What the early shift has goes to the late one with its note; nobody is without an agent after it."""
    await shift.set_up(assignment=AUTOMATIC)
    anna, early = await shift.desk("anna"), await shift.hub.agent("anna")
    talks = [await shift.with_agent(early, matter) for matter in MATTERS[:5]]
    await expect(anna.page.locator(".rows .entry")).to_have_count(5)
    ben = await shift.desk("ben")
    await anna.page.get_by_label("My status").select_option(label="End shift…")
    dialog = anna.page.get_by_role("dialog", name="End shift")
    await anna.page.keyboard.type("All five wait for the warehouse.")
    await dialog.get_by_role("button", name="Transfer 5 conversations").click()
    await expect(dialog).to_have_count(0)
    offer = ben.page.get_by_role("group", name="Offered to you").first
    for _ in talks:
        await offer.get_by_role("button", name="Accept").first.click()
        await ben.state("with you")
        await expect(ben.page.get_by_test_id("transcript")).to_contain_text("wait for the warehouse.")
    for _, conversation in talks:
        await until(lambda name=conversation: _is_with(shift.hub, name, "Ben"), "Ben has it")


async def _is_with(hub, conversation, name):
    fold = await now(hub, conversation)
    return (str(fold.state), fold.agent_name) == ("agent", name)
