"""Whoever is signed out, disabled, given another password or another role hears nothing more: their sockets
end with the session.
"""

import asyncio
import os
import sys

import aiohttp
import pytest

from escalation.app import CONTAINER
from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.http.session import COOKIE
from escalation.settings import ROOT
from escalation.sockets.rooms import AGENTS
from escalation.store.sqlite.store import SqliteStore
from tests.bridge.conftest import start, stop, until

PASSWORD = "a good password"


async def _listening(hub):
    """Anna's console, in the room of a conversation, with her session; and the customer who speaks there."""
    user = await hub.users.add("anna", "Anna", "agent", PASSWORD)
    token = await hub.sessions.open(user, 1)
    anna = await hub.connect("/agent", headers={"Cookie": f"{COOKIE}={token}"})
    customer = await hub.customer()
    found = (await customer.ok("ask_person"))["conversation"]
    await anna.ok("open", conversation=found)
    await hub.say(customer, "before")
    await until(lambda: _heard(anna, "before"), "anna listens")
    return user, token, anna, customer


def _heard(agent, text):
    return any(event.get("text") == text for event in agent.events())


async def _request(hub, session, method, path, body, token=None):
    headers = {"Origin": hub.settings.origin, **({"Cookie": f"{COOKIE}={token}"} if token else {})}
    async with session.request(method, hub.settings.url + path, json=body, headers=headers) as reply:
        assert reply.status == 200, await reply.text()
        return await reply.json()


async def _admin(hub):
    return await hub.sessions.open(await hub.users.add("root", "Root", "admin"), 1)


async def _cli(hub, *arguments, stdin=""):
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "escalation.cli",
        *arguments,
        cwd=ROOT,
        env={**os.environ, "BATON_HOME": str(hub.settings.home)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate(stdin.encode())
    assert process.returncode == 0, out + err


async def _sign_out(hub, session, token):
    await _request(hub, session, "POST", "/api/sign-out", {}, token)


async def _disabled(hub, session, _token):
    await _request(hub, session, "PUT", "/api/users", {"login": "anna", "disable": True}, await _admin(hub))


async def _other_role(hub, session, _token):
    await _request(hub, session, "PUT", "/api/users", {"login": "anna", "role": "editor"}, await _admin(hub))


async def _promoted(hub, session, _token):
    await _request(
        hub, session, "PUT", "/api/users", {"login": "anna", "role": "supervisor"}, await _admin(hub)
    )


async def _own_new_password(hub, session, _token):
    link = await hub.sessions.new_link(await hub.users.find("anna"))
    await _request(hub, session, "POST", "/api/welcome", {"token": link, "password": "another password"})


async def _reset_by_an_admin(hub, session, _token):
    made = await _request(
        hub, session, "PUT", "/api/users", {"login": "anna", "new_link": True}, await _admin(hub)
    )
    link = made["link"].partition("#")[2]
    await _request(hub, session, "POST", "/api/welcome", {"token": link, "password": "another password"})


HERE = [_sign_out, _disabled, _other_role, _promoted, _own_new_password, _reset_by_an_admin]


@pytest.mark.parametrize("way", HERE, ids=lambda each: each.__name__[1:])
async def test_once_it_is_acknowledged_nothing_more_is_heard(hub, browserless, way):
    _, token, anna, customer = await _listening(hub)
    await way(hub, browserless, token)
    await hub.say(customer, "after")
    await until(
        lambda: any(event.get("text") == "after" for event in customer.events()), "everybody else hears it"
    )
    await until(lambda: not anna.socket.connected, "the socket is closed")
    assert not _heard(anna, "after")


async def test_a_socket_that_reads_slowly_gets_nothing_that_waited_for_it(hub, browserless):
    user = await hub.users.add("anna", "Anna", "agent")
    headers = {"Cookie": f"{COOKIE}={await hub.sessions.open(user, 1)}"}
    address = hub.settings.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    slow = await browserless.ws_connect(address, headers=headers, max_msg_size=0)
    await slow.receive()
    await slow.send_str("40/agent,")
    await slow.receive()
    slow._response.connection.transport.pause_reading()
    # More than any buffer between the two holds.
    emit, padding = (
        hub.app[CONTAINER].sockets.emit,
        "x" * 50_000,
    )
    await asyncio.gather(
        *(
            emit("event", {"number": at, "padding": padding}, room=AGENTS, namespace="/agent")
            for at in range(400)
        )
    )
    await hub.users.disable(user)
    slow._response.connection.transport.resume_reading()
    heard = [each.data async for each in slow if each.type is aiohttp.WSMsgType.TEXT]
    assert len(heard) < 400
    assert not any('"number":399' in each for each in heard)


async def _reset_by_command(hub):
    await _cli(hub, "user", "reset-password", "anna", "--password-stdin", stdin="another password\n")


async def _role_by_command(hub):
    file = hub.settings.home / "people.yml"
    file.write_text("people:\n- {login: anna, name: Anna, role: editor}\n- {login: root, role: admin}\n")
    await _cli(hub, "settings", "apply", str(file))


async def _expired(hub):
    await hub.app[CONTAINER].store.database.write(
        lambda db: db.execute("update sessions set expires_at = 1") and None
    )


@pytest.mark.parametrize(
    "way", [_reset_by_command, _role_by_command, _expired], ids=lambda each: each.__name__[1:]
)
async def test_what_another_process_ends_is_found(hub, way):
    _, _, anna, customer = await _listening(hub)
    await way(hub)
    await until(lambda: not anna.socket.connected, "the socket is closed")
    await hub.say(customer, "after")
    await until(
        lambda: any(event.get("text") == "after" for event in customer.events()), "everybody else hears it"
    )
    assert not _heard(anna, "after")


async def test_another_hub_on_the_same_database_ends_it_too(hub, home, unused_tcp_port_factory):
    user, _, anna, _ = await _listening(hub)
    other = await start(home, unused_tcp_port_factory())
    try:
        await other.users.disable(user)
        await until(lambda: not anna.socket.connected, "the socket is closed")
    finally:
        await stop(other)


async def test_only_that_session_ends_at_sign_out(hub, browserless):
    user, token, anna, customer = await _listening(hub)
    bob = await hub.agent("bob")
    phone = await hub.connect("/agent", headers={"Cookie": f"{COOKIE}={await hub.sessions.open(user, 1)}"})
    await _sign_out(hub, browserless, token)
    await until(lambda: not anna.socket.connected, "the socket is closed")
    await hub.app[CONTAINER].session_sockets.look()
    await phone.ok("inbox")
    await bob.ok("inbox")
    assert (await hub.say(customer, "still here"))["seq"]


async def test_a_new_name_or_department_ends_nothing(hub, browserless):
    _, _, anna, _ = await _listening(hub)
    await _request(
        hub, browserless, "PUT", "/api/users", {"login": "anna", "name": "Anna B"}, await _admin(hub)
    )
    await hub.app[CONTAINER].session_sockets.look()
    await anna.ok("inbox")


async def test_a_link_that_is_refused_is_not_used_up(hub, browserless):
    database = SqliteStore(hub.settings.home)
    sessions = Sessions(database.sessions)
    users = Users(database.users, sessions)
    user = await users.add("cora", "Cora", "agent")
    link = await sessions.new_link(user)
    headers = {"Origin": hub.settings.origin}
    body = {"token": link, "password": "short"}
    async with browserless.post(hub.settings.url + "/api/welcome", json=body, headers=headers) as reply:
        assert reply.status == 400
    await _request(hub, browserless, "POST", "/api/welcome", {"token": link, "password": "long enough now"})
    database.close()
