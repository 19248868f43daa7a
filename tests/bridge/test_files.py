"""Files both ways: only from the two who talk, only what they really are, and for nobody who was not told
their name.
"""

import asyncio

import aiohttp
import pytest

from escalation.http.session import COOKIE
from tests.bridge.conftest import start, stop, until
from tests.bridge.test_media import PNG


@pytest.fixture
async def post(hub):
    async with aiohttp.ClientSession(headers={"Origin": hub.settings.origin}) as opened:

        async def send(data, token=None, session=None, **asked):
            headers = (
                {"Authorization": f"Bearer {token}"}
                if token
                else {"Cookie": f"{COOKIE}={session}"}
                if session
                else {}
            )
            params = {"client_id": "file-0001", "name": "tent.png", **asked}
            async with opened.post(
                f"{hub.settings.url}/api/files", data=data, params=params, headers=headers
            ) as reply:
                return reply.status, await reply.json()

        yield send


async def test_a_customers_file_is_seen_by_both_and_the_bot_says_it_reads_none(hub, post, browserless):
    _, token = await hub.customers.create("", 1)
    status, done = await post(PNG, token)
    assert status == 200
    customer, agent = await hub.customer(token), await hub.agent()
    log = (await customer.ok("resume", after=0))["events"]
    shared = next(each for each in log if each["kind"] == "file")
    assert (shared["by"], shared["text"], shared["media"], shared["size"]) == (
        "customer",
        "tent.png",
        "image/png",
        len(PNG),
    )
    assert "read files" in log[shared["seq"]]["text"]
    async with browserless.get(f"{hub.settings.url}/{shared['address']}") as reply:
        assert (reply.status, await reply.read(), "sandbox" in reply.headers["Content-Security-Policy"]) == (
            200,
            PNG,
            True,
        )
        assert reply.headers["Cache-Control"].startswith("private")
    seen = (await agent.ok("open", conversation=done["conversation"]))["events"]
    assert [each["media"] for each in seen if each["event"] == "file.shared"] == ["image/png"]
    assert (await post(PNG, token))[1]["seq"] == done["seq"], "the same file sent again is one file"


async def test_an_agent_sends_one_with_the_floor_only(hub, post):
    customer, agent = await hub.customer(), await hub.agent()
    found = (await hub.say(customer, "I am angry"))["conversation"]
    await until(lambda: any(event.get("to") == "queued" for event in customer.events()), "hand-over")
    epoch = (await agent.ok("open", conversation=found))["conversation"]["epoch"]
    session = await hub.sessions.open(await hub.users.find("anna"), 1)
    asked = {"conversation": found, "name": "label.pdf"}
    assert (await post(b"%PDF-1.7 x", session=session, epoch=epoch, **asked))[0] == 409
    assert not list((hub.settings.home / "attachments").glob("*")), "a refused file is not kept"
    epoch = (await agent.ok("take", conversation=found, epoch=epoch))["conversation"]["epoch"]
    assert (await post(b"%PDF-1.7 x", session=session, epoch=epoch, **asked))[0] == 200
    got = await until(lambda: [event for event in customer.events() if event["kind"] == "file"], "the file")
    assert (got[0]["by"], got[0]["name"]) == ("agent", "Anna")


async def test_what_may_not_be_sent_is_refused(hub, post):
    _, token = await hub.customers.create("", 1)
    assert (await post(PNG))[0] == 401
    assert (await post(PNG, "not a token"))[0] == 401
    for data in (b"MZ\x90\x00\x00", b"", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>\x00"):
        assert (await post(data, token))[0] == 400
    assert (await post(b"a" * (6 * 1024 * 1024), token))[0] == 413
    assert (await post(PNG, token, name=""))[0] == 400
    customer = await hub.customer(token)
    await hub.say(customer, "hello")
    await customer.ok("end")
    assert (await post(PNG, token))[0] == 409


async def test_no_file_beside_them_is_served(hub, browserless):
    (hub.settings.home / "attachments").mkdir()
    (hub.settings.home / "attachments" / "secret.txt").write_text("x")
    for name in ("secret.txt", "..%2fbaton.db", "0" * 32 + ".png"):
        async with browserless.get(f"{hub.settings.url}/files/{name}") as reply:
            assert reply.status == 404


async def test_text_is_saved_and_never_run(hub, post, browserless):
    _, token = await hub.customers.create("", 1)
    await post(b"<script>alert(1)</script>", token, name="evil.html")
    shared = next(
        each
        for each in (await (await hub.customer(token)).ok("resume", after=0))["events"]
        if each["kind"] == "file"
    )
    async with browserless.get(f"{hub.settings.url}/{shared['address']}") as reply:
        assert (reply.content_type, reply.headers["Content-Disposition"].partition(";")[0]) == (
            "text/plain",
            "attachment",
        )
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_blocked_customer_sends_no_file(hub, post):
    identity, token = await hub.customers.create("", 1)
    await hub.customers.block(identity)
    status, answer = await post(PNG, token)
    assert (status, answer["error"]["code"]) == (403, "forbidden")
    assert not list((hub.settings.home / "attachments").glob("*"))


def _text(megabytes):
    return b"x" * (megabytes * 2**20)


@pytest.fixture
async def narrow(home, unused_tcp_port):
    running = await start(home, unused_tcp_port, customer_files_mb=2, files_mb=3)
    yield running
    await stop(running)


async def test_a_customer_and_all_of_them_have_room_for_so_much(narrow):
    async with aiohttp.ClientSession(headers={"Origin": narrow.settings.origin}) as session:

        async def send(token, megabytes, name):
            params = {"client_id": f"quota-{name}", "name": "long.txt"}
            headers = {"Authorization": f"Bearer {token}"}
            url = f"{narrow.settings.url}/api/files"
            async with session.post(url, data=_text(megabytes), params=params, headers=headers) as reply:
                return reply.status, await reply.json()

        one, two = [(await narrow.customers.create("", 1))[1] for _ in range(2)]
        both = await asyncio.gather(send(one, 2, "0001"), send(one, 2, "0002"))
        assert sorted(status for status, _ in both) == [200, 413], (
            "two at once do not both take the last of it"
        )
        kept, (_, refused) = sorted(both, key=lambda each: each[0])
        assert (
            refused["error"]["message"]
            == "You have reached the limit of 2 MB of files. Please describe it in a message instead."
        )
        again = await asyncio.gather(*(send(one, 2, name) for name in ("0001", "0002")))
        assert kept in again, "sent again it is the same file"
        assert (await send(two, 2, "0003"))[0] == 503
        assert (await send(two, 1, "0004"))[0] == 200
        assert (
            sum(path.stat().st_size for path in (narrow.settings.home / "attachments").iterdir()) == 3 * 2**20
        )
        await narrow.say(await narrow.customer(one), "words still fit")
