"""Law 5: triage runs before any action of its turn, and nothing runs in a turn that goes to a person."""

import asyncio
import random

import pytest
from aiohttp import web

from bot.judgement import HANDOFF
from bot.turn import DialogueState, TurnRequest

ORDERS = [
    "BW-10234",
    "my order is BW-10234, maya.okafor@example.com",
    "maya.okafor@example.com",
    "where is my order BW-10234 maya.okafor@example.com",
]
CALM = ["", "hello, ", "thanks! ", "quick question: "]
HARD = [
    " and I want to talk to a human",
    " you useless idiots, I am absolutely furious!!!",
    " or my lawyer will sue you",
    " someone stole my card and ordered this",
    " the stove exploded and burnt my hand",
]
CASES = [
    DialogueState(),
    DialogueState(form="order_status_form", slots={"requested_slot": "order_number"}),
    DialogueState(form="order_status_form", slots={"requested_slot": "email", "order_number": "BW-10234"}),
]


@pytest.fixture
async def actions():
    """An action server that notes what it is asked to run."""
    asked: list[str] = []

    async def run(request: web.Request) -> web.Response:
        asked.append((await request.json())["next_action"])
        return web.json_response({"events": [], "responses": []})

    app = web.Application()
    app.router.add_post("/webhook", run)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/webhook", asked
    await runner.cleanup()


@pytest.mark.rasa
async def test_no_action_runs_in_a_turn_that_goes_to_a_person(house, actions, monkeypatch):
    monkeypatch.setenv("BATON_HOME", str(house.home))
    from bot import launch

    launch.prepare()
    from rasa.core.agent import Agent
    from rasa.utils.endpoints import EndpointConfig

    from bot.runner import Runner

    url, asked = actions
    model = max((house.home / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    runner = Runner(
        await asyncio.to_thread(Agent.load, str(model), action_endpoint=EndpointConfig(url)), model.name
    )
    chance, handed, ran = random.Random(5), 0, 0
    for _ in range(90):
        text = chance.choice(CALM) + chance.choice(ORDERS) + chance.choice(["", *HARD])
        request = TurnRequest(turn="t", conversation="c", text=text, case=chance.choice(CASES))
        asked.clear()
        result = await runner.run(request)
        if result.decision.decision == HANDOFF:
            handed += 1
            assert asked == [], text
            assert [line.role for line in result.lines] == ["handoff"]
        ran += bool(asked)
    assert handed > 10
    assert ran > 10
