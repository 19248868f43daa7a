"""A place in a conversation says what would have been right, and the examination reads it from the log."""

import aiohttp
import pytest

from escalation.http.session import COOKIE
from escalation.http.settings import REPLAY
from knowledge.store import KnowledgeStore
from tests.bridge.conftest import until


@pytest.fixture
async def agent(hub):
    user = await hub.users.add("anna", "Anna", "agent")
    session = await hub.sessions.open(user, 1)
    async with aiohttp.ClientSession(
        headers={"Origin": hub.settings.origin, "Cookie": f"{COOKIE}={session}"}
    ) as opened:

        async def mark(conversation, seq, right):
            body = {"conversation": conversation, "seq": seq, "right": right}
            async with opened.put(f"{hub.settings.url}/api/marks", json=body) as reply:
                return reply.status

        async def marks(conversation):
            async with opened.get(f"{hub.settings.url}/api/marks?conversation={conversation}") as reply:
                return [(each["seq"], each["right"]) for each in (await reply.json())["marks"]]

        mark.all = marks
        yield mark


async def test_a_mark_names_a_message_and_can_be_taken_back(hub, agent):
    customer = await hub.customer()
    said = await hub.say(customer, "how long?")
    await until(lambda: any(event["kind"] == "bot" for event in customer.events()), "the answer")
    again = await hub.say(customer, "that is no answer")
    found = said["conversation"]
    assert await agent(found, again["seq"], "person") == 200
    assert await agent(found, said["seq"], "delivery_time") == 200
    assert await agent.all(found) == [(again["seq"], "person"), (said["seq"], "delivery_time")]
    assert await agent(found, again["seq"], None) == 200
    assert await agent.all(found) == [(said["seq"], "delivery_time")]
    turns = await hub.app[REPLAY].until(found, again["seq"])
    assert (turns[0]["who"], turns[0]["text"]) == ("customer", "how long?")
    assert (turns[1]["who"], turns[1]["article"], turns[-1]["text"]) == (
        "bot",
        "delivery_time",
        "that is no answer",
    )


async def test_what_is_no_message_of_a_customer_cannot_be_marked(hub, agent):
    customer = await hub.customer()
    said = await hub.say(customer, "how long?")
    assert await agent(said["conversation"], 1, "person") == 404
    assert await agent("nobody", 1, "person") == 404
    assert await agent(said["conversation"], said["seq"], "no_such_article") == 404
    with KnowledgeStore.open(hub.settings.home) as store:
        assert store.marks.all() == []
    assert await hub.app[REPLAY].until(said["conversation"], 1) == []
