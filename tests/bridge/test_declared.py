"""What an operation or a command declares is enforced before its handler runs: walked from the tables, role
by role.
"""

import re
from dataclasses import replace

import aiohttp
import pytest

from escalation import protocol
from escalation.auth import permissions
from escalation.core.errors import Code
from escalation.http import api
from escalation.http.operations import PARAMETERS, PUBLIC, Answer, Call, Operation
from escalation.http.session import COOKIE
from escalation.sockets.agent import AgentNamespace

ROLES = ("agent", "supervisor", "editor", "admin")
SAMPLES = {
    "article": "delivery_time",
    "release": "1",
    "line": "greeting",
    "fact": "days",
    "customer": "p_1",
    "email": "l_1",
    "section": "labels",
}
# What only admins may set is a further right of these two, asked when the section is known.
BEYOND = {"set_section", "undo"}


@pytest.fixture
async def sessions(hub):
    """Headers of somebody of each role, and of nobody."""
    found = {None: {"Origin": hub.settings.origin}}
    for role in ROLES:
        user = await hub.users.add(f"r-{role}", role.title(), role)
        found[role] = {
            "Origin": hub.settings.origin,
            "Cookie": f"{COOKIE}={await hub.sessions.open(user, 1)}",
        }
    return found


def address(operation):
    return re.sub(r"\{(\w+)\}", lambda match: SAMPLES[match[1]], operation.path)


async def code_of(session, hub, operation, headers):
    body = (
        {"data": b"x"}
        if operation.takes_file
        else {"json": {"nothing": "of the kind"}}
        if operation.body
        else {}
    )
    async with session.request(
        operation.method, hub.settings.url + address(operation), headers=headers, **body
    ) as reply:
        return None if reply.status < 400 else (await reply.json())["error"]["code"]


async def test_no_role_gets_further_than_it_is_declared_to(hub, sessions):
    refused, let_in = 0, 0
    async with aiohttp.ClientSession() as session:
        for operation in (each for each in api.operations() if each.right != PUBLIC):
            for role, headers in sessions.items():
                code = await code_of(session, hub, operation, headers)
                if role is None or not permissions.allowed(role, operation.right):
                    assert code == (Code.NOT_SIGNED_IN if role is None else Code.FORBIDDEN), (
                        operation.path,
                        role,
                        code,
                    )
                    refused += 1
                else:
                    assert (
                        code not in (Code.NOT_SIGNED_IN, Code.FORBIDDEN)
                        or operation.handler.__name__ in BEYOND
                    ), (operation.path, role)
                    let_in += 1
    assert refused > 100
    assert let_in > 100


async def test_nothing_below_api_stands_outside_the_table(hub):
    declared = {(operation.method, operation.path) for operation in api.operations()} | {
        ("GET", "/api/openapi.json")
    }
    for route in hub.app.router.routes():
        path = re.sub(r"\{(\w+):[^}]*(?:\{[^}]*\}[^}]*)*\}", r"{\1}", route.resource.canonical)
        if path.startswith("/api/") and route.method not in ("HEAD", "OPTIONS"):
            assert (route.method, path) in declared


async def test_no_command_gets_further_than_it_is_declared_to(hub):
    for role in ("agent", "supervisor", "admin"):
        client = await hub.agent(f"s-{role}", role)
        for name, command in protocol.COMMANDS[protocol.AGENT].items():
            code = (await client.ask(name, {"of": "another shape"})).get("error", {}).get("code")
            assert code == Code.BAD_REQUEST, (role, name, "the shape is checked first")
            assert permissions.allowed(role, command.right), "whoever may connect may use every command"
    agent = await hub.agent("mover")
    user = await hub.users.find("mover")
    await hub.users.change(replace(user, role="editor"))
    answer = None
    try:
        answer = await agent.ask("inbox")
    except Exception as gone:  # noqa: BLE001 - the socket may have ended before the command got there
        assert not agent.socket.connected, gone
    assert answer is None or answer["error"]["code"] in (Code.FORBIDDEN, Code.NOT_SIGNED_IN)


async def _undeclared(request) -> Answer:
    """Takes what nobody says."""
    return Answer(ok=bool(request))


async def _declared(call: Call[None, None]) -> Answer:
    """Takes nothing."""
    return Answer(ok=bool(call))


def test_what_says_no_right_or_no_shape_cannot_be_registered(hub, monkeypatch):
    with pytest.raises(TypeError, match="which nobody has"):
        Operation("GET", "/api/x", "articles.burn", _declared)
    with pytest.raises(TypeError, match="must say what it takes"):
        Operation("GET", "/api/x", PUBLIC, _undeclared)
    with pytest.raises(TypeError):
        Operation("GET", "/api/x", handler=_declared)
    monkeypatch.setitem(
        protocol.COMMANDS[protocol.AGENT], "typing", protocol.Command(protocol.AgentTyping, "burn")
    )
    with pytest.raises(TypeError, match="Rights that nobody has: burn"):
        AgentNamespace(*(None,) * 5, board=None, actions=None, consoles=None, session_sockets=None, team=None)


def test_every_path_parameter_has_a_sample_here():
    assert SAMPLES.keys() == PARAMETERS.keys()
    assert all(re.fullmatch(pattern, SAMPLES[name]) for name, pattern in PARAMETERS.items())
