"""Customers who wait and leave the page, over real sockets, with seconds instead of minutes."""

import pytest

from escalation.app import CONTAINER
from escalation.core.states import State
from tests.bridge.conftest import start, stop, until
from tests.bridge.test_agents_gone import now
from tests.bridge.test_assignment import AUTOMATIC, arrange, offers, row


@pytest.fixture
async def quick(home, unused_tcp_port):
    running = await start(home, unused_tcp_port, left_s=1, place_kept_s=2)
    yield running
    await stop(running)


async def waiting(hub):
    """A customer with a token to come back with, in the queue."""
    _, token = await hub.customers.create("", 1)
    customer = await hub.customer(token)
    identity = (await hub.say(customer, "hello"))["conversation"]
    await customer.ok("ask_person")
    await until(lambda: _waits(hub, identity), "queued")
    return customer, identity, token


async def _waits(hub, identity):
    return (await now(hub, identity)).state is State.QUEUED


async def _left(hub, identity, **more):
    fold = await now(hub, identity)
    return fold.left_at > 0 and all(getattr(fold, name) == value for name, value in more.items())


def ahead(client):
    return [data["ahead"] for name, data in client.pushes if name == "queue"]


async def test_who_left_is_marked_and_later_stands_behind(quick):
    agent = await quick.agent()
    first, gone, token = await waiting(quick)
    second, here, _ = await waiting(quick)
    await until(lambda: ahead(second)[-1:] == [1], "second in line")
    await first.socket.disconnect()
    await until(lambda: _left(quick, gone, place_lost=False), "marked")
    assert (await row(agent, gone))["left_at"] > 0
    assert [line["id"] for line in (await agent.ok("inbox"))["queue"]] == [gone, here], "the place is kept"
    await until(lambda: _left(quick, gone, place_lost=True), "behind")
    assert [line["id"] for line in (await agent.ok("inbox"))["queue"]] == [here, gone]
    await until(lambda: ahead(second)[-1] == 0, "nobody before those who are there")
    back = await quick.customer(token)
    await until(lambda: _is_back(quick, gone), "back")
    assert (await back.ok("resume", after=0))["ahead"] == 1, "at the end, for it was too late"


async def _is_back(hub, identity):
    return (await now(hub, identity)).left_at == 0


async def test_back_in_time_is_back_in_place(quick):
    first, gone, token = await waiting(quick)
    second, _, _ = await waiting(quick)
    await first.socket.disconnect()
    await until(lambda: _left(quick, gone), "marked")
    back = await quick.customer(token)
    assert (await now(quick, gone)).left_at == 0, "before the connection is there"
    assert (await back.ok("resume", after=0))["ahead"] == 0
    assert ahead(second)[-1] == 1


async def test_nothing_rings_for_who_left(quick):
    first, gone, _ = await waiting(quick)
    await first.socket.disconnect()
    await until(lambda: _left(quick, gone), "marked")
    await arrange(quick, assignment=AUTOMATIC)
    agent = await quick.agent()
    _, here, _ = await waiting(quick)
    await until(lambda: offers(agent), "an offer")
    assert await quick.app[CONTAINER].assigner.look() == []
    assert [offer["conversation"] for offer in offers(agent)] == [here]
