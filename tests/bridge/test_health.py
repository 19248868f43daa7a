"""Is it well? ``/health`` and ``/ready`` say what is so about disk, database and bot."""

import asyncio
import shutil
import sqlite3

import aiohttp
import pytest

from escalation import readiness
from escalation.http.health import READINESS
from escalation.readiness import Readiness


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(readiness, "FRESH_S", 0.0)


async def get(hub, path):
    async with aiohttp.ClientSession() as session, session.get(f"{hub.settings.url}{path}") as reply:
        return reply.status, await reply.json()


async def test_all_is_well(hub):
    checks = {
        "disk": {"ok": True, "detail": "has room"},
        "database": {"ok": True, "detail": "reads and writes"},
        "bot": {"ok": True, "detail": "answers"},
    }
    assert await get(hub, "/health") == (200, {"ok": True, "bot": True, "checks": checks})
    assert await get(hub, "/ready") == (200, {"ok": True, "checks": checks})


async def fails(hub, name, detail):
    """Not ready, and why; alive all the same."""
    status, told = await get(hub, "/ready")
    assert status == 503
    assert told["ok"] is False
    assert told["error"]["code"] == "unavailable"
    assert told["checks"][name] == {"ok": False, "detail": detail}
    assert f"The {name} {detail}" in told["error"]["message"]
    assert str(hub.settings.home) not in str(told)
    status, told = await get(hub, "/health")
    assert (status, told["ok"], told["checks"][name]["ok"]) == (200, True, False)


async def test_a_database_that_another_program_holds(hub):
    held = sqlite3.connect(hub.settings.home / "baton.db", isolation_level=None)
    held.execute("begin immediate")
    await fails(hub, "database", "does not answer; another program may hold it")
    held.execute("rollback")
    held.close()
    while (await get(hub, "/ready"))[0] != 200:
        await asyncio.sleep(0.05)


async def test_a_folder_that_cannot_be_written(hub):
    kept = hub.settings.home.with_name("kept")
    shutil.move(hub.settings.home, kept)
    try:
        await fails(hub, "disk", "cannot be written")
    finally:
        shutil.move(kept, hub.settings.home)
    assert (await get(hub, "/ready"))[0] == 200


async def test_a_full_disk(hub):
    parts = hub.app[READINESS]
    full = Readiness(hub.settings.home, parts._probe, parts._bot, least_free_mb=10**9)
    assert (await full.look())["disk"] == readiness.Check(False, "has less than 1000000000 MB free")


async def test_a_bot_that_does_not_answer(hub):
    async def silent():
        await asyncio.Event().wait()
        return True

    async def refuses():
        return False

    parts = hub.app[READINESS]
    for bot in (silent, refuses):
        checks = await Readiness(hub.settings.home, parts._probe, bot).look()
        assert (checks["bot"], checks["disk"].ok) == (readiness.Check(False, "does not answer"), True)


async def test_however_many_ask_it_is_looked_at_once(hub, monkeypatch):
    monkeypatch.setattr(readiness, "FRESH_S", 60.0)
    asked = 0

    async def bot():
        nonlocal asked
        asked += 1
        return True

    looked = Readiness(hub.settings.home, hub.app[READINESS]._probe, bot)
    await asyncio.gather(*(looked.look() for _ in range(1000)))
    await looked.look()
    assert asked == 1
