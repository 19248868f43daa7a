"""Call-backs over real sockets: which times are offered, booked, and back in the queue in time."""

import asyncio

import pytest

from escalation.app import CONTAINER
from escalation.clock import now_ms
from escalation.conversations.callbacks import Callbacks
from escalation.core.errors import Refused
from tests.bridge.conftest import until
from tests.bridge.test_agents_gone import now
from tests.bridge.test_assignment import AUTOMATIC, arrange, offers, row, waiting

ZONE = "Europe/Berlin"
NUMBER = "+44 20 7946 0018"
HALF_HOUR = 30 * 60_000


def callback(client):
    return [data["callback"] for name, data in client.pushes if name == "queue"][-1:]


async def booked(customer, place=0, contact=NUMBER, channel="phone"):
    at = (await customer.ok("callback_slots"))["slots"][place]
    answer = await customer.ok("book_callback", at=at, zone=ZONE, channel=channel, contact=contact)
    return at, answer["callback"]


async def test_booked_changed_and_cancelled(hub):
    agent = await hub.agent()
    customer, identity = await waiting(hub)
    slots = (await customer.ok("callback_slots"))["slots"]
    assert all(at % HALF_HOUR == 0 and at > now_ms() for at in slots)
    at, shown = await booked(customer)
    assert shown == {"at": at, "zone": ZONE, "channel": "phone", "contact": "…018"}
    await until(lambda: callback(customer) == [shown], "told")
    resumed = await customer.ok("resume", after=0)
    assert (resumed["callback"], resumed["ahead"], resumed["wait"]) == (shown, None, None)
    line = await row(agent, identity)
    assert (line["callback"]["contact"], line["snoozed_until"]) == (NUMBER, at)
    other, _ = await booked(customer, place=3, contact="name@Example.org", channel="email")
    assert (await row(agent, identity))["callback"]["contact"] == "name@example.org"
    assert (await now(hub, identity)).snoozed_until == other
    await customer.ok("cancel_callback")
    assert (await customer.ok("resume", after=0))["ahead"] == 0
    assert (await row(agent, identity))["callback"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"contact": "call me"},
        {"contact": "12345"},
        {"contact": "nobody", "channel": "email"},
        {"zone": "Mars/Olympus"},
        {"zone": "../etc/passwd"},
        {"channel": "pigeon"},
    ],
)
async def test_what_cannot_be_kept_is_refused(hub, wrong):
    await hub.agent()
    customer, identity = await waiting(hub)
    at = (await customer.ok("callback_slots"))["slots"][0]
    payload = {"at": at, "zone": ZONE, "channel": "phone", "contact": NUMBER, **wrong}
    assert await customer.refused("book_callback", payload) == "bad_request"
    assert (await now(hub, identity)).callback is None


async def test_a_time_that_is_no_slot_is_refused(hub):
    await hub.agent()
    customer, _ = await waiting(hub)
    at = (await customer.ok("callback_slots"))["slots"][0] + 60_000
    payload = {"at": at, "zone": ZONE, "channel": "phone", "contact": NUMBER}
    assert await customer.refused("book_callback", payload) == "stale"


async def test_a_slot_holds_as_many_as_there_are_agents(hub):
    await hub.agent("anna")
    first, _ = await waiting(hub)
    second, _ = await waiting(hub)
    at, _ = await booked(first)
    assert at in (await first.ok("callback_slots"))["slots"], "their own is theirs to keep"
    assert at not in (await second.ok("callback_slots"))["slots"]
    await hub.agent("ben")
    assert at in (await second.ok("callback_slots"))["slots"]


async def test_of_two_who_book_the_last_place_at_once_one_gets_it(hub):
    await hub.agent("anna")
    customers = [(await waiting(hub))[0] for _ in range(4)]
    at = (await customers[0].ok("callback_slots"))["slots"][0]
    wish = {"at": at, "zone": ZONE, "channel": "phone", "contact": NUMBER}
    answers = await asyncio.gather(*(customer.ask("book_callback", wish) for customer in customers))
    assert sorted(answer["ok"] for answer in answers) == [False, False, False, True]
    assert {answer["error"]["code"] for answer in answers if not answer["ok"]} == {"stale"}


async def test_a_time_that_was_offered_can_be_booked_for_ten_minutes(hub):
    await hub.agent("anna")
    _, identity = await waiting(hub)
    container, fold = hub.app[CONTAINER], await now(hub, identity)
    clock = [now_ms() // HALF_HOUR * HALF_HOUR + 15 * 60_000]
    callbacks = Callbacks(container.arranged, hub.users, container.states, lambda: clock[0])
    first, second, *_ = await callbacks.slots(fold)
    clock[0] += 10 * 60_000
    assert (await callbacks.slots(fold))[0] == second, "it is offered to nobody else any more"
    assert (await callbacks.booking(fold, first, ZONE, "phone", NUMBER)).at == first
    clock[0] += 1
    with pytest.raises(Refused, match="no longer available"):
        await callbacks.booking(fold, first, ZONE, "phone", NUMBER)


async def test_around_the_clock_the_whole_week_can_be_booked(hub):
    await hub.agent("anna")
    customer, _ = await waiting(hub)
    slots = (await customer.ok("callback_slots"))["slots"]
    assert slots[-1] - slots[0] > 6.9 * 24 * 60 * 60_000


async def test_outside_the_department_s_hours_there_are_none(hub):
    await hub.agent()
    week = {day: ["09:00-10:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    await arrange(hub, hours={"default": {"time_zone": "UTC", "week": week}})
    customer, _ = await waiting(hub)
    slots = (await customer.ok("callback_slots"))["slots"]
    assert {at % 86_400_000 // HALF_HOUR for at in slots} == {18, 19}


async def test_nothing_rings_before_its_time_and_then_it_does(hub):
    await arrange(hub, assignment=AUTOMATIC)
    customer, identity = await waiting(hub)
    agent = await hub.agent("anna", "agent")
    await until(lambda: offers(agent), "it rings")
    at, _ = await booked(customer)
    assert await hub.app[CONTAINER].assigner.look() == []
    parts = hub.app[CONTAINER]
    parts.timekeeper._clock = parts.conversations._clock = lambda: at + 1000
    await until(lambda: _is_due(hub, identity), "its time has come")
    line = await row(agent, identity)
    assert (line["priority"], line["snoozed_until"], line["callback"]["at"]) == (1, 0, at)
    await until(lambda: len(offers(agent)) == 2, "it rings again")


async def _is_due(hub, identity):
    return (await now(hub, identity)).behind == 0
