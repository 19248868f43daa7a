"""What a stranger's socket may send: reserved words, junk, numbers and nests without end, packed frames, many
windows.
"""

import asyncio
import json
import logging
import zlib

import pytest

from escalation.app import CONTAINER, SOCKETS
from tests.bridge.conftest import start, stop, until

LARGE = [2**53, 2**63, 2**64, 10**400, -(2**60), 1e300]
NEST = 10_000


def _address(hub, more=""):
    return hub.settings.url.replace("http", "ws") + f"/socket.io/?EIO=4&transport=websocket{more}"


async def _joined(hub, session, token=None):
    """A socket spoken by hand, in the customer's namespace."""
    if token is None:
        _, token = await hub.customers.create("", 1)
    socket = await session.ws_connect(_address(hub))
    await socket.receive()
    await socket.send_str("40/customer," + json.dumps({"token": token}))
    assert (await socket.receive_str()).startswith("40/customer,")
    return socket


async def _answer(socket, number):
    while not (answer := await socket.receive_str()).startswith(f"43/customer,{number}["):
        pass
    return json.loads(answer.partition("[")[2][:-1])


async def _closed(socket):
    while not socket.closed:
        await socket.receive()


@pytest.mark.parametrize("name", ["connect", "disconnect"])
async def test_the_servers_own_words_are_no_commands(hub, browserless, name):
    socket = await _joined(hub, browserless)
    for at, payload in enumerate(([], [{}], [{"token": "x"}, {}], ["client namespace disconnect"]), 1):
        await socket.send_str(f"42/customer,{at}" + json.dumps([name, *payload]))
        code = (await _answer(socket, at))["error"]["code"]
        assert code == ("bad_request" if len(payload) > 1 else "unknown_command")
    await socket.send_str('42/customer,9["say",{"client_id":"still-here-1","text":"hello"}]')
    assert (await _answer(socket, 9))["ok"]


@pytest.mark.parametrize("name", ["connect", "disconnect"])
async def test_nor_for_an_agent_who_stays_in_the_rooms(hub, name):
    agent, customer = await hub.agent(), await hub.customer()
    assert await agent.refused(name, {}) == "unknown_command"
    found = (await customer.ok("ask_person"))["conversation"]
    await agent.ok("open", conversation=found)
    assert await agent.refused(name) == "unknown_command"
    assert (await agent.ok("open", conversation=found))["looking"] == ["Anna"]


@pytest.fixture(autouse=True)
def _heard(caplog):
    """The log is looked at whoever else has set its level."""
    caplog.set_level("WARNING")


JUNK = [
    "42",
    "4{",
    "4",
    "40[]",
    "42/customer,1{}",
    "42/customer,[]",
    "42/customer,1[5]",
    '42/customer,1["say"',
    "43/customer,1[]",
    "9",
    "x",
    "",
    "2",
    "0",
    "451-[]",
    '451-["say",{"_placeholder":true,"num":0}]',
    "4" * 5000,
    "bAAAA",
    b"\x00",
    "4²",
    "²",
    f'42/customer,{2**60}["say"]',
    "40/customer," + "[" * NEST,
]


@pytest.mark.parametrize("frame", JUNK, ids=lambda each: repr(each)[:30])
async def test_the_first_bad_packet_ends_that_socket_with_one_line(hub, browserless, caplog, frame):
    other, socket = await hub.customer(), await _joined(hub, browserless)
    before = hub.app[SOCKETS].bad_packets
    for _ in range(20):
        await (socket.send_str(frame) if isinstance(frame, str) else socket.send_bytes(frame))
    await _closed(socket)
    assert hub.app[SOCKETS].bad_packets == before + 1
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(lines) == 1
    assert lines[0].exc_info is None
    await hub.say(other, "still here")


POSTED = [
    "42",
    "x",
    "4{",
    b"\xff\xfe",
    "d=%20",
    "\x1e".join(['42/customer,["typing",{"on":true}]'] * 17),
    '42/customer,["say"\x1e' * 3,
]


@pytest.mark.parametrize("body", POSTED, ids=lambda each: repr(each)[:30])
async def test_the_same_by_long_polling(hub, browserless, caplog, body):
    address = hub.settings.url + "/socket.io/?EIO=4&transport=polling"
    async with browserless.get(address) as reply:
        sid = json.loads((await reply.text())[1:])["sid"]
    async with browserless.post(f"{address}&sid={sid}", data=body) as reply:
        assert reply.status in (200, 400)
    assert hub.app[SOCKETS].bad_packets == 1
    async with browserless.post(f"{address}&sid={sid}", data="3") as reply:
        assert reply.status == 400
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [line.exc_info for line in lines] == [None]


async def test_a_large_body_by_long_polling_is_not_read(hub, browserless, caplog):
    address = hub.settings.url + "/socket.io/?EIO=4&transport=polling"
    async with browserless.get(address) as reply:
        sid = json.loads((await reply.text())[1:])["sid"]

    async def pieces():
        for _ in range(100):
            yield b"4" * 10_000

    async with browserless.post(f"{address}&sid={sid}", data=pieces()) as reply:
        assert reply.status == 413
        assert (await reply.json())["error"]["code"] == "too_long"
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize(
    "number", LARGE, ids=lambda each: f"{each:.3g}" if isinstance(each, float) else str(each)[:25]
)
async def test_numbers_no_browser_can_count_to_are_refused(hub, browserless, caplog, number):
    socket = await _joined(hub, browserless)
    fields = {"resume": "after", "seen": "seq", "rate_answer": "of"}
    for at, (command, field) in enumerate(fields.items(), 1):
        more = {"helpful": True} if command == "rate_answer" else {}
        await socket.send_str(f"42/customer,{at}" + json.dumps([command, {field: number, **more}]))
        assert (await _answer(socket, at))["error"]["code"] == "bad_request"
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("number", [2**53, 2**63, 10**30])
async def test_nor_from_an_agent(hub, caplog, number):
    agent = await hub.agent()
    for command, fields in {
        "open": {"after": number},
        "take": {"epoch": number},
        "snooze": {"epoch": 1, "until": number},
        "close": {"epoch": number},
    }.items():
        assert (
            await agent.refused(command, {"conversation": "c_some_conversation", **fields}) == "bad_request"
        )
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("depth", [100, 900, 1500, NEST])
@pytest.mark.parametrize("nest", ["[]", '{"a":}'])
async def test_what_is_nested_without_end_is_refused(hub, browserless, caplog, depth, nest):
    socket = await _joined(hub, browserless)
    opening, closing = nest[:-1], nest[-1]
    deep = opening * depth + "1" + closing * depth
    await socket.send_str(f'42/customer,1["say",{{"client_id":"deep-text-01","text":{deep}}}]')
    assert (await _answer(socket, 1))["error"]["code"] == "bad_request"
    await socket.send_str(f'42/customer,2["say",{deep}]')
    assert (await _answer(socket, 2))["error"]["code"] == "bad_request"
    await socket.send_str('42/customer,3["say",{"client_id":"still-here-1","text":"hello"}]')
    assert (await _answer(socket, 3))["ok"]
    assert not [record for record in caplog.records if record.exc_info]


async def test_frames_are_never_unpacked(hub, browserless):
    """A browser offers to compress; the server does not take it, so that no frame unfolds to more than was
    sent.
    """
    socket = await browserless.ws_connect(_address(hub), compress=15)
    assert not socket.compress
    packer = zlib.compressobj(wbits=-15)
    bomb = packer.compress(b"4" * 50_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    await socket.receive()
    # Final, compressed, text; masked with nothing.
    header = b"\xc1\xff" + len(bomb).to_bytes(8, "big") + b"\0\0\0\0"
    socket._writer.transport.write(header + bomb[: 64 * 1024])
    await _closed(socket)
    await hub.say(await hub.customer(), "still here")


async def test_the_eleventh_window_closes_the_oldest(hub):
    _, token = await hub.customers.create("", 1)
    windows = [await hub.customer(token) for _ in range(10)]
    await hub.say(windows[0], "hello")
    windows.append(await hub.customer(token))
    await until(
        lambda: not windows[0].socket.get_sid("/customer") or not windows[0].socket.connected,
        "the oldest is closed",
    )
    for window in windows[1:]:
        assert (await window.ok("resume", after=0))["conversation"]
    assert len(list(hub.app[SOCKETS].manager.get_participants("/customer", None))) == 10


async def test_limits_count_the_customer_and_not_the_sockets(hub):
    _, token = await hub.customers.create("", 1)
    windows = [await hub.customer(token) for _ in range(10)]
    answers = await asyncio.gather(
        *(window.ask("typing", {"on": True}) for window in windows for _ in range(40))
    )
    assert sum(answer["ok"] for answer in answers) <= 130
    assert {answer["error"]["code"] for answer in answers if not answer["ok"]} == {"too_fast"}
    await hub.say(await hub.customer(), "another customer is served")


async def test_and_the_address_over_all_its_customers(home, unused_tcp_port):
    hub = await start(home, unused_tcp_port, address_commands=60)
    try:
        customers = [await hub.customer() for _ in range(8)]
        answers = await asyncio.gather(
            *(customer.ask("typing", {"on": True}) for customer in customers for _ in range(20))
        )
        assert sum(answer["ok"] for answer in answers) <= 70
        _, token = await hub.customers.create("", 1)
        assert await (await hub.customer(token)).refused("resume", {"after": 0}) == "too_fast"
        await (await hub.agent()).ok("inbox")
    finally:
        await stop(hub)


async def test_a_trusted_proxys_word_tells_addresses_apart(home, unused_tcp_port):
    hub = await start(home, unused_tcp_port, address_commands=20, trusted_proxies=("127.0.0.1",))
    try:
        for number in range(3):
            _, token = await hub.customers.create("", 1)
            customer = await hub.connect(
                "/customer", {"token": token}, {"X-Forwarded-For": f"203.0.113.{number}"}
            )
            for _ in range(15):
                await customer.ok("typing", on=True)
    finally:
        await stop(hub)


async def test_what_the_log_keeps_cannot_be_done_without_end(hub):
    customer = await hub.customer()
    await hub.say(customer, "hello")
    answers = await asyncio.gather(
        *(customer.ask(each, {}) for _ in range(50) for each in ("ask_person", "leave_queue"))
    )
    assert {answer["error"]["code"] for answer in answers if not answer["ok"]} == {"too_fast"}
    assert hub.app[CONTAINER].limits is not None
    assert len((await customer.ok("resume", after=0))["events"]) < 200


async def test_one_rating_a_contact_is_kept(hub):
    customer = await hub.customer()
    found = (await hub.say(customer, "hello"))["conversation"]
    store = hub.app[CONTAINER].store.log
    for stars in (5, 5, 4, 4, 3):
        await customer.ok("rate", stars=stars)
    assert await customer.refused("rate", {"stars": 1}) == "illegal"
    await customer.ok("rate", stars=3)  # said again, it is so already
    rated = [
        event.event.stars for event in await store.events(found) if event.event.kind == "conversation.rated"
    ]
    assert rated == [5, 4, 3]
    assert (await (await hub.agent()).ok("open", conversation=found))["conversation"]["stars"] == 3
