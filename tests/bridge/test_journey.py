"""Customer, bot and agent over real sockets."""

import asyncio

from escalation.app import CONTAINER
from escalation.core.conversation import fold
from escalation.http.session import COOKIE
from escalation.protocol import COMMANDS
from tests.bridge.conftest import ScriptedBot, start, stop, until


async def test_asks_answered_upset_taken_over_answered_closed_rated(hub):
    customer, agent = await hub.customer(), await hub.agent()
    found = (await hub.say(customer, "how long?"))["conversation"]
    answer = await until(
        lambda: [event for event in customer.events() if event["kind"] == "bot"], "the bot's answer"
    )
    assert "<strong>Two</strong>" in answer[0]["html"]
    for text in ("I am angry", "really angry", "this is useless"):
        await hub.say(customer, text)
    await until(lambda: any(event.get("to") == "queued" for event in customer.events()), "hand-over")
    queue = (await agent.ok("inbox"))["queue"]
    assert [row["id"] for row in queue] == [found]
    opened = await agent.ok("open", conversation=found)
    said = [each["text"] for each in opened["events"] if each["event"] == "customer.said"]
    assert said == ["how long?", "I am angry", "really angry", "this is useless"]
    handoffs = [each for each in opened["events"] if each["event"] == "handoff.requested"]
    assert [(handoff["reason"], handoff["rule"]) for handoff in handoffs] == [
        ("frustration", "frustration_handoff")
    ]
    assert any(
        each["event"] == "turn.done" and each["scores"]["frustration"] == 0.9 for each in opened["events"]
    )
    taken = await agent.ok("take", conversation=found, epoch=opened["conversation"]["epoch"])
    epoch = taken["conversation"]["epoch"]
    await agent.ok("say", conversation=found, epoch=epoch, client_id="agent-0001", text="I am here.")
    await until(
        lambda: any(
            event["kind"] == "agent" and event["text"] == "I am here." for event in customer.events()
        ),
        "the agent's words",
    )
    await agent.ok("close", conversation=found, epoch=epoch)
    await customer.ok("rate", stars=4, comment="fine")
    log = (await customer.ok("resume", after=0))["events"]
    assert [each["seq"] for each in log] == list(range(1, len(log) + 1))
    assert log[-1] == {**log[-1], "kind": "rated", "stars": 4}


async def test_resume_gives_exactly_what_was_missed(hub):
    _, token = await hub.customers.create("", 1)
    first = await hub.customer(token)
    await hub.say(first, "one")
    await until(lambda: any(event["kind"] == "bot" for event in first.events()), "an answer")
    seen = (await first.ok("resume", after=0))["events"]
    await first.socket.disconnect()
    second = await hub.customer(token)
    await hub.say(second, "two")
    await until(lambda: [event["kind"] for event in second.events()].count("bot") == 1, "an answer")
    missed = (await second.ok("resume", after=seen[-1]["seq"]))["events"]
    assert missed[0]["seq"] == seen[-1]["seq"] + 1
    whole = (await second.ok("resume", after=0))["events"]
    assert whole == seen + missed


async def test_the_same_message_twice_is_one_message(hub):
    customer = await hub.customer()
    payload = {"client_id": "same-id-0001", "text": "hello"}
    answers = await asyncio.gather(*(customer.ok("say", **payload) for _ in range(5)))
    assert len({answer["seq"] for answer in answers}) == 1
    await until(lambda: any(event["kind"] == "bot" for event in customer.events()), "an answer")
    log = (await customer.ok("resume", after=0))["events"]
    assert [each["kind"] for each in log].count("customer") == 1


async def test_the_acknowledgement_names_the_message_also_when_it_reopens(hub):
    customer = await hub.customer()
    await hub.say(customer, "one")
    await customer.ok("end")
    told = await hub.say(customer, "two")
    log = (await customer.ok("resume", after=0))["events"]
    assert log[told["seq"] - 1]["text"] == "two"


async def test_quick_messages_become_one_turn_after_the_running_one(hub):
    customer = await hub.customer()
    hub.bot.gate.clear()
    for text in ("one", "two", "three"):
        await hub.say(customer, text)
    hub.bot.gate.set()
    await until(lambda: len(hub.bot.asked) == 2, "two turns")
    assert [each.text for each in hub.bot.asked] == ["one", "two\nthree"]


async def test_barge_in_silences_the_late_bot(hub):
    customer, agent = await hub.customer(), await hub.agent()
    hub.bot.gate.clear()
    found = (await hub.say(customer, "how long?"))["conversation"]
    await until(lambda: hub.bot.asked, "the turn begins")
    opened = await agent.ok("open", conversation=found)
    await agent.ok("take", conversation=found, epoch=opened["conversation"]["epoch"])
    hub.bot.gate.set()
    await until(lambda: any(event["event"] == "turn.done" for event in agent.events()), "the turn ends")
    log = (await customer.ok("resume", after=0))["events"]
    assert "bot" not in [each["kind"] for each in log]


async def test_a_broken_bot_ends_at_a_person(hub):
    hub.bot.error = "internal"
    customer, agent = await hub.customer(), await hub.agent()
    await hub.say(customer, "how long?")
    await until(lambda: any(event.get("to") == "queued" for event in customer.events()), "hand-over")
    lines = [event["text"] for event in customer.events() if event["kind"] == "system"]
    assert any("technical problem" in line for line in lines)
    assert (await agent.ok("inbox"))["queue"][0]["reason"] == "bot_unavailable"


async def test_a_due_turn_survives_the_hub(home, unused_tcp_port, unused_tcp_port_factory):
    bot = ScriptedBot()
    bot.gate.clear()
    first = await start(home, unused_tcp_port, bot)
    _, token = await first.customers.create("", 1)
    await first.say(await first.customer(token), "how long?")
    await until(lambda: bot.asked, "the turn begins")
    await stop(first)
    second = await start(home, unused_tcp_port_factory())
    customer = await second.customer(token)
    await customer.ok("resume", after=0)
    await until(lambda: len(second.bot.asked) == 1, "the turn runs again")
    log = await until(lambda: _with_bot(customer), "the answer")
    assert [each["kind"] for each in log].count("bot") == 1
    await stop(second)


async def _with_bot(customer):
    log = (await customer.ok("resume", after=0))["events"]
    return log if "bot" in [each["kind"] for each in log] else None


async def test_places_in_the_queue_are_pushed(hub):
    customers = [await hub.customer() for _ in range(3)]
    for customer in customers:
        await customer.ok("ask_person")
    await until(
        lambda: (
            [customer.pushes for customer in customers if ("queue" in dict(customer.pushes))].__len__() == 3
        ),
        "places",
    )
    ahead = [
        [data["ahead"] for name, data in customer.pushes if name == "queue"][-1] for customer in customers
    ]
    assert ahead == [0, 1, 2]
    agent = await hub.agent()
    first = (await agent.ok("inbox"))["queue"][0]
    await agent.ok("take", conversation=first["id"], epoch=first["epoch"])
    await until(
        lambda: [data["ahead"] for name, data in customers[2].pushes if name == "queue"][-1] == 1, "moved up"
    )


async def test_live_screens_equal_the_log(hub):
    """Law 4: the pushes in order, applied to the first snapshot, equal a fresh snapshot."""
    customer, agent = await hub.customer(), await hub.agent()
    found = (await hub.say(customer, "one"))["conversation"]
    snapshot = (await agent.ok("open", conversation=found))["events"]
    for text in ("two", "three", "I am angry"):
        await hub.say(customer, text)
    await until(lambda: any(event["event"] == "handoff.requested" for event in agent.events()), "hand-over")
    fresh = (await agent.ok("open", conversation=found))["events"]
    pushed = {event["seq"]: event for event in agent.events()}
    live = {**{each["seq"]: each for each in snapshot}, **pushed}
    for each in fresh:
        assert {name: live[each["seq"]][name] for name in each} == each


async def test_the_projection_is_the_fold(hub):
    from escalation.app import CONVERSATIONS

    customer = await hub.customer()
    found = (await hub.say(customer, "one"))["conversation"]
    await until(lambda: any(event["kind"] == "bot" for event in customer.events()), "an answer")
    store = hub.app[CONVERSATIONS].store
    assert fold(found, await store.events(found)) == await store.load(found)


async def test_typing_reaches_the_other_side_only(hub):
    customer, agent, other = await hub.customer(), await hub.agent(), await hub.customer()
    found = (await customer.ok("ask_person"))["conversation"]
    row = (await agent.ok("inbox"))["queue"][0]
    await agent.ok("take", conversation=found, epoch=row["epoch"])
    await agent.ok("typing", conversation=found, on=True)
    await until(
        lambda: ("typing", {"who": "agent", "name": "Anna", "on": True}) in customer.pushes, "agent types"
    )
    await customer.ok("typing", on=True)
    await until(lambda: any(name == "typing" for name, _ in agent.pushes), "customer types")
    assert not [name for name, _ in other.pushes if name == "typing"]


def test_the_cookie_has_one_name():
    assert COOKIE == "baton_session"


async def offered(customer, more_than=0):
    """The bot's question that has options, once it was asked after event ``more_than``."""
    lines = await until(
        lambda: [event for event in customer.events() if event.get("options") and event["seq"] > more_than],
        "a question with options",
    )
    return lines[-1]["seq"]


async def test_an_option_is_pressed_once_whichever_window_it_is_pressed_in(hub):
    _, token = await hub.customers.create("", 1)
    one, two = await hub.customer(token), await hub.customer(token)
    await hub.say(one, "please cancel my order")
    question = await offered(one)
    payloads = [
        {"client_id": f"press-{at:04}", "text": "Yes, please", "reply_to": question} for at in range(2)
    ]
    answers = await asyncio.gather(one.ask("say", payloads[0]), two.ask("say", payloads[1]))
    assert sorted(answer["ok"] for answer in answers) == [False, True]
    refused = next(answer["error"] for answer in answers if not answer["ok"])
    assert refused["code"] == "stale"
    assert "not sent" in refused["message"]
    pressed = next(answer for answer in answers if answer["ok"])
    again = payloads[0 if answers[0]["ok"] else 1]
    assert (await two.ok("say", **again))["seq"] == pressed["seq"], "sent again it is the same message"
    log = (await two.ok("resume", after=0))["events"]
    assert [each["text"] for each in log if each["kind"] == "customer"] == [
        "please cancel my order",
        "Yes, please",
    ]


async def test_an_option_of_an_earlier_question_never_answers_the_next(hub):
    customer = await hub.customer()
    await hub.say(customer, "please cancel my order")
    first = await offered(customer)
    await customer.ok("say", client_id="press-0001", text="Yes, cancel it", reply_to=first)
    second = await offered(customer, first)
    assert (
        await customer.refused(
            "say", {"client_id": "press-0002", "text": "Yes, cancel it", "reply_to": first}
        )
        == "stale"
    )
    await customer.ok("say", client_id="press-0003", text="No, thank you", reply_to=second)


USES = {
    "say": {"client_id": "again-0001", "text": "hello?"},
    "ask_person": {},
    "leave_queue": {},
    "end": {},
    "typing": {"on": True},
    "seen": {"seq": 1},
    "rate_answer": {"of": 1, "helpful": True},
    "rate": {"stars": 1},
    "give_email": {"email": "a@example.org"},
    "confirm_email": {"code": "123456"},
    "stop_email": {},
    "transcript": {},
    "callback_slots": {},
    "book_callback": {"at": 0, "zone": "UTC", "channel": "phone", "contact": "+44 20 7946 0018"},
    "cancel_callback": {},
}


async def test_a_blocked_customer_may_only_read(hub):
    assert set(USES) == set(COMMANDS["/customer"]) - {"resume"}, (
        "a new command is refused to a blocked customer as well"
    )
    identity, token = await hub.customers.create("", 1)
    customer, agent = await hub.customer(token), await hub.agent()
    found = (await hub.say(customer, "I am angry"))["conversation"]
    await until(lambda: any(event.get("to") == "queued" for event in customer.events()), "hand-off")
    await agent.ok("open", conversation=found)
    await hub.customers.block(identity)
    hints = hub.app[CONTAINER].publisher._lists_changed
    await until(lambda: not hints.is_set(), "the hint of the hand-off, which waits for its pause, is out")
    before = (await customer.ok("resume", after=0))["events"]
    pushes = len(agent.pushes)
    assert {name: await customer.refused(name, payload) for name, payload in USES.items()} == dict.fromkeys(
        USES, "forbidden"
    )
    assert (await customer.ok("resume", after=0))["events"] == before
    assert [name for name, _ in agent.pushes[pushes:] if name != "team"] == []
