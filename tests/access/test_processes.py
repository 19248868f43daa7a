"""Processes that belong together: they end together, hold one lock, keep small logs, are replaced when they
hang.
"""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from escalation.host import processes
from escalation.host.instance_lock import HouseLock, HubLock, LockedError, holder_of
from escalation.host.private_files import tighten
from escalation.host.tether import handed_down, tied
from escalation.settings import Settings
from escalation.store.sqlite.reader import Reader
from escalation.store.sqlite.replay import SqliteReplay
from escalation.supervisor import health_check as pulse
from escalation.supervisor import logs, supervisor
from escalation.supervisor import process as child_module
from escalation.supervisor.process import SupervisedProcess
from knowledge.store import KnowledgeStore
from tests.access.test_cli import baton

ROOT = Path(__file__).resolve().parents[2]
SLEEPS = "import sys, time; print('here', flush=True); time.sleep(600)"
# A parent that starts a child tied to it, tells its number, and waits to be killed.
PARENT = """
import subprocess, sys, time
sys.path.insert(0, {root!r})
from escalation.settings import Settings
from escalation.host.tether import handed_down, tied
command = tied("-m", "http.server", "0", "--bind", "127.0.0.1", by_signal={by_signal})
child = subprocess.Popen(command, pass_fds=handed_down({by_signal}), stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(600)
"""


def until(check, seconds=180):
    limit = time.monotonic() + seconds
    while not (value := check()):
        assert time.monotonic() < limit, "never happened"
        time.sleep(0.05)
    return value


def gone(pid):
    return processes.stamp_of(pid) is None


@pytest.mark.parametrize("by_signal", [True, False])
def test_a_child_ends_with_its_parent_however_that_ends(by_signal):
    command = [sys.executable, "-uc", PARENT.format(root=str(ROOT), by_signal=by_signal)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as parent:
        child = int(parent.stdout.readline())
        assert not gone(child)
        parent.kill()
        until(lambda: gone(child))


def test_a_tied_child_writes_private_files_and_shows_its_own_command(tmp_path):
    with subprocess.Popen(
        tied(
            "-c",
            "import os, sys, time; open(sys.argv[1], 'w').close(); print(flush=True); time.sleep(600)",
            str(tmp_path / "made"),
        ),
        stdout=subprocess.PIPE,
        pass_fds=handed_down(),
    ) as child:
        child.stdout.readline()
        assert (tmp_path / "made").stat().st_mode & 0o077 == 0
        assert Path(f"/proc/{child.pid}/cmdline").read_bytes().split(b"\0")[1] == b"-c"
        child.kill()


def test_the_lock_is_held_as_long_as_any_child_lives(tmp_path):
    lock = HouseLock(tmp_path)
    with subprocess.Popen(tied("-c", SLEEPS), stdout=subprocess.PIPE, pass_fds=lock.inherited) as child:
        child.stdout.readline()
        lock.release()
        with pytest.raises(LockedError, match=rf"process {child.pid}, since .*--take-over"):
            HouseLock(tmp_path)
        assert [each.pid for each in processes.of_home(tmp_path)] == [child.pid]
        (tmp_path / "baton.db").touch()
        for arguments in (["log", "rebuild"], ["up"]):
            refused = baton(tmp_path, *arguments)
            assert (refused.returncode, f"process {child.pid}" in refused.stderr) == (2, True)
        child.kill()
        child.wait()
    HouseLock(tmp_path).release()


def test_nothing_is_rebuilt_beside_a_hub_that_runs_alone(tmp_path):
    hub = HubLock(tmp_path)
    HubLock(tmp_path).release()  # hubs share it
    with pytest.raises(LockedError):
        HouseLock(tmp_path, alone=True)
    assert holder_of(tmp_path) is None, "what could not be had is let go"
    hub.release()
    HouseLock(tmp_path, alone=True).release()


def test_only_a_process_that_is_still_the_same_belongs_to_a_home(tmp_path):
    (tmp_path / "run").mkdir()
    with subprocess.Popen([sys.executable, "-c", SLEEPS], stdout=subprocess.PIPE) as stranger:
        stranger.stdout.readline()
        real = processes.seen(stranger.pid, "hub")
        rows = [{"pid": real.pid, "what": "hub", "since": real.since, "stamp": "another start"}]
        (tmp_path / "run" / "processes.json").write_text(json.dumps(rows))
        assert processes.of_home(tmp_path) == []
        said = []
        assert processes.end_all(tmp_path, said.append) == []
        assert said == []
        assert not gone(stranger.pid)
        rows[0]["stamp"] = real.stamp
        (tmp_path / "run" / "processes.json").write_text(json.dumps(rows))
        os.kill(stranger.pid, signal.SIGSTOP)  # paused: it hears nothing but the last word
        processes.end_all(tmp_path, said.append)
        assert stranger.wait() == -signal.SIGKILL
        assert said == [f"Ending {real}"]


@pytest.mark.parametrize("content", ["", "no json", "[{}]", '{"pid": 1}'])
def test_a_damaged_record_names_nobody(tmp_path, content):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "processes.json").write_text(content)
    assert processes.of_home(tmp_path) == []


def _child(tmp_path, code, reports, **more):
    return SupervisedProcess(
        "worker", ["-uc", code], dict(os.environ), tmp_path / "worker.log", reports.append, **more
    )


async def test_a_log_is_rotated_while_it_is_written(tmp_path):
    """Two megabytes through a log of at most 200 kB; the newest lines are whole and in order."""
    reports: list[str] = []
    code = (
        "import os, time\nfor n in range(40000): os.write(1, f'{n:048}\\n'.encode())\nos.write(1, b'end\\n');"
        " time.sleep(600)"
    )
    child = _child(tmp_path, code, reports)
    keeping = asyncio.ensure_future(logs.keep_small(tmp_path, 200_000, 0.005))
    child.start()
    log, old = tmp_path / "worker.log", tmp_path / "worker.log.old"
    while not any(each.is_file() and each.read_bytes().endswith(b"end\n") for each in (log, old)):
        await asyncio.sleep(0.01)
    while log.stat().st_size > 200_000:  # its last look is still to come
        await asyncio.sleep(0.01)
    assert 0 < old.stat().st_size < 1_000_000, "it was rotated, and what was said before is forgotten"
    lines = [int(line) for line in log.read_text().splitlines() if line != "end"]
    assert lines == sorted(lines)
    keeping.cancel()
    await child.stop()


async def test_a_process_that_hangs_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(pulse, "ASK_S", 0.05)
    monkeypatch.setattr(pulse, "ANSWER_S", 0.3)
    reports: list[str] = []
    code = (
        "import http.server, os, sys\n"
        "class Page(http.server.BaseHTTPRequestHandler):\n"
        "    def do_GET(self):\n"
        "        self.send_response(503); self.end_headers()\n"
        "server = http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Page)\n"
        "open(sys.argv[2], 'w').write(str(os.getpid())); server.serve_forever()\n"
    )
    from tests.house import free_ports

    (port,) = free_ports(1)
    told = tmp_path / "pid"
    child = SupervisedProcess(
        "worker",
        ["-uc", code, str(port), str(told)],
        dict(os.environ),
        tmp_path / "worker.log",
        reports.append,
        pulse=f"http://127.0.0.1:{port}/",
    )
    child.start()
    while not told.is_file() or not told.read_text():
        await asyncio.sleep(0.02)
    first = int(told.read_text())
    await asyncio.sleep(0.5)
    assert reports == [], "an answer is an answer, a refusal too"
    os.kill(first, signal.SIGSTOP)
    while int(told.read_text() or first) == first:
        await asyncio.sleep(0.05)
    assert reports[0] == f"worker (process {first}) did not respond 3 times in a row, replacing it"
    assert reports[1].startswith("worker ended (exit code -9), restarting")
    await child.stop()
    assert gone(first)


def test_an_older_folder_is_tightened(tmp_path):
    (tmp_path / "media").mkdir(mode=0o755)
    (tmp_path / "media" / "a.png").write_bytes(b"x")
    (tmp_path / "link").symlink_to("/etc/hostname")
    before = Path("/etc/hostname").stat().st_mode
    for place in (tmp_path, tmp_path / "media", tmp_path / "media" / "a.png"):
        place.chmod(0o755)
    assert tighten(tmp_path) == 3
    assert tighten(tmp_path) == 0
    assert (tmp_path / "media" / "a.png").stat().st_mode & 0o777 == 0o700
    assert Path("/etc/hostname").stat().st_mode == before


def test_a_command_writes_nothing_that_others_can_read(tmp_path):
    home = tmp_path / "home"
    old = os.umask(0o022)
    try:
        assert baton(home, "user", "add", "ben").returncode == 0
    finally:
        os.umask(old)
    assert [place for place in (home, *home.rglob("*")) if place.lstat().st_mode & 0o077] == []


def test_a_command_never_waits_for_ever_for_the_database(tmp_path):
    """Another program holds the database: one sentence after SQLite's own ten seconds."""
    assert baton(tmp_path, "user", "add", "ben").returncode == 0
    import sqlite3

    held = sqlite3.connect(tmp_path / "baton.db", isolation_level=None)
    held.execute("begin immediate")
    result = baton(tmp_path, "log", "rebuild")
    held.execute("rollback")
    held.close()
    assert result.returncode == 2
    assert "Another program is using the database" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert baton(tmp_path, "log", "rebuild").returncode == 0


def test_a_command_that_waits_for_baton_ends_when_baton_stops(tmp_path, built_encoder):
    """`baton train` beside a running Baton leaves the training to it, but not for ever."""
    (tmp_path / "encoder").symlink_to(built_encoder)
    assert baton(tmp_path, "init").returncode == 0
    lock = HouseLock(tmp_path)
    command = [sys.executable, "-m", "escalation.cli", "train"]
    environment = {**os.environ, "BATON_HOME": str(tmp_path)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as waiting:
        assert waiting.stdout.read(len("Baton is running")) == "Baton is running"
        lock.release()
        _, problem = waiting.communicate(timeout=120)
    assert waiting.returncode == 1
    assert "Baton has stopped. Release" in problem


async def test_a_training_that_hangs_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "TRAINING_S", 0.2)
    monkeypatch.setattr(child_module, "STOP_S", 0.2)
    HouseLock(tmp_path).release()  # makes the folder
    said: list[str] = []
    store, replay = KnowledgeStore.open(tmp_path), SqliteReplay(Reader(tmp_path))
    keeper = supervisor.Supervisor(Settings(home=tmp_path), said.append, store, replay)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        SLEEPS,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    assert await process.stdout.readline() == b"here\n"
    os.kill(process.pid, signal.SIGSTOP)
    assert await keeper._wait_or_end(process) == -signal.SIGKILL
    assert "The training did not finish within" in said[0]


async def test_a_process_that_cannot_be_started_is_tried_again(tmp_path, monkeypatch):
    """No more room for the log's folder: said, and tried until it works."""
    monkeypatch.setattr(child_module, "FIRST_PAUSE_S", 0.05)
    reports: list[str] = []
    child = SupervisedProcess(
        "worker", ["-c", SLEEPS], dict(os.environ), tmp_path / "later" / "worker.log", reports.append
    )
    child.start()
    while not reports:
        await asyncio.sleep(0.02)
    assert reports[0].startswith("worker cannot be started (No such file or directory), restarting")
    (tmp_path / "later").mkdir()
    while (
        not (tmp_path / "later" / "worker.log").is_file()
        or "here" not in (tmp_path / "later" / "worker.log").read_text()
    ):
        await asyncio.sleep(0.02)
    await child.stop()


def test_orphans_are_named_by_the_doctor(tmp_path):
    lock = HouseLock(tmp_path)
    with subprocess.Popen(tied("-c", SLEEPS), stdout=subprocess.PIPE, pass_fds=lock.inherited) as child:
        child.stdout.readline()
        # A number no process has: the one that took it has ended.
        (tmp_path / "run" / "lock").write_text("4194305")
        lock.release()
        told = baton(tmp_path, "doctor")
        child.kill()  # before anything is asserted: leaving the block waits for it
        assert re.search(
            rf"NO +Still running from an earlier Baton: .*process {child.pid}.*--take-over", told.stdout
        ), told.stdout
