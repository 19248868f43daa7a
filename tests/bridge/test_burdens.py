"""What one stranger can do to all over HTTP: packed bodies, numbers and nests without end, sign-ins by the
dozen.
"""

import asyncio
import gzip
import json
import threading
import zlib

import aiohttp
import pytest
from limits import RateLimitItemPerSecond

from escalation.auth import passwords
from escalation.http.session import COOKIE
from tests.bridge.conftest import until

PASSWORD = "a good password"
BOMB = gzip.compress(b" " * 20_000_000)


@pytest.fixture(autouse=True)
def _heard_log(caplog):
    """The log is looked at whoever else has set its level."""
    caplog.set_level("INFO", logger="escalation")


@pytest.fixture
async def http(hub):
    """Requests as a page of ours sends them, with what is given on top."""
    async with aiohttp.ClientSession(headers={"Origin": hub.settings.origin}) as opened:

        async def send(path, method="POST", data=None, json=None, headers=None, session=None):
            more = {"Content-Type": "application/json"} if data is not None else {}
            cookie = {"Cookie": f"{COOKIE}={session}"} if session else {}
            url = hub.settings.url + path
            async with opened.request(
                method, url, data=data, json=json, headers={**more, **cookie, **(headers or {})}
            ) as reply:
                return reply.status, dict(await reply.json()), reply.headers

        yield send


@pytest.fixture
async def admin(hub):
    return await hub.sessions.open(await hub.users.add("root", "Root", "admin", PASSWORD), 1)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "GZIP", "identity, gzip", "zstd", "nonsense"])
@pytest.mark.parametrize(
    "path", ["/api/customers", "/api/sign-in", "/api/files?client_id=packed-001&name=x", "/nowhere"]
)
async def test_a_compressed_body_is_refused_unread(http, monkeypatch, coding, path):
    unpacked = []
    monkeypatch.setattr(zlib, "decompressobj", lambda *given, **more: unpacked.append(given))
    status, body, _ = await http(path, data=BOMB, headers={"Content-Encoding": coding})
    assert status == 415
    assert body["error"]["code"] == "bad_request"
    assert "Content-Encoding" in body["error"]["message"]
    assert not unpacked


async def test_nor_by_the_sockets_door(hub, browserless, monkeypatch):
    address = hub.settings.url + "/socket.io/?EIO=4&transport=polling"
    async with browserless.get(address) as reply:
        sid = json.loads((await reply.text())[1:])["sid"]
    async with browserless.post(
        f"{address}&sid={sid}", data=BOMB, headers={"Content-Encoding": "gzip"}
    ) as reply:
        assert reply.status == 415
        assert (await reply.json())["error"]["code"] == "bad_request"
    async with browserless.post(f"{address}&sid={sid}", data="40/customer,") as reply:
        assert reply.status == 200


async def test_a_body_that_is_said_to_be_as_it_is_is_taken(http):
    assert (await http("/api/customers", data=b"{}", headers={"Content-Encoding": "identity"}))[0] == 200


@pytest.mark.parametrize("depth", [900, 10_000])
async def test_a_body_that_is_nested_without_end_is_refused(http, admin, caplog, depth):
    deep = "[" * depth + "]" * depth
    for path, method, body in (
        ("/api/sign-in", "POST", deep),
        ("/api/me/preferences", "PUT", '{"preferences":{"a":' + deep + "}}"),
        ("/api/settings/sections/hours", "PUT", '{"seen":0,"value":' + deep + "}"),
        ("/api/settings/sections/triage", "PUT", '{"seen":0,"value":' + deep + "}"),
    ):
        status, answer, _ = await http(path, method, data=body.encode(), session=admin)
        assert (status, answer["error"]["code"]) in (
            (400, "bad_request"),
            (404, "not_found"),
            (413, "too_long"),
        ), path
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("number", ["9007199254740992", "9223372036854775808", "1" + "0" * 400, "1e400"])
async def test_numbers_no_browser_can_count_to_are_refused(http, admin, caplog, number):
    for path, method, body in (
        ("/api/me/preferences", "PUT", '{"preferences":{"a":' + number + "}}"),
        ("/api/settings/sections/hours", "PUT", '{"seen":' + number + ',"value":{}}'),
        ("/api/settings/sections/sla", "PUT", '{"seen":0,"value":' + number + "}"),
        ("/api/undo", "POST", '{"section":"hours","version":' + number + "}"),
    ):
        status, answer, _ = await http(path, method, data=body.encode(), session=admin)
        assert status in (400, 404), (path, answer)
    query = f"/api/files?client_id=number-001&name=x&conversation=c_some&epoch={number}"
    assert (await http(query, data=b"text", session=admin))[0] == 400
    assert not [record for record in caplog.records if record.exc_info]


async def test_spaces_and_capitals_do_not_dodge_the_sign_in_limit(hub, http, monkeypatch):
    monkeypatch.setattr(passwords, "_matches", lambda _secret, _password: False)  # wrong, and at once
    await hub.users.add("anna", "Anna", "agent", PASSWORD)
    ways = [
        "anna",
        " anna",
        "anna ",
        "ANNA",
        "\tanna",
        "an\x00na",
        "Anna\u202e",
        "anna\n",
        "\ufeffanna",
        " A n n a".replace(" ", ""),
    ]
    told = [
        await http("/api/sign-in", json={"login": ways[at % len(ways)], "password": f"guess {at}"})
        for at in range(30)
    ]
    assert sum(status == 401 for status, *_ in told) <= 11
    assert {status for status, *_ in told} == {401, 429}
    assert (await http("/api/sign-in", json={"login": "anna", "password": PASSWORD}))[0] == 429


async def test_however_it_is_typed_a_login_is_the_same(hub, http):
    await hub.users.add("anna", "Anna", "agent", PASSWORD)
    for login in (" Anna ", "ANNA\t", "\u202eanna"):
        assert (await http("/api/sign-in", json={"login": login, "password": PASSWORD}))[0] == 200


async def test_an_address_may_try_so_many_logins(http, monkeypatch):
    monkeypatch.setattr(passwords, "_matches", lambda _secret, _password: False)
    told = [
        await http("/api/sign-in", json={"login": f"login{at}", "password": "a guess"}) for at in range(70)
    ]
    assert sum(status == 401 for status, *_ in told) <= 61
    assert told[-1][0] == 429
    assert int(told[-1][2]["Retry-After"]) >= 1


async def test_eighty_sign_ins_at_once_make_nobody_else_wait(hub, http, monkeypatch):
    """The passwords have a thread of their own and a short queue: held there, a search is still answered, and
    the rest go away.
    """
    session = await hub.sessions.open(await hub.users.add("anna", "Anna", "agent", PASSWORD), 1)
    await hub.say(await hub.customer(), "where is my tent")
    held, matches = threading.Event(), passwords._matches

    def slowly(secret, password):
        held.wait(30)
        return matches(secret, password)

    monkeypatch.setattr(passwords, "_matches", slowly)
    monkeypatch.setattr("escalation.http.sign_in.SIGN_INS", RateLimitItemPerSecond(10**6))
    guesses = [
        asyncio.create_task(http("/api/sign-in", json={"login": f"nobody{at}", "password": "x"}))
        for at in range(80)
    ]
    await until(
        lambda: sum(guess.done() for guess in guesses) >= 80 - passwords.WAITING - 2,
        "the surplus is told to come again",
    )
    status, found, _ = await http("/api/find?q=tent", "GET", session=session)
    assert (status, len(found["found"])) == (200, 1)
    assert not all(guess.done() for guess in guesses), "the passwords still wait"
    held.set()
    told = await asyncio.gather(*guesses)
    assert {status for status, *_ in told} == {401, 429}
    assert {body["error"]["code"] for status, body, _ in told if status == 429} == {"too_fast"}
    assert all(int(headers["Retry-After"]) >= 1 for status, _, headers in told if status == 429)
