"""A supervisor in somebody else's conversation: looking without a word, a note at the agent's ear, taking it
over.
"""

from escalation.app import CONTAINER
from escalation.core.states import State
from tests.bridge.conftest import until


async def taken(hub, agent):
    """A conversation this agent has: its customer, and its id."""
    customer = await hub.customer()
    identity = (await hub.say(customer, "I am furious"))["conversation"]

    async def row():
        rows = (await agent.ok("inbox"))["queue"]
        return next((each for each in rows if each["id"] == identity), None)

    epoch = (await until(row, "queued"))["epoch"]
    await agent.ok("take", conversation=identity, epoch=epoch)
    await until(lambda: any(event.get("to") == "agent" for event in customer.events()), "the agent is there")
    return customer, identity


async def now(hub, identity):
    return await hub.app[CONTAINER].conversations.get(identity)


async def test_a_customer_notices_nothing_of_a_supervisor_who_looks(hub):
    anna, chief = await hub.agent("anna"), await hub.agent("chief", "supervisor")
    customer, identity = await taken(hub, anna)
    await anna.ok("open", conversation=identity)
    before = await now(hub, identity)
    await chief.ok("open", conversation=identity)
    await chief.ok("typing", conversation=identity, on=True)
    await until(
        lambda: ("presence", {"conversation": identity, "names": ["Anna", "Chief"]}) in anna.pushes,
        "the agent sees who looks",
    )
    assert await now(hub, identity) == before, "nothing is written of it"
    await anna.ok(
        "say", conversation=identity, epoch=before.epoch, client_id="anna-says-0001", text="I am here"
    )
    await until(lambda: any(event.get("text") == "I am here" for event in customer.events()), "an answer")
    assert "Chief" not in str(customer.pushes)


async def test_a_whisper_reaches_the_agent_at_once_and_the_customer_never(hub):
    anna, chief = await hub.agent("anna"), await hub.agent("chief", "supervisor")
    bea = await hub.agent("bea")
    customer, identity = await taken(hub, anna)
    await chief.ok("note", conversation=identity, client_id="whisper-0001", text="Offer her the refund")
    told = ("mentioned", {"conversation": identity, "by": "Chief"})
    await until(lambda: told in anna.pushes, "whatever she is looking at")
    (mention,) = (await anna.ok("inbox"))["mentions"]
    assert (mention["conversation"], mention["text"]) == (identity, "Offer her the refund")
    assert (await bea.ok("inbox"))["mentions"] == [], "nobody else's business"
    await anna.ok("note", conversation=identity, client_id="own-note-0001", text="He wants his money back")
    assert len((await anna.ok("inbox"))["mentions"]) == 1, "one's own notes are no news"
    await hub.say(customer, "hello?")
    await until(lambda: any(event.get("text") == "hello?" for event in customer.events()), "what came after")
    assert "refund" not in str(customer.pushes)


async def test_taking_over_moves_the_floor_and_names_both_to_the_customer(hub):
    anna, chief = await hub.agent("anna"), await hub.agent("chief", "supervisor")
    customer, identity = await taken(hub, anna)
    before = await now(hub, identity)
    take = {"conversation": identity, "epoch": before.epoch, "reason": "Beyond her limit"}
    await chief.ok("take", **take)
    after = await now(hub, identity)
    assert (after.state, after.agent_name, after.epoch) == (State.AGENT, "Chief", before.epoch + 1)
    late = {
        "conversation": identity,
        "epoch": before.epoch,
        "client_id": "anna-says-0001",
        "text": "One moment",
    }
    assert await anna.refused("say", late) == "stale", "an old draft never lands on the new agent's answer"
    await chief.ok(
        "say", conversation=identity, epoch=after.epoch, client_id="chief-says-001", text="I will see to it"
    )
    await until(
        lambda: any(event.get("text") == "I will see to it" for event in customer.events()), "answered"
    )
    events = customer.events()
    moved = [event for event in events if event.get("kind") == "moved" and event["to"] == "agent"]
    assert [each["agent"] for each in moved] == ["Anna", "Chief"], "the customer's screen names every agent"
    (line,) = [event["text"] for event in events if event.get("key") == "agent_replaced"]
    assert "Anna" in line
    assert "Chief" in line
    assert "Beyond her limit" not in str(events), "why is for agents"
    assert await anna.refused("take", {**take, "epoch": after.epoch}) == "taken", (
        "an agent takes nothing back"
    )
