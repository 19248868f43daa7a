"""What a customer who waits is told: their place, and between when an agent comes."""

import pytest

from escalation.app import CONTAINER
from escalation.conversations.team import Team
from escalation.conversations.waiting_times import WaitingTimes
from tests.bridge.conftest import start, stop, until


@pytest.fixture
async def made(tmp_path, unused_tcp_port_factory):
    """Starts hubs with settings of their own."""
    hubs = []

    async def run(**settings):
        hubs.append(await start(tmp_path / f"home{len(hubs)}", unused_tcp_port_factory(), **settings))
        return hubs[-1]

    yield run
    for hub in hubs:
        await stop(hub)


def places(client):
    return [data for name, data in client.pushes if name == "queue"]


async def waiting(hub):
    """A customer who waits and was told their place."""
    customer = await hub.customer()
    await hub.say(customer, "hello")
    await customer.ok("ask_person")
    await until(lambda: places(customer), "a place")
    return customer


async def test_a_range_in_whole_minutes_once_an_agent_is_there(made):
    hub = await made()
    customer = await waiting(hub)
    assert [row["wait"] for row in places(customer)] == [None], "nobody is there: no range"
    await hub.agent()
    await hub.app[CONTAINER].publisher.send_places()
    await until(lambda: places(customer)[-1]["wait"], "a range")
    wait = places(customer)[-1]["wait"]
    assert (wait["low"], wait["high"] > wait["low"], wait["longer"]) == (0, True, False)
    again = await customer.ok("resume", after=0)
    assert (again["ahead"], again["wait"]) == (0, wait)


async def test_who_is_behind_is_not_told_less(made):
    hub = await made()
    await hub.agent()
    customers = [await waiting(hub) for _ in range(5)]
    await hub.app[CONTAINER].publisher.send_places()
    await until(lambda: all(places(customer)[-1]["wait"] for customer in customers), "ranges")
    told = [places(customer)[-1] for customer in customers]
    assert [row["ahead"] for row in told] == [0, 1, 2, 3, 4]
    highs = [row["wait"]["high"] for row in told]
    assert highs == sorted(highs)
    assert highs[-1] > highs[0], "three may be taken at once, the others wait for an end"


@pytest.mark.parametrize(("shows", "ahead"), [("position", 0), ("none", None)])
async def test_an_installation_may_say_less(made, shows, ahead):
    hub = await made(queue_shows=shows)
    await hub.agent()
    customer = await waiting(hub)
    await hub.app[CONTAINER].publisher.send_places()
    assert [(row["ahead"], row["wait"]) for row in places(customer)] == [(ahead, None)]
    again = await customer.ok("resume", after=0)
    assert (again["ahead"], again["wait"]) == (ahead, None)


async def test_what_was_lived_is_known_after_a_restart(made):
    hub = await made()
    agent = await hub.agent()
    customer = await waiting(hub)
    row = (await agent.ok("inbox"))["queue"][0]
    await agent.ok("take", conversation=row["id"], epoch=row["epoch"])
    await agent.ok("close", conversation=row["id"], epoch=row["epoch"] + 1)
    times = hub.app[CONTAINER].times
    await times.look([])
    assert [len(lasted) for lasted in times._model.experience.handling.values()] == [1]
    parts = hub.app[CONTAINER]
    nobody = Team(parts.users, parts.states, parts.arranged, 0)
    fresh = WaitingTimes(parts.store.queue_log, nobody, parts.arranged)
    assert await fresh.look([]) == {}
    assert [len(lasted) for lasted in fresh._model.experience.handling.values()] == [1]
    assert fresh._model.line.agents == {}, "who is there is not guessed any longer"
    del customer
