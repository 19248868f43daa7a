"""What stands beside a conversation, over HTTP: the customer, replies, suggestions, finding, colleagues'
accounts, settings.
"""

import datetime as dt

import aiohttp
import pytest
import socketio

from actions.sample_shop import create
from escalation.http.session import COOKIE
from escalation.store.sqlite.messages import SqliteMessages
from tests.bridge.conftest import until


@pytest.fixture
async def admin(hub, built_encoder):
    (hub.settings.home / "encoder").symlink_to(built_encoder)
    user = await hub.users.add("root", "Root", "admin")
    session = await hub.sessions.open(user, 1)
    async with aiohttp.ClientSession(
        headers={"Origin": hub.settings.origin, "Cookie": f"{COOKIE}={session}"}
    ) as opened:

        async def ask(method, path, body=None):
            async with opened.request(method, f"{hub.settings.url}/api/{path}", json=body) as reply:
                return reply.status, await reply.json()

        yield ask


async def talk(hub, words="how long?"):
    customer = await hub.customer()
    found = (await hub.say(customer, words))["conversation"]
    await until(lambda: any(event["kind"] == "bot" for event in customer.events()), "an answer")
    return customer, found


async def test_a_profile_is_kept_and_its_segment_reaches_the_bot(hub, admin):
    customer, found = await talk(hub)
    identity = (await (await hub.agent()).ok("open", conversation=found))["conversation"]["customer"]
    _, card = await admin("GET", f"customers/{identity}")
    assert (card["profile"]["segment"], [each["id"] for each in card["conversations"]], card["account"]) == (
        "",
        [found],
        None,
    )
    await admin(
        "PUT", "settings/triage", {"rules": {"segments": {"vip": {"misses_handoff": 1}}}, "note": "for vips"}
    )
    status, _ = await admin(
        "PUT", f"customers/{identity}", {"name": "Maya", "segment": "vip", "note": "Kind."}
    )
    assert status == 200
    await hub.say(customer, "and to Norway?")
    await until(lambda: len(hub.bot.asked) == 2, "the second turn")
    assert [each.settings.misses_handoff for each in hub.bot.asked] == [3, 1]
    row = (await (await hub.agent("bea")).ok("inbox"))["bot"][0]
    assert row["customer_name"] == "Maya"
    assert (await admin("PUT", f"customers/{identity}", {"email": "no address"}))[0] == 400
    assert (await admin("GET", "customers/p_nobody"))[0] == 404


async def test_orders_are_shown_and_a_dead_order_system_is_said(hub, admin):
    _, found = await talk(hub)
    identity = (await (await hub.agent()).ok("open", conversation=found))["conversation"]["customer"]
    await admin("PUT", f"customers/{identity}", {"email": "maya.okafor@example.com"})
    _, card = await admin("GET", f"customers/{identity}")
    assert (card["email"], card["trouble"]) == (
        "maya.okafor@example.com",
        "The order system is not responding right now.",
    )

    create(hub.settings.home, dt.date(2026, 11, 22))
    _, card = await admin("GET", f"customers/{identity}")
    assert (card["account"]["name"], card["trouble"]) == ("Maya Okafor", None)
    assert card["account"]["orders"][0]["number"].startswith("BW-")


async def test_suggestions_mark_what_was_refused(hub, admin):
    customer, found = await talk(hub)
    _, told = await admin("GET", f"suggestions?conversation={found}")
    assert ([each["article"] for each in told["suggestions"]], told["suggestions"][0]["rejected"]) == (
        ["delivery_time"],
        False,
    )
    answer = next(event for event in customer.events() if event["kind"] == "bot")
    await customer.ok("rate_answer", of=answer["seq"], helpful=False)
    _, told = await admin("GET", f"suggestions?conversation={found}")
    assert told["suggestions"][0]["rejected"]
    assert [each["article"] for each in told["rejected"]] == ["delivery_time"]
    assert (await admin("GET", "suggestions?conversation=c_none"))[0] == 404


async def test_suggestions_follow_what_is_wanted_and_not_the_last_word(hub, admin):
    customer, found = await talk(hub, "how long does it take?")
    await hub.say(customer, "a person, please")
    await until(lambda: len(hub.bot.asked) == 2, "the second turn")
    agent = await hub.agent()
    await until_judged(agent, found, 2)
    _, suggested = await admin("GET", f"suggestions?conversation={found}")
    assert suggested["question"] == "how long does it take?"
    assert [answer["article"] for answer in suggested["suggestions"]] == ["delivery_time"]
    (row,) = [row for row in (await agent.ok("inbox"))["bot"] if row["id"] == found]
    assert (row["matter"], row["preview"]) == ("how long does it take?", "a person, please")


async def until_judged(agent, conversation, turns):
    async def judged():
        events = (await agent.ok("open", conversation=conversation))["events"]
        return sum(event["event"] == "turn.done" for event in events) == turns

    await until(judged, "the turns are judged")


async def test_words_are_found_wherever_they_were_said(hub, admin):
    _, found = await talk(hub, "do you sell zebra umbrellas")
    agent = await hub.agent()
    await agent.ok("note", conversation=found, client_id="note-0001", text="zebra is a pattern")
    for asked, count in (
        ("zebra", 2),
        ("zebra umb", 1),
        ("ZÉBRA pattern", 1),
        ("giraffe", 0),
        ('" OR 1', 0),
        ("", 0),
    ):
        _, told = await admin("GET", f"find?q={asked}")
        assert len(told["found"]) == count, asked
    await agent.ok("note", conversation=found, client_id="note-0002", text="zebra again")
    finder = SqliteMessages(hub.settings.home)
    assert [each.kind for each in await finder.find("zebra")] == [
        "note.added",
        "note.added",
        "customer.said",
    ], "newest first, whoever asks"
    finder.close()


async def test_who_is_taken_out_is_out_at_once(hub, admin):
    _, told = await admin("POST", "users", {"login": "newby", "name": "Newby", "role": "agent"})
    assert "/welcome#" in told["link"]
    assert (await admin("POST", "users", {"login": "newby"}))[0] == 400
    agent = await hub.agent("newby")
    await agent.ok("inbox")
    assert (await admin("PUT", "users", {"login": "newby", "role": "editor"}))[0] == 200
    await until(lambda: not agent.socket.connected, "the socket of who may no longer answer is closed")
    with pytest.raises(socketio.exceptions.ConnectionError):
        await hub.agent("newby")
    await admin("PUT", "users", {"login": "newby", "disable": True})
    assert await hub.users.find("newby") is None
    assert (await admin("PUT", "users", {"login": "root", "disable": True}))[0] == 409
    assert (await admin("PUT", "users", {"login": "root", "role": "agent"}))[0] == 409


async def test_an_agent_changes_no_settings(hub):
    user = await hub.users.add("low", "Low", "agent")
    session = await hub.sessions.open(user, 1)
    headers = {"Origin": hub.settings.origin, "Cookie": f"{COOKIE}={session}"}
    async with aiohttp.ClientSession(headers=headers) as opened:
        for method, path in (
            ("PUT", "settings/triage"),
            ("POST", "users"),
            ("PUT", "settings/sections/labels"),
            ("GET", "users"),
            ("POST", "rewind"),
        ):
            async with opened.request(method, f"{hub.settings.url}/api/{path}", json={}) as reply:
                assert reply.status == 403, path


async def test_settings_that_make_no_sense_change_nothing(hub, admin):
    for rules in ({"frustration_handoff": 7}, {"nothing": 1}, {"segments": {"vip": 1}}):
        assert (await admin("PUT", "settings/triage", {"rules": rules}))[0] == 400
    assert (await admin("GET", "settings/triage"))[1]["history"] == []
    assert (await admin("POST", "settings/triage/try", {"rules": {}}))[0] == 409, "nothing to try them on"


async def test_presence_and_reading_are_hints(hub):
    anna, bea, customer = await hub.agent(), await hub.agent("bea"), await hub.customer()
    found = (await hub.say(customer, "hello"))["conversation"]
    await anna.ok("open", conversation=found)
    assert (await bea.ok("open", conversation=found))["looking"] == ["Anna", "Bea"]
    await customer.ok("seen", seq=3)
    await bea.ok("typing", conversation=found, on=True)
    await until(lambda: {"presence", "seen", "typing"} <= {name for name, _ in anna.pushes}, "the hints")
    await bea.socket.disconnect()
    await until(
        lambda: ("presence", {"conversation": found, "names": ["Anna"]}) in anna.pushes, "she is gone"
    )
