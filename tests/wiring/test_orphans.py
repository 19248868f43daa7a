"""A supervisor that is killed leaves nothing, one that hangs can be taken over from, and a hub that hangs is
replaced unnoticed.
"""

import asyncio
import os
import re
import signal
import sqlite3
import subprocess
import sys

import pytest

from escalation.host import processes
from tests import house as houses
from tests.access.test_processes import gone, until
from tests.chaos.clients import Customer, token
from tests.wiring.test_supervision import _processes_of


@pytest.fixture(scope="module")
def home(house, tmp_path_factory):
    """A twin of the session's installation that may be killed; its bot is trained already."""
    folder = houses.twin(
        house, tmp_path_factory.mktemp("orphans") / "home", "baton.db", "knowledge.db", "business.db"
    )
    for place in (folder, *folder.rglob("*")):  # as an older Baton left it
        place.chmod(0o755 if place.is_dir() else 0o644)
    return folder


@pytest.mark.rasa
def test_a_killed_supervisor_leaves_nothing_and_the_next_start_works(home):
    first = houses.start(home, BATON_SHOP="no")
    assert re.search(r"Other users could read \d+ files and folders", first.said())
    readable = [
        path
        for path in (home, *home.rglob("*"))
        if path.name != "console.txt" and path.lstat().st_mode & 0o077
    ]
    assert readable == [], "after a run nothing of it can be read by others"
    refused = first.baton("log", "rebuild")
    assert (refused.returncode, "hub (process" in refused.stderr) == (2, True)
    hub = first.pid_of("escalation")
    replay = subprocess.Popen(
        [sys.executable, "-m", "escalation.cli", "replay", "-"], env=first.environment, stdin=subprocess.PIPE
    )
    # A command with its own child, which is nobody's orphan either.
    until(lambda: len(_processes_of(home)) > 5)
    replay.kill()
    first.process.kill()
    first.process.wait()
    until(lambda: _processes_of(home) == [] and gone(hub))
    assert first.baton("log", "rebuild").returncode == 0
    second = houses.start(home, BATON_SHOP="no")
    assert "Other users could read" not in second.said()
    assert second.stop() == 0


@pytest.mark.rasa
def test_a_supervisor_that_hangs_is_named_and_taken_over_from(home):
    first = houses.start(home, BATON_SHOP="no")
    os.kill(first.process.pid, signal.SIGSTOP)
    named = first.baton("up")
    assert named.returncode == 2
    assert len(named.stderr.strip().splitlines()) == 1
    for what in ("baton up", "hub", "actions", r"bot-\d+"):
        assert re.search(rf"{what} \(process \d+, since \d+ \w+ \d\d:\d\d\)", named.stderr), named.stderr
    before = {each.pid for each in processes.of_home(home)}
    assert first.process.pid in before
    second = houses.start(home, "--take-over", BATON_SHOP="no")
    assert first.process.wait() == -signal.SIGKILL
    assert all(gone(pid) for pid in before)
    assert f"Ending baton up (process {first.process.pid}" in second.said()
    assert second.stop() == 0
    assert _processes_of(home) == []


@pytest.mark.rasa
async def test_a_hub_that_hangs_is_replaced_and_nothing_is_lost(home):
    """Two customers talk on; what was acknowledged is in the log once, in order, and is what they see."""
    running = await asyncio.to_thread(houses.start, home, BATON_SHOP="no")
    try:
        customers = [
            Customer(running.hub, "/customer", {"token": await token(running.hub)}, name=f"customer{at}")
            for at in range(2)
        ]
        for customer in customers:
            await customer.connect()
        await asyncio.gather(*(_talks(customer, range(3)) for customer in customers))
        hub = running.pid_of("escalation")
        os.kill(hub, signal.SIGSTOP)
        await asyncio.gather(*(_talks(customer, range(3, 6)) for customer in customers))
        assert gone(hub)
        assert f"hub (process {hub}) did not respond 3 times in a row, replacing it" in running.said()
        query = "select client_id from events where conversation = ? and kind = 'customer.said' order by seq"
        with sqlite3.connect(f"file:{home / 'baton.db'}?mode=ro", uri=True) as log:
            for customer in customers:
                await customer.resume()
                said = [row[0] for row in log.execute(query, (customer.conversation,))]
                assert (
                    said
                    == [f"{customer.name}-{at}" for at in range(6)]
                    == [act.key for act in customer.ledger]
                )
                assert customer.doubled == []
                await customer.leave()
    finally:
        await asyncio.to_thread(running.stop)


async def _talks(customer, numbers):
    for at in numbers:
        client_id = f"{customer.name}-{at}"
        answer = await customer.ask("say", {"text": "How long does delivery take?", "client_id": client_id})
        assert answer["ok"], answer
        customer.conversation = answer["conversation"]
        customer.note("message", customer.conversation, client_id, answer)
