"""Work finds the agent, over real sockets: presence, offers, the end of a shift, what customers hear."""

import pytest

from escalation.app import CONTAINER
from escalation.core.states import State
from tests.bridge.conftest import start, stop, until
from tests.bridge.test_agents_gone import now, taken

AUTOMATIC = {"default": {"mode": "automatic", "accept_seconds": 5, "breather_seconds": 60}}


@pytest.fixture
async def automatic(home, unused_tcp_port):
    running = await start(home, unused_tcp_port, absence_s=1)
    await arrange(running, assignment=AUTOMATIC)
    yield running
    await stop(running)


async def arrange(hub, **sections):
    container = hub.app[CONTAINER]
    await container.store.configuration.put(sections, "test", "", 1)
    await container.arranged.refresh()


async def waiting(hub, text="I am furious"):
    customer = await hub.customer()
    identity = (await hub.say(customer, text))["conversation"]
    await until(lambda: _is(hub, identity, State.QUEUED), "queued")
    return customer, identity


async def _is(hub, identity, state):
    return (await now(hub, identity)).state is state


def offers(client):
    return [data for name, data in client.pushes if name == "offer"]


async def ringing_at(hub, identity):
    ringing = (await now(hub, identity)).ringing
    return ringing.agent_name if ringing else None


async def row(agent, identity, name="queue"):
    return next(line for line in (await agent.ok("inbox"))[name] if line["id"] == identity)


async def test_presence_is_switched_and_seen_by_all(hub):
    anna, ben = await hub.agent("anna"), await hub.agent("ben")
    answer = await anna.ok("set_presence", presence="break")
    assert [(line["name"], line["presence"]) for line in answer["team"]] == [
        ("Anna", "break"),
        ("Ben", "online"),
    ]
    await until(
        lambda: [data for name, data in ben.pushes if name == "team" and data["team"] == answer["team"]]
    )
    assert await anna.refused("set_presence", {"presence": "asleep"}) == "bad_request"


async def test_with_manual_assignment_nothing_rings(hub):
    anna = await hub.agent("anna")
    _, identity = await waiting(hub)
    assert await hub.app[CONTAINER].assigner.look() == []
    assert (await row(anna, identity))["offer"] is None


async def test_it_rings_at_one_and_accepting_is_taking(automatic):
    anna = await automatic.agent("anna")
    _, identity = await waiting(automatic)
    (offer,) = await until(lambda: offers(anna), "an offer")
    assert (offer["conversation"], "had the least to do" in offer["why"]) == (identity, True)
    shown = await row(anna, identity)
    assert (shown["offer"]["agent_name"], shown["offer"]["why"]) == ("Anna", offer["why"])
    assert (shown["strain"], shown["offer"]["until"]) == (2.0, offer["until"])
    await anna.ok("take", conversation=identity, epoch=offer["epoch"])
    held = await now(automatic, identity)
    assert (held.agent_name, held.ringing) == ("Anna", None)
    (line,) = (await anna.ok("inbox"))["team"]
    assert line["load"] == 2.0


async def test_declined_or_not_accepted_it_rings_at_the_next(automatic):
    anna, ben = await automatic.agent("anna"), await automatic.agent("ben")
    _, identity = await waiting(automatic)
    await until(lambda: offers(anna) or offers(ben), "an offer")
    first, other = (anna, ben) if offers(anna) else (ben, anna)
    await first.ok("decline", conversation=identity, epoch=offers(first)[0]["epoch"])
    await until(lambda: offers(other), "the next")
    await until(lambda: _nobody_rings(automatic, identity), "not accepted in time")
    log = [recorded.event for recorded in await automatic.app[CONTAINER].store.log.events(identity)]
    assert [event.ending for event in log if event.kind == "offer.ended"] == ["declined", "missed"]
    await other.ok("take", conversation=identity, epoch=(await now(automatic, identity)).epoch)


async def _nobody_rings(hub, identity):
    return await ringing_at(hub, identity) is None


async def test_who_switches_off_rings_no_more(automatic):
    anna = await automatic.agent("anna")
    _, identity = await waiting(automatic)
    await until(lambda: offers(anna), "an offer")
    await anna.ok("set_presence", presence="busy")
    await until(lambda: _nobody_rings(automatic, identity), "gone")
    assert await automatic.app[CONTAINER].assigner.look() == []


async def test_a_breather_after_a_hard_one_that_may_be_waived(automatic):
    anna = await automatic.agent("anna")
    _, identity = await waiting(automatic)
    await until(lambda: offers(anna), "an offer")
    await anna.ok("take", conversation=identity, epoch=offers(anna)[0]["epoch"])
    await anna.ok("close", conversation=identity, epoch=(await now(automatic, identity)).epoch)
    _, following = await waiting(automatic)

    async def breathes():
        return (await anna.ok("inbox"))["team"][0]["breather_until"]

    await until(breathes, "a breather")
    assert await automatic.app[CONTAINER].assigner.look() == []
    await anna.ok("waive_breather")
    await until(lambda: [offer for offer in offers(anna) if offer["conversation"] == following], "an offer")


async def test_the_end_of_a_shift_hands_everything_on_with_a_note(hub):
    anna, ben = await hub.agent("anna"), await hub.agent("ben")
    held = [await taken(hub, anna) for _ in range(2)]
    answer = await anna.ok("end_shift", note="Both wait for the carrier")
    assert sorted(answer["moved"]) == sorted(identity for _, identity in held)
    assert answer["kept"] == []
    for customer, identity in held:
        assert (await now(hub, identity)).state is State.QUEUED
        log = [recorded.event for recorded in await hub.app[CONTAINER].store.log.events(identity)]
        (note,) = [event for event in log if event.kind == "note.added"]
        assert note.text == "Both wait for the carrier"
        await until(lambda seen=customer: [one for one in seen.events() if one.get("key") == "agent_left"])
    assert [line["presence"] for line in (await ben.ok("inbox"))["team"]] == ["offline", "online"]
    assert (await anna.ok("end_shift"))["moved"] == []


async def test_nobody_is_fetched_where_nobody_is(hub):
    """Hours and presence: within business hours, but without an agent at work, the truth is told."""
    customer, _ = await waiting(hub)
    assert (await customer.ok("resume", after=0))["back"] == ""
    keys = [shown.get("key") for shown in customer.events()]
    assert "closed_now_unknown" in keys
    assert "handoff_frustration" not in keys
    anna = await hub.agent("anna")
    await until(lambda: [data for name, data in customer.pushes if name == "queue" and data["back"] is None])
    await anna.ok("set_presence", presence="break")
    await until(lambda: customer.pushes[-1][0] == "queue" and customer.pushes[-1][1]["back"] == "")


@pytest.mark.parametrize("there", [True, False])
async def test_greeting_and_offer_fit_the_hour(hub, there):
    if there:
        await hub.agent("anna")
    customer = await hub.customer()
    greeting = (await customer.ok("resume", after=0))["greeting"]
    assert ("any time. You" in greeting or "a person at any time" in greeting) is there
    await hub.say(customer, "please cancel it")
    told = await until(lambda: [shown for shown in customer.events() if shown.get("role") == "offer"])
    assert ("away right now" in told[0]["text"]) is not there


async def test_an_sla_shows_in_the_row_and_is_noted_in_the_log(hub):
    level = {"name": "all", "minutes": 30, "resolution_minutes": 60}
    await arrange(hub, service_levels=[level])
    anna = await hub.agent("anna")
    _, identity = await taken(hub, anna)
    shown = await row(anna, identity, "mine")
    assert (shown["sla"]["kind"], shown["sla"]["state"]) == ("first", "running")
    assert shown["sla"]["due_at"] == shown["due_at"]
    await anna.ok(
        "say",
        conversation=identity,
        epoch=(await now(hub, identity)).epoch,
        client_id="agent-0001",
        text="hello",
    )
    shown = await row(anna, identity, "mine")
    assert (shown["sla"]["kind"], shown["due_at"]) == ("resolution", None)
