"""What clients should not send: a typed error to its sender, nothing changed, the next message works."""

import asyncio
import json

import aiohttp
import pytest
import socketio

from escalation.app import SOCKETS, WATCH
from escalation.http import sign_in
from escalation.http.session import COOKIE
from escalation.sockets.rooms import customer_of
from tests.bridge.conftest import until
from tests.odd import ODD

BAD = [
    ("say", {"client_id": "bad-id-0001"}, "bad_request"),
    ("say", {"client_id": "bad-id-0001", "text": 5}, "bad_request"),
    ("say", {"client_id": "bad-id-0001", "text": "x", "seq": 1}, "bad_request"),
    ("say", {"client_id": "no spaces allowed", "text": "x"}, "bad_request"),
    ("say", {"client_id": "short", "text": "x"}, "bad_request"),
    ("say", {"client_id": "bad-id-0001", "text": "   "}, "empty"),
    ("say", {"client_id": "bad-id-0001", "text": "x" * 4001}, "too_long"),
    ("say", {"client_id": "bad-id-0001", "text": "x" * 30_000}, "bad_request"),
    ("say", {"client_id": "bad-id-0001", "text": ["x"]}, "bad_request"),
    ("say", {"client_id": "bad-id-0001", "text": None}, "bad_request"),
    ("say", {"client_id": "bad-id-0001", "text": "\x00\u202e"}, "empty"),
    ("say", [1, 2], "bad_request"),
    ("rate", {"stars": 5, "comment": "x" * 2001}, "bad_request"),
    ("say", "text", "bad_request"),
    ("say", None, "bad_request"),
    ("resume", {"after": -1}, "bad_request"),
    ("rate", {"stars": 6}, "bad_request"),
    ("rate", {"stars": 5}, "not_found"),
    ("rate_answer", {"of": 1, "helpful": True}, "not_found"),
    ("leave_queue", {}, "not_found"),
    ("take", {"conversation": "c_x", "epoch": 1}, "unknown_command"),
    ("__proto__", {}, "unknown_command"),
]


@pytest.mark.parametrize(("command", "payload", "code"), BAD, ids=lambda each: str(each)[:40])
async def test_bad_commands_are_refused_and_the_next_message_works(hub, command, payload, code):
    customer = await hub.customer()
    assert await customer.refused(command, payload) == code
    assert (await customer.ok("resume", after=0))["conversation"] is None
    assert (await hub.say(customer, "hello"))["seq"] == 3


async def test_odd_text_is_kept_as_text_and_never_as_markup(hub):
    customer, agent = await hub.customer(), await hub.agent()
    found = ""
    for at in range(0, len(ODD), 10):
        hub.app[sign_in.LIMITS].reset()
        for text, _ in ODD[at : at + 10]:
            found = (await hub.say(customer, text))["conversation"]
    events = (await agent.ok("open", conversation=found))["events"]
    said = [event for event in events if event["event"] == "customer.said"]
    assert [each["text"] for each in said] == [kept for _, kept in ODD]
    assert not any("html" in each for each in said)


async def test_odd_text_by_an_agent_is_text_to_the_customer(hub):
    customer, agent = await hub.customer(), await hub.agent()
    found = (await customer.ok("ask_person"))["conversation"]
    epoch = (await agent.ok("inbox"))["queue"][0]["epoch"]
    epoch = (await agent.ok("take", conversation=found, epoch=epoch))["conversation"]["epoch"]
    for at, (text, _) in enumerate(ODD):
        await agent.ok("say", conversation=found, epoch=epoch, client_id=f"agent-odd-{at:04}", text=text)
    said = [each for each in (await customer.ok("resume", after=0))["events"] if each["kind"] == "agent"]
    assert [each["text"] for each in said] == [kept for _, kept in ODD]
    assert not any("html" in each for each in said)


async def _raw(hub, session, *frames):
    """A socket spoken by hand: frames as they are, and what comes back until it is closed or quiet."""
    socket = await session.ws_connect(
        hub.settings.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    )
    await socket.receive()
    for frame in frames:
        await (socket.send_str(frame) if isinstance(frame, str) else socket.send_bytes(frame))
    return socket


async def _joined(hub, session):
    _, token = await hub.customers.create("", 1)
    socket = await _raw(hub, session, "40/customer," + json.dumps({"token": token}))
    assert (await socket.receive_str()).startswith("40/customer,")
    return socket


async def test_half_a_character_is_refused(hub, browserless):
    socket = await _joined(hub, browserless)
    await socket.send_str('42/customer,1["say",{"client_id":"half-char-01","text":"half \\ud800"}]')
    answer = await socket.receive_str()
    assert answer.startswith("43/customer,1")
    assert '"bad_request"' in answer
    await socket.send_str('42/customer,2["say",{"client_id":"half-char-02","text":"whole"}]')
    while not (answer := await socket.receive_str()).startswith("43/customer,2"):
        pass
    assert '"ok":true' in answer


@pytest.mark.parametrize(
    "frame",
    [
        b"\xff\xfe\xfa",
        '42/customer,1["say"',
        "42/customer,1{}",
        "42/customer,[]",
        "42/customer,1[5]",
        "9",
        "",
        "451-[]",
        "4" * 5000,
        '42/nowhere,["say",{}]',
    ],
    ids=lambda each: repr(each)[:30],
)
async def test_frames_that_are_no_protocol_hurt_their_sender_only(hub, browserless, frame):
    other, socket = await hub.customer(), await _joined(hub, browserless)
    await (socket.send_str(frame) if isinstance(frame, str) else socket.send_bytes(frame))
    await hub.say(other, "still here")
    assert await hub.agent()


async def test_text_that_is_no_utf8_ends_that_socket_only(hub, browserless):
    other, socket = await hub.customer(), await _joined(hub, browserless)
    await socket._writer.send_frame(
        b'42/customer,1["say",{"client_id":"bad-utf8-01","text":"\xff"}]', aiohttp.WSMsgType.TEXT
    )
    while not socket.closed:
        await socket.receive()
    assert socket.close_code == aiohttp.WSCloseCode.INVALID_TEXT
    await hub.say(other, "still here")


async def test_a_hundred_kilobytes_end_that_socket_and_nothing_is_kept(hub):
    _, token = await hub.customers.create("", 1)
    customer = await hub.customer(token)
    await customer.socket.emit(
        "say", {"client_id": "hundred-kb-1", "text": "x" * 100_000}, namespace="/customer"
    )
    await until(lambda: not customer.socket.connected, "the socket is closed")
    again = await hub.customer(token)
    assert (await again.ok("resume", after=0))["conversation"] is None
    assert (await hub.say(again, "shorter"))["seq"] == 3


async def test_a_socket_that_never_says_who_it_is_is_closed(hub, browserless, monkeypatch):
    monkeypatch.setattr(hub.app[WATCH], "_nameless_s", 0.2)
    other, joined = await hub.customer(), await _joined(hub, browserless)
    silent = await _raw(hub, browserless)
    forged = await _raw(hub, browserless, '40/customer,{"token":"forged"}')
    for socket in (silent, forged):
        while not socket.closed:
            await socket.receive()
    assert not joined.closed
    await hub.say(other, "still here")


async def test_a_repeated_id_is_one_message(hub):
    customer = await hub.customer()
    first = await customer.ok("say", client_id="repeated-id-1", text="once")
    again = [await customer.ok("say", client_id="repeated-id-1", text="another text") for _ in range(3)]
    assert {each["seq"] for each in again} == {first["seq"]}
    events = (await customer.ok("resume", after=0))["events"]
    assert [event["text"] for event in events if event["kind"] == "customer"] == ["once"]


async def test_an_id_of_another_conversation_means_nothing_here(hub):
    one, two = await hub.customer(), await hub.customer()
    await one.ok("say", client_id="shared-id-01", text="mine")
    await two.ok("say", client_id="shared-id-01", text="mine too")
    events = (await two.ok("resume", after=0))["events"]
    assert [event["text"] for event in events if event["kind"] == "customer"] == ["mine too"]


async def test_first_words_from_two_tabs_at_once_are_one_conversation(hub):
    _, token = await hub.customers.create("", 1)
    tabs = [await hub.customer(token) for _ in range(4)]
    told = await asyncio.gather(*(hub.say(tab, "hello") for tab in tabs))
    assert len({each["conversation"] for each in told}) == 1
    events = (await tabs[0].ok("resume", after=0))["events"]
    assert len([event for event in events if event["kind"] == "customer"]) == 4


async def test_a_thousand_messages_in_a_second(hub):
    flood, other = await hub.customer(), await hub.customer()
    sending = asyncio.gather(
        *(flood.ask("say", {"client_id": f"thousand-{at:05}", "text": "spam"}) for at in range(1000))
    )
    await hub.say(other, "still served")
    answers = await sending
    assert {answer["error"]["code"] for answer in answers if not answer["ok"]} == {"too_fast"}
    kept = [each for each in (await other.ok("resume", after=0))["events"] if each["kind"] == "customer"]
    assert len(kept) == 1


@pytest.mark.parametrize("token", [None, "", "forged", 5, "x" * 5000])
async def test_no_token_no_session(hub, token):
    client = socketio.AsyncClient(reconnection=False)
    told = []
    client.on("connect_error", told.append, namespace="/customer")
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(
            hub.settings.url,
            namespaces=["/customer"],
            auth={"token": token},
            transports=["websocket"],
            wait_timeout=60,
        )
    assert told[0]["data"]["code"] == "not_signed_in"


async def test_an_expired_token_is_no_token(hub):
    _, token = await hub.customers.create("", 0)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await hub.customer(token)


async def test_a_conversation_id_is_no_authority(hub):
    victim, attacker = await hub.customer(), await hub.customer()
    await hub.say(victim, "private")
    assert await attacker.refused("resume", {"after": 0, "conversation": "c_x"}) == "bad_request"
    assert (await attacker.ok("resume", after=0))["conversation"] is None
    await hub.say(victim, "more")
    assert attacker.events() == []


async def test_the_console_needs_a_session(hub):
    for cookie in ("", f"{COOKIE}=forged", f"{COOKIE}={'x' * 300}", "=;=;="):
        with pytest.raises(socketio.exceptions.ConnectionError):
            await hub.connect("/agent", headers={"Cookie": cookie})


async def test_an_editor_is_no_agent(hub):
    with pytest.raises(socketio.exceptions.ConnectionError):
        await hub.agent("ed", role="editor")


async def test_a_session_that_ends_ends_at_once(hub):
    agent = await hub.agent()
    user = await hub.users.find("anna")
    await hub.users.set_password(user, "a new password")
    await until(lambda: not agent.socket.connected, "the socket is closed")


async def test_a_foreign_origin_gets_no_socket(hub):
    _, token = await hub.customers.create("", 1)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await hub.connect("/customer", {"token": token}, headers={"Origin": "https://evil.example"})


async def test_agents_cannot_act_on_what_is_not_theirs(hub):
    customer, anna, bob = await hub.customer(), await hub.agent("anna"), await hub.agent("bob")
    found = (await customer.ok("ask_person"))["conversation"]
    epoch = (await anna.ok("inbox"))["queue"][0]["epoch"]
    taken = await anna.ok("take", conversation=found, epoch=epoch)
    now = taken["conversation"]["epoch"]
    assert await bob.refused("take", {"conversation": found, "epoch": epoch}) == "taken"
    for command, extra in (
        ("say", {"client_id": "bob-say-0001", "text": "hi"}),
        ("close", {}),
        ("hand_back", {}),
        ("requeue", {}),
    ):
        assert await bob.refused(command, {"conversation": found, "epoch": now, **extra}) == "stale"
    assert await anna.refused("close", {"conversation": found, "epoch": now - 1}) == "stale"
    assert await anna.refused("open", {"conversation": "c_nowhere"}) == "not_found"
    assert await anna.refused("take", {"conversation": "c_nowhere", "epoch": 0}) == "not_found"


async def test_a_flood_is_slowed_with_a_time_to_wait(hub):
    customer = await hub.customer()
    answers = await asyncio.gather(
        *(customer.ask("say", {"client_id": f"flood-id-{at:05}", "text": "spam"}) for at in range(200))
    )
    refused = [answer["error"] for answer in answers if not answer["ok"]]
    assert len(refused) >= 150
    assert {each["code"] for each in refused} == {"too_fast"}
    assert all(0 < each["retry_after_ms"] <= 11_000 for each in refused)


async def test_a_huge_frame_ends_that_socket_only(hub):
    customer, other = await hub.customer(), await hub.customer()
    await customer.socket.emit(
        "say", {"client_id": "huge-id-0001", "text": "x" * 10_000_000}, namespace="/customer"
    )
    await until(lambda: not customer.socket.connected, "the socket is closed")
    await hub.say(other, "still here")


async def test_a_client_that_does_not_read_is_dropped_and_resumes(hub, browserless):
    _, token = await hub.customers.create("", 1)
    talking = await hub.customer(token)
    found = (await hub.say(talking, "hello"))["conversation"]
    deaf = await browserless.ws_connect(
        hub.settings.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket", max_msg_size=0
    )
    await deaf.receive()
    await deaf.send_str("40/customer," + json.dumps({"token": token}))
    await deaf.receive()
    await deaf.send_str('42/customer,1["resume",{"after":0}]')
    await deaf.receive()
    deaf._response.connection.transport.pause_reading()
    server = hub.app[SOCKETS]
    own = talking.socket.get_sid("/customer")
    sid, eio = next(
        participant
        for participant in server.manager.get_participants("/customer", customer_of(found))
        if participant[0] != own
    )
    connection = server.eio.sockets[eio]
    for _ in range(200):
        for _ in range(100):
            await server.emit("event", {"padding": "x" * 10_000}, to=sid, namespace="/customer")
        if connection.closed:
            break
        await asyncio.sleep(0.02)
    assert connection.closed
    assert connection.queue.qsize() < 200
    assert talking.socket.connected
    again = await hub.customer(token)
    assert (await again.ok("resume", after=0))["conversation"] == found


async def test_no_words_in_the_log(hub, caplog):
    caplog.set_level("DEBUG")
    hub.bot.error = "internal"
    customer = await hub.customer()
    await hub.say(customer, "my secret is 4711")
    await until(lambda: any(event.get("to") == "queued" for event in customer.events()), "hand-over")
    own = [record.getMessage() for record in caplog.records if record.name.startswith("escalation")]
    assert own
    assert not [line for line in own if "4711" in line]
