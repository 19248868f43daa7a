"""``make chaos``: hub, bot and action server killed or paused at random under scripted customers and agents.

Prints its seed; ``SEED=… make chaos`` does the same faults again. At the end a checker compares what each client was
told with the log: nothing acknowledged is lost, doubled or reordered, one floor held, and no one is left in silence.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import sqlite3
import sys
import tempfile
from pathlib import Path

from escalation import views
from escalation.core import events as ev
from escalation.core.conversation import Conversation, evolve
from escalation.core.states import FLOOR, Floor
from escalation.store.codec import from_row
from escalation.store.verify import Tally, verify
from tests import house as houses
from tests.chaos.clients import Agent, Customer, cookie, token

CUSTOMERS, AGENTS = 5, 2
PASSWORD = "a password for chaos"
TARGETS = ("escalation", "escalation", "bot", "actions")
SETTLE_S = 90


async def _fault(house: houses.House, chance: random.Random, number: int) -> None:
    module, kill = chance.choice(TARGETS), chance.random() < 0.6
    try:
        pid = house.pid_of(module)
    except AssertionError:  # it is down already and comes back by itself
        return
    print(f"fault {number}: {'kill' if kill else 'pause'} {module}", flush=True)
    os.kill(pid, signal.SIGKILL if kill else signal.SIGSTOP)
    if not kill:
        await asyncio.sleep(chance.uniform(0.5, 4))
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


async def _clients(house: houses.House) -> tuple[list[Customer], list[Agent]]:
    customers = [Customer(house.hub, "/customer", {"token": await token(house.hub)}, name=f"customer{at}") for at in range(CUSTOMERS)]
    agents = []
    for at in range(AGENTS):
        house.baton("user", "add", f"agent{at}", "--password-stdin", stdin=PASSWORD + "\n")
        headers = {"Cookie": await cookie(house.hub, f"agent{at}", PASSWORD)}
        agents.append(Agent(house.hub, "/agent", None, headers, name=f"agent{at}"))
    await asyncio.gather(*(each.connect() for each in [*customers, *agents]))
    return customers, agents


async def storm(house: houses.House, seed: int, faults: int) -> list[str]:
    """Let the faults loose; what the checker found wrong, one sentence each."""
    chance = random.Random(seed)
    customers, agents = await _clients(house)
    over = asyncio.Event()
    lives = [asyncio.ensure_future(each.live(random.Random(f"{seed}{each.name}"), over)) for each in [*customers, *agents]]
    for number in range(1, faults + 1):
        await asyncio.sleep(chance.uniform(0.5, 3))
        await _fault(house, chance, number)
    over.set()
    await _all_end(lives, [*customers, *agents])
    await _settle(house)
    for each in customers:
        await each.resume()
    for client in [*customers, *agents]:
        await client.leave()
    return check(house, customers, agents)


async def _all_end(lives: list[asyncio.Future[None]], clients: list[Customer | Agent]) -> None:
    _, hanging = await asyncio.wait(lives, timeout=SETTLE_S)
    stuck = [client.name for life, client in zip(lives, clients, strict=True) if life in hanging]
    assert not stuck, f"never came back: {[(each.name, each.socket.connected, each.asked) for each in clients if each.name in stuck]}"
    for life in lives:
        life.result()


async def _settle(house: houses.House) -> None:
    """Until no turn is owed any more: owed turns are found, run, or brought to a person."""
    for _ in range(SETTLE_S * 5):
        with sqlite3.connect(f"file:{house.home / 'baton.db'}?mode=ro", uri=True) as database:
            if not database.execute("select count(*) from owed").fetchone()[0]:
                return
        await asyncio.sleep(0.2)


def check(house: houses.House, customers: list[Customer], agents: list[Agent]) -> list[str]:
    """Compare what clients were told with the log."""
    database = sqlite3.connect(f"file:{house.home / 'baton.db'}?mode=ro", uri=True)
    faults = [f"verify: {fault}" for fault in verify(database, Tally())]
    faults += [f"turn {turn} is owed still" for (turn,) in database.execute("select turn from owed")]
    logs = {}
    for (name,) in database.execute("select id from conversations"):
        query = "select seq, at, kind, version, data, text from events where conversation = ? order by seq"
        logs[name] = [from_row(row) for row in database.execute(query, (name,))]
        faults += [f"{name}: {fault}" for fault in _one_floor(name, logs[name])]
    for each in customers:
        faults += [f"{each.name}: {fault}" for fault in _customer(each, logs.get(each.conversation or "", []))]
    for agent in agents:
        for name, client_id, seq in agent.acknowledged:
            told = logs[name][seq - 1].event
            if not (isinstance(told, ev.AgentSaid) and told.client_id == client_id):
                faults.append(f"{agent.name}: event {seq} of {name} is not what was acknowledged")
    database.close()
    return faults


def _customer(customer: Customer, log: list[ev.Recorded]) -> list[str]:
    said = [(each.event.client_id, each.seq) for each in log if isinstance(each.event, ev.CustomerSaid)]
    faults = [] if said == customer.acknowledged else [f"acknowledged {len(customer.acknowledged)} messages, the log has {len(said)}"]
    shown = {each.seq: views.for_customer(each) for each in log}
    seen = {seq: {name: value for name, value in data.items() if name != "conversation"} for seq, data in customer.seen.items()}
    faults += [] if seen == shown else ["the screen differs from the log"]
    faults += [f"event {seq} came in two forms" for seq in customer.doubled]
    answered = {each.event.last for each in log if isinstance(each.event, ev.TurnDone | ev.TurnFailed)}
    if said and (not answered or max(answered) < said[-1][1]):
        faults.append("the last words were never heard")
    return faults


def _one_floor(name: str, log: list[ev.Recorded]) -> list[str]:
    now, faults, spoke = Conversation(name), [], set()
    for recorded in log:
        event = recorded.event
        if isinstance(event, ev.BotSaid):
            faults += [] if FLOOR[now.state] is Floor.BOT else [f"the bot spoke at {recorded.seq} without the floor"]
        if isinstance(event, ev.AgentSaid) and event.agent != now.agent:
            faults.append(f"an agent spoke at {recorded.seq} without the floor")
        if isinstance(event, ev.TurnDone | ev.TurnFailed):
            faults += [f"turn {event.turn} ended twice"] if event.turn in spoke else []
            spoke.add(event.turn)
        now = evolve(now, recorded)
    return faults


def main() -> int:
    """Run a storm; exit code 1 and a list when something did not hold."""
    seed, faults = int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6)), int(os.environ.get("FAULTS") or 100)
    print(f"seed {seed}, {faults} faults (again with: SEED={seed} FAULTS={faults} make chaos)", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        house = houses.start(Path(folder), BATON_SHOP="no")
        try:
            found = asyncio.run(storm(house, seed, faults))
        finally:
            house.stop()
    for each in found:
        print(each)
    print(f"{len(found)} faults found" if found else "everything held")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
