"""Agents who close their browser, lose their account or transfer: real sockets, and the timers as rows."""

from dataclasses import replace

import pytest

from escalation.app import CONTAINER
from escalation.core.states import State
from tests.bridge.conftest import start, stop, until


@pytest.fixture
async def quick(home, unused_tcp_port):
    running = await start(home, unused_tcp_port, absence_s=1)
    yield running
    await stop(running)


async def taken(hub, agent, text="I am furious"):
    """A conversation this agent has: its customer, its id, and the epoch."""
    customer = await hub.customer()
    identity = (await hub.say(customer, text))["conversation"]
    await until(lambda: _state(hub, identity, State.QUEUED), "queued")
    row = next(each for each in (await agent.ok("inbox"))["queue"] if each["id"] == identity)
    await agent.ok("take", conversation=identity, epoch=row["epoch"])
    return customer, identity


async def now(hub, identity):
    return await hub.app[CONTAINER].conversations.get(identity)


async def _state(hub, identity, state):
    return (await now(hub, identity)).state is state


async def _nobody(parts):
    return not await parts.consoles.present()


async def _one_alone(parts):
    return len(await parts.consoles.present()) == 1


async def test_after_the_grace_it_waits_again_before_others_and_the_customer_is_told(quick):
    anna, ben = await quick.agent("anna"), await quick.agent("ben")
    waiting = await quick.customer()
    first = (await quick.say(waiting, "I am furious too"))["conversation"]
    await until(lambda: _state(quick, first, State.QUEUED))
    customer, identity = await taken(quick, anna)
    await anna.socket.disconnect()
    await until(lambda: _state(quick, identity, State.QUEUED), "released")
    assert [row["id"] for row in (await ben.ok("inbox"))["queue"]] == [identity, first]
    told = await until(lambda: [event for event in customer.events() if event.get("key") == "agent_absent"])
    assert "Anna" in told[0]["text"]


async def test_who_comes_back_in_time_keeps_it(quick):
    anna = await quick.agent("anna")
    _, identity = await taken(quick, anna)
    parts = quick.app[CONTAINER]
    await anna.socket.disconnect()
    await until(lambda: _timer(parts, identity), "timer set")
    await quick.agent("anna")
    await until(lambda: _no_timer(parts, identity), "timer dropped")
    assert (await now(quick, identity)).state is State.AGENT


async def _timer(parts, identity):
    return next(
        (each.due_at for each in await parts.absence._absences.held() if each.conversation == identity), None
    )


async def _no_timer(parts, identity):
    return await _timer(parts, identity) is None


async def test_a_hub_that_was_down_counts_nothing_against_the_agent(home, unused_tcp_port, quick):
    anna = await quick.agent("anna")
    _, identity = await taken(quick, anna)
    parts = quick.app[CONTAINER]
    # As if long overdue.
    await parts.absence._absences.keep({identity: ((await now(quick, identity)).epoch, 1)}, [])
    fresh = type(parts.absence)(parts.conversations, parts.absence._absences, parts.consoles, 60_000)
    await anna.socket.disconnect()
    await until(lambda: _nobody(parts))
    await fresh.look()
    assert (await now(quick, identity)).state is State.AGENT


async def test_what_was_snoozed_stays_until_its_time_or_a_word_of_the_customer(quick):
    anna = await quick.agent("anna")
    customer, identity = await taken(quick, anna)
    later = 4_000_000_000_000
    await anna.ok("snooze", conversation=identity, epoch=(await now(quick, identity)).epoch, until=later)
    await anna.socket.disconnect()
    parts = quick.app[CONTAINER]
    await until(lambda: _nobody(parts))
    for _ in range(3):
        await parts.absence.look()
    assert (await now(quick, identity)).state is State.AGENT
    await quick.say(customer, "are you there?")
    await until(lambda: _state(quick, identity, State.QUEUED), "released")


async def test_another_agent_takes_over_from_one_without_a_console_at_once(hub):
    anna, ben = await hub.agent("anna"), await hub.agent("ben")
    customer, identity = await taken(hub, anna)
    epoch = (await now(hub, identity)).epoch
    assert await ben.refused("take", {"conversation": identity, "epoch": epoch}) == "taken"
    await anna.socket.disconnect()
    await until(lambda: _one_alone(hub.app[CONTAINER]))
    row = next(each for each in (await ben.ok("inbox"))["others"] if each["id"] == identity)
    assert row["away"] is True
    await ben.ok("take", conversation=identity, epoch=epoch)
    assert (await now(hub, identity)).agent_name == "Ben"
    told = await until(lambda: [event for event in customer.events() if event.get("key") == "agent_replaced"])
    assert "Ben" in told[0]["text"]
    assert "Anna" in told[0]["text"]


async def test_a_supervisor_takes_over_from_anybody_with_a_reason(hub):
    anna, chief = await hub.agent("anna"), await hub.agent("chief", "supervisor")
    _, identity = await taken(hub, anna)
    epoch = (await now(hub, identity)).epoch
    assert await chief.refused("take", {"conversation": identity, "epoch": epoch}) == "bad_request"
    assert (
        await chief.refused("take", {"conversation": identity, "epoch": epoch, "reason": "  "})
        == "bad_request"
    )
    await chief.ok("take", conversation=identity, epoch=epoch, reason="Anna is needed elsewhere")
    assert (await now(hub, identity)).agent_name == "Chief"
    assert (
        "relieved",
        {"conversation": identity, "by": "Chief", "reason": "Anna is needed elsewhere"},
    ) in anna.pushes


async def test_the_customers_button_frees_them_from_an_agent_who_is_gone(hub):
    anna = await hub.agent("anna")
    customer, identity = await taken(hub, anna)
    await customer.ok("ask_person")
    assert (await now(hub, identity)).state is State.AGENT
    await anna.socket.disconnect()
    await until(lambda: _nobody(hub.app[CONTAINER]))
    await customer.ok("ask_person")
    assert (await now(hub, identity)).state is State.QUEUED


@pytest.mark.parametrize("way", ["disabled", "role"])
async def test_without_an_account_nobody_keeps_a_conversation(hub, way):
    """Whoever wrote it into the database: the watch reads it there."""
    anna = await hub.agent("anna")
    _, identity = await taken(hub, anna)
    user = await hub.users.find("anna")
    await (hub.users.disable(user) if way == "disabled" else hub.users.change(replace(user, role="editor")))
    await until(lambda: _state(hub, identity, State.QUEUED), "released")


async def test_a_transfer_to_an_agent_lies_in_their_own_list_with_a_word(hub):
    anna, ben = await hub.agent("anna"), await hub.agent("ben")
    customer, identity = await taken(hub, anna)
    epoch = (await now(hub, identity)).epoch
    await anna.ok(
        "requeue", conversation=identity, epoch=epoch, to="ben", note="She has been waiting for a week"
    )
    assert identity in [row["id"] for row in (await ben.ok("inbox"))["mine"]]
    assert ("assigned", {"conversation": identity, "by": "Anna"}) in ben.pushes
    told = await until(
        lambda: [event for event in customer.events() if event.get("key") == "agent_transferred"]
    )
    assert "Ben" in told[0]["text"]


async def test_a_transfer_to_an_agent_without_a_console_waits_in_their_list(hub):
    anna = await hub.agent("anna")
    await hub.users.add("cleo", "Cleo", "agent")
    customer, identity = await taken(hub, anna)
    await anna.ok("requeue", conversation=identity, epoch=(await now(hub, identity)).epoch, to="cleo")
    told = await until(
        lambda: [event for event in customer.events() if event.get("key") == "transfer_waiting"]
    )
    assert "Cleo" in told[0]["text"]
    cleo = await hub.agent("cleo")
    lists = await cleo.ok("inbox")
    row = next(each for each in lists["queue"] if each["id"] == identity)
    assert (row["wanted_agent"], row["for_me"]) == (lists["me"]["id"], True)


async def test_an_agent_reopens_a_closed_conversation(hub):
    anna = await hub.agent("anna")
    customer, identity = await taken(hub, anna)
    await anna.ok("close", conversation=identity, epoch=(await now(hub, identity)).epoch)
    await anna.ok("reopen", conversation=identity, epoch=(await now(hub, identity)).epoch)
    assert (await now(hub, identity)).agent_name == "Anna"
    await until(lambda: [event for event in customer.events() if event.get("key") == "reopened_by_agent"])
