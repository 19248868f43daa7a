"""A supervisor in somebody else's conversation: looking without a word, a note at the agent's ear, taking it
over.
"""

import aiohttp
import pytest

from escalation.app import CONTAINER
from escalation.core.states import State
from escalation.http.session import COOKIE
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


async def test_a_silent_view_is_seen_by_nobody(hub):
    anna, chief = await hub.agent("anna"), await hub.agent("chief", "supervisor")
    customer, identity = await taken(hub, anna)
    await anna.ok("open", conversation=identity)
    await chief.ok("open", conversation=identity)
    await until(lambda: names(anna, identity) == ["Anna", "Chief"], "seen at first")
    opened = await chief.ok("open", conversation=identity, silent=True)
    assert opened["looking"] == ["Anna"]
    await until(lambda: names(anna, identity) == ["Anna"], "and then no more")
    await chief.ok("typing", conversation=identity, on=True)
    await hub.say(customer, "is anybody there?")
    await until(lambda: "is anybody there?" in str(chief.pushes), "what is said is live for who watches")
    await until(lambda: "is anybody there?" in str(anna.pushes), "and for the agent")
    assert "Chief" not in str([push for push in anna.pushes if push[0] == "typing"])
    assert "Chief" not in str(customer.pushes)
    await chief.ok("leave", conversation=identity)
    assert await anna.refused("open", {"conversation": identity, "silent": True}) == "forbidden"


def names(client, identity):
    told = [data for name, data in client.pushes if name == "presence" and data["conversation"] == identity]
    return told[-1]["names"] if told else None


@pytest.fixture
async def reassign(hub):
    """POST as a member of the team who has signed in."""

    async def post(login, **body):
        cookie = f"{COOKIE}={await hub.sessions.open(await hub.users.find(login), 1)}"
        headers = {"Origin": hub.settings.origin, "Cookie": cookie}
        async with aiohttp.ClientSession(headers=headers) as session:
            async with session.post(f"{hub.settings.url}/api/reassign", json=body) as reply:
                return reply.status, await reply.json()

    return post


async def test_a_supervisor_reassigns_and_everybody_hears_of_it(hub, reassign):
    anna, bea = await hub.agent("anna"), await hub.agent("bea")
    await hub.agent("chief", "supervisor")
    customer, identity = await taken(hub, anna)
    before = await now(hub, identity)
    wish = {"conversation": identity, "epoch": before.epoch, "to": "bea", "reason": "Anna has too many"}
    assert (await reassign("anna", **wish))[0] == 403, "an agent transfers, and only what is theirs"
    answers = [await reassign("chief", **wish) for _ in range(2)]
    assert [status for status, _ in answers] == [200, 200], "pressed twice it happens once"
    after = await now(hub, identity)
    assert (after.agent_name, after.epoch) == ("Bea", before.epoch + 1)
    told = {"conversation": identity, "by": "Chief"}
    await until(
        lambda: ("relieved", {**told, "reason": "Anna has too many", "to": "Bea"}) in anna.pushes, "Anna"
    )
    await until(lambda: ("assigned", told) in bea.pushes, "Bea")
    assert [push for push in bea.pushes if push[0] == "assigned"] == [("assigned", told)]
    await until(
        lambda: any(line.get("key") == "agent_replaced" for line in customer.events()), "the customer"
    )
    (text,) = [line["text"] for line in customer.events() if line.get("key") == "agent_replaced"]
    assert "Anna" in text
    assert "Bea" in text
    assert "Chief" not in str(customer.pushes)
    stale = {**wish, "to": "anna"}
    assert (await reassign("chief", **stale))[1]["error"]["code"] == "stale"


async def test_nothing_is_reassigned_to_who_is_not_at_work(hub, reassign):
    anna, bea = await hub.agent("anna"), await hub.agent("bea")
    await hub.agent("chief", "supervisor")
    await hub.users.add("edit", "Edit", "editor")
    _, identity = await taken(hub, anna)
    wish = {"conversation": identity, "epoch": (await now(hub, identity)).epoch}
    await bea.ok("set_presence", presence="break")
    for login, code in (("bea", "illegal"), ("edit", "not_found"), ("nobody", "not_found")):
        status, answer = await reassign("chief", **wish, to=login)
        assert (answer["error"]["code"], status in (404, 409)) == (code, True), login
    assert (await now(hub, identity)).agent_name == "Anna"
    await bea.ok("set_presence", presence="busy")
    assert (await reassign("chief", **wish, to="bea"))[0] == 200
