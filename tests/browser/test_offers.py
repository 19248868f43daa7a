"""Presence and offers on the screen: an agent's switch, what rings at them, the end of a shift."""

import pytest
from playwright.async_api import expect

from tests.bridge.conftest import until
from tests.bridge.test_agents_gone import now

pytestmark = pytest.mark.browser
AUTOMATIC = {"default": {"mode": "automatic", "accept_seconds": 60, "breather_seconds": 60}}


def offer(desk):
    return desk.page.get_by_role("group", name="Offered to you")


async def test_an_offer_says_who_why_what_and_how_long_and_accepting_opens_it(shift):
    await shift.set_up(assignment=AUTOMATIC)
    anna = await shift.desk("anna")
    customer, _ = await shift.waits("where is my parcel", "a person, please", name="Maya Weber")
    card = offer(anna)
    await expect(card).to_contain_text("Maya Weber")
    await expect(card).to_contain_text("where is my parcel")
    await expect(card).to_contain_text("Asked for a person")
    await expect(anna.page).to_have_title("Offer: Maya Weber · Baton")
    left = int((await card.get_by_role("timer").inner_text()).split()[0])
    assert 0 < left <= 60
    await anna.page.keyboard.press("y")
    await anna.state("with you")
    await anna.page.keyboard.type("Hello Maya")
    await anna.page.keyboard.press("Enter")
    await until(lambda: any(event["kind"] == "agent" for event in customer.events()), "the answer")
    await expect(card).to_have_count(0)
    why = anna.page.get_by_test_id("side").get_by_text("Why here?")
    await why.click()
    await expect(anna.page.get_by_test_id("why-here")).to_contain_text("Anna")


async def test_who_declines_sees_it_no_more_and_the_next_agent_does(shift):
    await shift.set_up(assignment=AUTOMATIC)
    anna = await shift.desk("anna")
    await shift.waits("my tent leaks")
    await offer(anna).wait_for()
    ben = await shift.desk("ben")
    await offer(anna).get_by_role("button", name="Decline").click()
    await expect(offer(anna)).to_have_count(0)
    await expect(offer(ben)).to_contain_text("my tent leaks")


async def test_accepted_twice_in_a_row_it_is_taken_once(shift):
    await shift.set_up(assignment=AUTOMATIC)
    anna = await shift.desk("anna")
    _, conversation = await shift.waits("pressed twice")
    button = offer(anna).get_by_role("button", name="Accept")
    await button.dblclick()
    await anna.state("with you")
    await expect(anna.page.get_by_role("alert").filter(has_text="conversation")).to_have_count(0)
    assert (await now(shift.hub, conversation)).epoch == 3, "opened, handed off, joined"


async def test_a_reload_and_a_second_tab_ring_too_and_go_silent_together(shift):
    await shift.set_up(assignment=AUTOMATIC)
    anna = await shift.desk("anna")
    await shift.waits("two tabs")
    await offer(anna).wait_for()
    other = await shift.desk("anna")
    await anna.page.reload()
    await offer(anna).wait_for()
    await offer(other).get_by_role("button", name="Accept").click()
    await other.state("with you")
    await expect(offer(anna)).to_have_count(0)


async def test_an_agent_says_what_they_are_and_others_see_it_where_they_choose_one(shift):
    anna, ben = await shift.desk("anna"), await shift.desk("ben")
    await anna.page.get_by_label("My status").select_option(label="On a break")
    await shift.with_agent(await shift.hub.agent("ben"), "boots")
    await ben.row("boots").click()
    await ben.page.get_by_role("button", name="Transfer…").click()
    await expect(ben.page.get_by_role("option", name="Anna")).to_contain_text("On a break, load 0 of")
    await anna.page.reload()
    await expect(anna.page.get_by_label("My status")).to_have_value("break")


async def test_the_end_of_a_shift_transfers_everything_with_a_note_after_saying_how_much(shift):
    anna = await shift.desk("anna")
    socket = await shift.hub.agent("anna")
    talks = [(await shift.with_agent(socket, f"tent number {number}"))[1] for number in (1, 2, 3)]
    await expect(anna.row("tent number")).to_have_count(3)
    await anna.page.get_by_label("My status").select_option(label="End shift…")
    dialog = anna.page.get_by_role("dialog", name="End shift")
    await expect(dialog).to_contain_text("your 3 conversations go back to the queue")
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(anna.page.get_by_label("My status")).to_have_value("online")
    await anna.page.get_by_label("My status").select_option(label="End shift…")
    await anna.page.keyboard.type("All wait for the warehouse.")
    await dialog.get_by_role("button", name="Transfer 3 conversations").dblclick()
    await expect(dialog).to_have_count(0)
    await expect(anna.page.get_by_label("My status")).to_have_value("offline")
    for conversation in talks:
        assert (await now(shift.hub, conversation)).agent is None
    notes = [
        event["text"]
        for event in (await socket.ok("open", conversation=talks[0]))["events"]
        if event["event"] == "note.added"
    ]
    assert notes == ["All wait for the warehouse."]


async def test_a_breather_is_seen_and_waived(shift):
    await shift.set_up(assignment=AUTOMATIC)
    anna = await shift.desk("anna")
    await shift.waits("I am furious")
    await offer(anna).get_by_role("button", name="Accept").click()
    await anna.state("with you")
    await anna.button("Close").click()
    await anna.button("Close now").click()
    await anna.page.get_by_text("Breather until").wait_for()
    await anna.button("I am ready").click()
    await expect(anna.page.get_by_text("Breather until")).to_have_count(0)
