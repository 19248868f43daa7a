"""``make chaos``: faults under scripted customers and agents, and one agent in a real browser; then the log
is held to what they were told.

Prints its seed; ``SEED=… FAULTS=… make chaos`` does the same again. Exit code 1 when something did not hold,
with a sentence for each.
"""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, fields
from pathlib import Path

from escalation.settings import Settings
from escalation.store.sqlite.verify import verify
from escalation.store.verify import Tally
from tests import house as houses
from tests.chaos.checker import Act, Evidence, OrderChange, check
from tests.chaos.clients import Agent, Customer, Leaver, Shopper, cookie, token
from tests.chaos.faults import Faults, NotBackError, small_disk
from tests.chaos.typist import Typist, typist

CUSTOMERS, AGENTS = 4, 2
ORDERS = (
    "BW-10255 jonas.weber@example.com",
    "BW-10433 ines.duarte@example.com",
    "BW-10491 tom.archer@example.com",
)
PASSWORD = "a password for chaos"
SETTLE_S = 90
ABSENCE_S = 5
# An agent who never comes back is noticed since there is a setting for how long they are waited for.
NOTICES_ABSENCE = any(each.name == "absence_s" for each in fields(Settings))


@dataclass
class Storm:
    """Everybody in it, and what they were told."""

    house: houses.House
    seed: int
    ledger: list[Act] = field(default_factory=list)
    customers: list[Customer] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)
    writer: Typist | None = None

    async def gather(self) -> None:
        """All come in and connect."""
        common = {"hub": self.house.hub, "namespace": "/customer", "ledger": self.ledger}
        for at in range(CUSTOMERS):
            self.customers.append(
                Customer(auth={"token": await token(self.house.hub)}, name=f"customer{at}", **common)
            )
        for at, order in enumerate(ORDERS):
            self.customers.append(
                Shopper(
                    auth={"token": await token(self.house.hub)}, name=f"shopper{at}", order=order, **common
                )
            )
        for at in range(AGENTS + 1):
            kind = Leaver if at == AGENTS else Agent
            headers = {"Cookie": await self.account(f"agent{at}")}
            self.agents.append(
                kind(self.house.hub, "/agent", None, headers, name=f"agent{at}", ledger=self.ledger)
            )
        await asyncio.gather(*(customer.connect() for customer in [*self.customers, *self.agents]))

    async def account(self, login: str) -> str:
        """A new agent, signed in."""
        self.house.baton("user", "add", login, "--password-stdin", stdin=PASSWORD + "\n")
        return await cookie(self.house.hub, login, PASSWORD)

    async def begin_writing(self, writer: Typist) -> None:
        """The browser's agent takes a customer who then only listens."""
        listener = Customer(
            self.house.hub,
            "/customer",
            {"token": await token(self.house.hub)},
            name="listener",
            ledger=self.ledger,
        )
        await listener.connect()
        await listener.say("hello")
        await listener.act("call for a person", listener.conversation or "", "button", "ask_person", {})
        await writer.take(listener.conversation or "")
        self.customers.append(listener)
        self.writer = writer

    def lives(self, over: asyncio.Event) -> dict[str, asyncio.Future[None]]:
        """Everybody's life, until the storm is over."""
        found = {
            customer.name: asyncio.ensure_future(
                customer.live(random.Random(f"{self.seed}{customer.name}"), over)
            )
            for customer in [*self.customers, *self.agents]
            if customer.name != "listener"
        }
        if self.writer:
            found["the browser"] = asyncio.ensure_future(
                self.writer.live(random.Random(f"{self.seed}browser"), over)
            )
        return found


async def storm(house: houses.House, seed: int, count: int, small: bool = False) -> list[str]:
    """Let the faults loose; what did not hold, one sentence each."""
    scene = Storm(house, seed)
    async with typist(house.hub, await scene.account("writer")) as writer:
        await scene.gather()
        if writer:
            await scene.begin_writing(writer)
        else:
            print("SKIPPED: no Chromium, so nobody presses Enter in a real browser", flush=True)
        leaver = next(agent for agent in scene.agents if isinstance(agent, Leaver))
        faults = Faults(house, random.Random(seed), leaver, small)
        found = await _rage(scene, faults, count)
    _report(faults, scene)
    return found


async def _rage(scene: Storm, faults: Faults, count: int) -> list[str]:
    """Faults while everybody is at work, then calm."""
    over, gone = asyncio.Event(), faults.leaver
    lives = scene.lives(over)
    try:
        await _break_things(faults, count, lives)
    except NotBackError as problem:
        for life in lives.values():
            life.cancel()
        return [*faults.findings, str(problem), *_found(scene, None)]
    finally:
        over.set()
    left = gone if faults.left else None
    ended = await _all_end(lives, gone=left.name if left else "")
    return [*faults.findings, *ended, *await _calm(scene, left)]


async def _break_things(faults: Faults, count: int, lives: dict[str, asyncio.Future[None]]) -> None:
    for number, what in enumerate(faults.plan(count), 1):
        await asyncio.sleep(faults.chance.uniform(0.5, 3))
        print(f"fault {number}: {what}", flush=True)
        await faults.break_something(what)
        if faults.left and faults.leaver:
            lives[faults.leaver.name].cancel()


async def _all_end(lives: dict[str, asyncio.Future[None]], gone: str) -> list[str]:
    """Everybody comes to an end, but for who is gone."""
    waited = {name: life for name, life in lives.items() if name != gone}
    done, hanging = await asyncio.wait(waited.values(), timeout=SETTLE_S)
    names = {life: name for name, life in waited.items()}
    for life in hanging:
        life.cancel()
    stuck = [f"{names[life]} never got an answer again" for life in hanging]
    return stuck + [f"{names[life]} stumbled: {life.exception()!r}" for life in done if life.exception()]


async def _calm(scene: Storm, gone: Leaver | None) -> list[str]:
    """What is owed is done, the browser is reloaded, and everybody looks once more; then the log is read."""
    database = scene.house.home / "baton.db"
    await _until(lambda: not _one(database, "select count(*) from owed"), SETTLE_S)
    if scene.writer:
        wanted = scene.writer.lines
        await scene.writer.calm(
            lambda: (
                set(wanted) <= _said_by_agents(database, scene.writer.conversation if scene.writer else "")
            )
        )
    if gone and NOTICES_ABSENCE:
        held = "select count(*) from conversations where state = 'agent' and agent = ?"
        await _until(lambda: not _one(database, held, gone.account), SETTLE_S)
    blank = [sentence for customer in scene.customers if (sentence := await _looks_once_more(customer))]
    for client in [*scene.customers, *(agent for agent in scene.agents if agent is not gone)]:
        await client.leave()
    if gone:
        await gone.socket.eio.http.close()
    return [*blank, *_found(scene, gone)]


async def _looks_once_more(customer: Customer) -> str:
    try:
        await asyncio.wait_for(customer.resume(), SETTLE_S)
    except TimeoutError:
        return f"{customer.name} was not shown the conversation again within {SETTLE_S} s"
    return ""


def _found(scene: Storm, gone: Leaver | None) -> list[str]:
    doubled = [
        f"{customer.name}: event {seq} came in two forms"
        for customer in scene.customers
        for seq in customer.doubled
    ]
    try:
        return [*doubled, *check(_evidence(scene, gone)), *_verified(scene.house.home / "baton.db")]
    except sqlite3.DatabaseError as problem:
        return [*doubled, f"the database cannot be read: {problem}"]


def _verified(file: Path) -> list[str]:
    with closing(_open(file)) as database:
        return [f"log verify: {fault}" for fault in verify(database, Tally())]


def _evidence(scene: Storm, gone: Leaver | None) -> Evidence:
    query = "select seq, at, kind, version, data, text from events where conversation = ? order by seq"
    with closing(_open(scene.house.home / "baton.db")) as database:
        names = [name for (name,) in database.execute("select distinct conversation from events")]
        logs = {name: database.execute(query, (name,)).fetchall() for name in names}
    with closing(_open(scene.house.home / "business.db")) as business:
        jobs = business.execute(
            "select key, job, number, state_before, state_after, undoes from jobs order by rowid"
        ).fetchall()
    seen = {
        customer.name: (
            customer.conversation or "",
            {seq: _shown(data) for seq, data in customer.seen.items()},
        )
        for customer in scene.customers
    }
    return Evidence(
        logs=logs,
        ledger=scene.ledger,
        orders=[OrderChange(*row) for row in jobs],
        screens=seen,
        entered={scene.writer.conversation: scene.writer.lines} if scene.writer else {},
        gone={gone.account: gone.name} if gone and NOTICES_ABSENCE else {},
    )


def _shown(data: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in data.items() if name != "conversation"}


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)


def _one(file: Path, query: str, *values: str) -> int:
    with closing(_open(file)) as database:
        return int(database.execute(query, values).fetchone()[0])


def _said_by_agents(file: Path, conversation: str) -> set[str]:
    with closing(_open(file)) as database:
        return {
            text
            for (text,) in database.execute(
                "select text from events where conversation = ? and kind = 'agent.said'", (conversation,)
            )
        }


async def _until(holds: object, seconds: float) -> None:
    end = asyncio.get_running_loop().time() + seconds
    while not holds() and asyncio.get_running_loop().time() < end:  # type: ignore[operator]
        await asyncio.sleep(0.2)


def _report(faults: Faults, scene: Storm) -> None:
    print("faults: " + _counted(Counter(faults.done)))
    print("acknowledged: " + _counted(Counter(act.kind for act in scene.ledger)))
    if scene.writer:
        print(f"lines an agent pressed Enter on in the browser: {len(scene.writer.lines)}")
    if not NOTICES_ABSENCE:
        print("SKIPPED: this Baton does not notice an agent who is gone, so what they held is not looked at")


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} × {name}" for name, count in counts.most_common())


def start(home: Path) -> houses.House:
    """An installation for a storm."""
    more = {"BATON_ABSENCE_S": str(ABSENCE_S)} if NOTICES_ABSENCE else {}
    return houses.start(home, BATON_SHOP="no", **more)


def main() -> int:
    """Run a storm; exit code 1 and a list when something did not hold."""
    seed, count = (
        int(os.environ.get("SEED") or random.SystemRandom().randrange(10**6)),
        int(os.environ.get("FAULTS") or 100),
    )
    print(f"seed {seed}, {count} faults (again with: SEED={seed} FAULTS={count} make chaos)", flush=True)
    with tempfile.TemporaryDirectory() as folder, small_disk(Path(folder) / "disk") as small:
        if small is None:
            print("SKIPPED: filling the disk needs the right to mount one (run as root on Linux)", flush=True)
        house = start(small or Path(folder) / "home")
        try:
            found = asyncio.run(storm(house, seed, count, small is not None))
        finally:
            house.stop()
    for each in found:
        print(each)
    print(f"{len(found)} faults found with seed {seed}" if found else "everything held")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
