"""Law 8 on a live log: judging each turn again from the case stored before it yields the live decision
exactly.
"""

import asyncio
import sqlite3

import aiohttp
import pytest
import socketio

from bot.turn import TurnResult
from bot.wire import typed
from escalation.core import events as ev
from escalation.core.conversation import Conversation, evolve
from escalation.store.codec import from_row

SAID = [
    "hello",
    "How long does delivery take?",
    "where is my order BW-10234",
    "maya.okafor@example.com",
    "that is not what I asked",
    "my tent is kind of leaking",
    "none of these",
    "cancel order BW-10491",
    "tom.archer@example.com",
    "no thanks",
    "you are completely useless, I am fed up!!!",
]


async def _talk(house) -> str:
    async with aiohttp.ClientSession() as session:
        made = await session.post(f"{house.hub}/api/customers", json={}, headers={"Origin": house.hub})
        token = (await made.json())["token"]
    client, answered = socketio.AsyncClient(), asyncio.Queue()

    async def pushed(event):
        if event["kind"] == "thinking" and not event["on"]:
            await answered.put(event)

    client.on("event", pushed, namespace="/customer")
    await client.connect(
        house.hub, auth={"token": token}, namespaces=["/customer"], transports=["websocket"], wait_timeout=60
    )
    for at, text in enumerate(SAID):
        told = await client.call(
            "say", {"client_id": f"live-log-{at:04}", "text": text}, namespace="/customer"
        )
        await asyncio.wait_for(answered.get(), 20)
    await client.disconnect()
    return told["conversation"]


def _log(house, conversation: str) -> list[ev.Recorded]:
    database = sqlite3.connect(f"file:{house.home / 'baton.db'}?mode=ro", uri=True)
    rows = database.execute(
        "select seq, at, kind, version, data, text from events where conversation = ? order by seq",
        (conversation,),
    )
    found = [from_row(row) for row in rows]
    database.close()
    return found


@pytest.mark.rasa
async def test_replay_of_a_live_log_is_exact(house):
    conversation = await _talk(house)
    now, cases, said, compared = Conversation(conversation), {}, {}, 0
    for recorded in _log(house, conversation):
        event = recorded.event
        if isinstance(event, ev.CustomerSaid):
            said[recorded.seq] = event.text
        if isinstance(event, ev.TurnDue):
            words = [text for seq, text in said.items() if event.first <= seq <= event.last]
            cases[event.turn] = (now.case, "\n".join(words))
        if isinstance(event, ev.TurnDone) and event.mode == "answer":
            case, text = cases[event.turn]
            again = typed(house.turn(text, case.to_json()), TurnResult)
            assert again.decision == event.decision, text
            assert again.scores == event.scores, text
            assert again.understanding == event.understanding, text
            assert again.case == event.case, text
            compared += 1
        now = evolve(now, recorded)
    assert compared >= 8
    assert now.state == "queued"
