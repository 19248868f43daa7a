"""How fast work finds agents: conversations that wait, agents with room, offers committed to the log.

Everything a hub does for it is counted: reading the queue and the team, deciding, and one event for each
conversation that survives power loss before anybody is told.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from escalation.auth.sessions import Sessions
from escalation.auth.users import Users
from escalation.clock import now_ms
from escalation.configuration.live import LiveConfiguration
from escalation.conversations.assigner import Assigner
from escalation.conversations.service import Conversations
from escalation.conversations.team import Team
from escalation.core import events as ev
from escalation.core.conversation import Conversation, evolve
from escalation.core.reasons import Reason
from escalation.store.codec import to_row
from escalation.store.records import User
from escalation.store.sqlite.event_log import project
from escalation.store.sqlite.store import SqliteStore

WAITING, AGENTS = 5_000, 200
DEPARTMENTS = ("billing", "delivery", "returns", "shop")
RULES = {"mode": "automatic", "capacity": 40, "offers": 40}
AIM = 2_000


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many were offered, how often one twice, how many a second, and the processor's time for each; how
    long a look takes that finds nothing to do.
    """

    offers: int
    twice: int
    rate: float
    cpu_us: float
    idle_ms: float


def _queued(number: int) -> list[ev.Recorded]:
    name, reason = str(number), Reason.FRUSTRATION if number % 5 == 0 else Reason.COMPLEXITY
    events = (
        ev.Opened(customer=f"p_{name}", channel="web"),
        ev.CustomerSaid(client_id=f"client-{number:06}", text="Where is my parcel?"),
        ev.HandedOff(epoch=2, reason=reason, priority=1 + number % 2),
        ev.Routed(department=DEPARTMENTS[number % len(DEPARTMENTS)]),
    )
    return [ev.Recorded(seq, 1_700_000_000_000 + number, event) for seq, event in enumerate(events, 1)]


def _fill(db: sqlite3.Connection, waiting: int) -> None:
    """Conversations that wait, as the service would have written them."""
    for number in range(waiting):
        conversation = Conversation(f"c_{number}")
        for recorded in _queued(number):
            conversation = evolve(conversation, recorded)
            row = (conversation.id, *to_row(recorded))
            db.execute(
                "insert into events (conversation, seq, at, kind, version, client_id, data, text)"
                " values (?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
        project(db, conversation)


async def _hire(store: SqliteStore, agents: int) -> None:
    users = Users(store.users, Sessions(store.sessions))
    for number in range(agents):
        user: User = await users.add(f"agent{number}", f"Agent {number}", "agent")
        await users.change(replace(user, departments=(DEPARTMENTS[number % len(DEPARTMENTS)],)))
    await store.database.write(
        lambda db: (
            db.execute("insert into consoles select id, id, 'bench', ? from users", (now_ms() * 2,)) and None
        )
    )


async def _assign(folder: Path, waiting: int, agents: int) -> Assigned:
    store = SqliteStore(folder)
    await store.database.write(lambda db: _fill(db, waiting))
    await _hire(store, agents)
    departments = [{"id": name, "name": name} for name in DEPARTMENTS]
    sections = {"departments": departments, "assignment": {"default": RULES}}
    await store.configuration.put(sections, "bench", "", now_ms())
    hubs = [await _hub(store), await _hub(store)]
    started, spent = time.perf_counter(), time.process_time()
    offers = await hubs[0].look()
    took, cpu = time.perf_counter() - started, time.process_time() - spent
    started = time.perf_counter()
    offers += await hubs[1].look()
    after = time.perf_counter() - started
    twice = await store.database.read(_rung_twice)
    store.close()
    assert len(offers) == len({offer.conversation for offer in offers})
    return Assigned(len(offers), twice, len(offers) / took, 1e6 * cpu / len(offers), 1000 * after)


async def _hub(store: SqliteStore) -> Assigner:
    arranged, states = LiveConfiguration(store.configuration), store.agent_states
    await arranged.refresh()
    team = Team(Users(store.users, Sessions(store.sessions)), states, arranged, 60_000)
    conversations = Conversations(store.log, lambda key, _variables, _seq, _language: key)
    return Assigner(conversations, states, team, arranged)


def _rung_twice(db: sqlite3.Connection) -> int:
    rings = Counter(
        name for (name,) in db.execute("select conversation from events where kind = 'agent.offered'")
    )
    return sum(count > 1 for count in rings.values())


def assigned(waiting: int = WAITING, agents: int = AGENTS) -> Assigned:
    """One queue given out, and what a second hub that looks again finds."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_assign(Path(folder), waiting, agents))


if __name__ == "__main__":
    print(assigned())
