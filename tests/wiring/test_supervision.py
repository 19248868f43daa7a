"""The running house: crashes are mended and said, nothing dials out, Ctrl-C ends everything."""

import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knowledge.articles import Article
from knowledge.records import Scope
from knowledge.store import KnowledgeStore
from tests.house import free_ports, start, twin


def _until(check, seconds=180):
    limit = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < limit, "never happened"
        time.sleep(0.1)
    return found


@pytest.mark.rasa
def test_a_crashed_action_server_is_restarted_and_said(house):
    old = house.pid_of("actions")
    os.kill(old, signal.SIGKILL)
    _until(lambda: re.search(r"actions ended \(exit code -9\), restarting", house.said()))
    _until(lambda: _other(house, old))
    first = house.turn("where is order BW-10234")
    _until(lambda: house.turn("maya.okafor@example.com", first["case"])["error"] is None)


def _other(house, old):
    try:
        return house.pid_of("actions") != old
    except AssertionError:
        return False


@pytest.mark.rasa
def test_a_dead_action_server_is_an_error_and_never_an_invention(house):
    first = house.turn("where is order BW-10234")
    pid = house.pid_of("actions")
    os.kill(pid, signal.SIGSTOP)
    try:
        result = house.turn("maya.okafor@example.com", first["case"])
        assert result["error"] in ("timeout", "tool_failure")
    finally:
        os.kill(pid, signal.SIGCONT)


def _remote_addresses(pid: int) -> set[str]:
    """Remote ends of a process's TCP and UDP sockets, from the kernel's tables."""
    inodes = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found = re.match(r"socket:\[(\d+)\]", str(link.readlink()))
        except OSError:
            continue
        if found:
            inodes.add(found.group(1))
    remote = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            words = line.split()
            if words[9] in inodes:
                remote.add(words[2].partition(":")[0])
    return remote


@pytest.mark.rasa
def test_no_process_dials_out(house):
    """Only loopback and unconnected sockets (all zeros) while the house answers."""
    house.turn("hello")
    allowed = {
        "00000000",
        "0100007F",
        "0" * 32,
        "0000000000000000FFFF00000100007F",
        "00000000000000000000000001000000",
    }
    for module in ("escalation", "actions", "bot", "escalation.supervisor.sample_shop"):
        assert _remote_addresses(house.pid_of(module)) <= allowed, module
    log = "".join(path.read_text(errors="replace") for path in (house.home / "logs").glob("*.log"))
    assert "telemetry" not in log.lower()


@pytest.mark.rasa
def test_only_the_hub_and_the_shop_face_people(house):
    listening = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        words = line.split()
        if words[3] == "0A":
            listening.add(tuple(words[1].split(":")))
    ports = {f"{int(house.environment[f'BATON_{name}_PORT']):04X}" for name in ("BOT", "ACTIONS")}
    assert {address for address, port in listening if port in ports} == {"0100007F"}


@pytest.mark.rasa
def test_the_doctor_knows_that_it_runs(house):
    told = house.baton("doctor")
    assert f"Baton is running (process {house.process.pid})" in told.stdout
    assert told.returncode == 0


@pytest.mark.rasa
def test_publishing_from_the_terminal_lets_the_running_baton_train(house, tmp_path):
    (tmp_path / "extra.yml").write_text(
        "nlu:\n- intent: faq/climbing_wall\n  metadata:\n    title: Is there a climbing wall?\n  examples:"
        " |\n    - boulder\n    - can I climb at yours\nresponses:\n  utter_faq/climbing_wall: [{text: 'Yes,"
        " in Munich.'}]\n"
    )
    assert house.baton("knowledge", "import", str(tmp_path), "--yes").returncode == 0
    trained = house.baton("train", "--note", "a wall")
    assert trained.returncode == 0, trained.stderr
    assert "live" in trained.stdout
    _until(lambda: house.turn("is there a climbing wall")["lines"][0]["article"] == "climbing_wall")


@pytest.mark.rasa
def test_a_second_start_is_warm_and_ctrl_c_leaves_nothing(house, tmp_path):
    """Stops the shared installation's twin, started twice."""
    home = twin(house, tmp_path / "twin", "knowledge.db")
    first = start(home, BATON_SHOP="no")
    pids = [first.pid_of(module) for module in ("escalation", "actions", "bot")]
    assert first.stop() == 0
    assert "Stopped." in first.said()
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    second = start(home, BATON_SHOP="no")
    assert "Training" not in second.said()
    assert "/welcome#" in second.said()
    with KnowledgeStore.open(home) as store:
        model = home / "models" / store.releases.active().model
        shutil.copy(model, model.with_name(f"again-{model.name}"))
        store.releases.activate(
            store.content.freeze("test", "the same again", model=f"again-{model.name}").id
        )
    _until(lambda: "The bot now answers with again-" in second.said())
    assert second.stop() == 0
    assert _processes_of(home) == [], "the bot before, still finishing its turns, ends too"


@pytest.mark.rasa
@pytest.mark.parametrize("fault", ["empty", "cut short", "damaged", "not there"])
def test_a_model_that_cannot_be_read_ends_its_bot_with_a_sentence(tmp_path, fault):
    model, whole = tmp_path / "model.tar.gz", gzip.compress(b"words " * 1000)
    if fault != "not there":
        damaged = whole[:20] + bytes([whole[20] ^ 255]) + whole[21:]
        model.write_bytes({"empty": b"", "cut short": whole[:30], "damaged": damaged}[fault])
    command = [sys.executable, "-m", "bot", "serve", "--model", str(model)]
    served = subprocess.run(
        command, env={**os.environ, "BATON_HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert served.returncode == 2
    assert f"The model {model} cannot be served" in served.stderr.strip().splitlines()[-1]


@pytest.mark.rasa
def test_a_model_whose_bot_does_not_start_never_goes_live(house):
    """The release before goes on answering, and the desk is told why."""
    with KnowledgeStore.open(house.home) as store:
        before = store.releases.active()
        (house.home / "models" / "broken.tar.gz").write_bytes(b"no model")
        store.articles.save(
            Article("broken_one", "company", "Is this broken?", "Yes.", ("is this broken",)), "test"
        )
        broken = store.content.freeze("test", "broken", model="broken.tar.gz")
        store.releases.activate(broken.id)
        _until(lambda: "model broken.tar.gz does not answer" in house.said(), 120)
        assert house.turn("How long does delivery take?")["lines"][0]["article"] == "delivery_time"
        store.releases.activate(before.id)
    assert house.said().count("broken.tar.gz does not answer") == 1


@pytest.mark.rasa
def test_a_killed_trainer_leaves_the_live_release_alone(house):
    with KnowledgeStore.open(house.home) as store:
        before = store.releases.active()
        store.articles.save(
            Article(
                "killed_one",
                "company",
                "Do you train falcons?",
                "No.",
                ("falcon training", "train my falcon"),
            ),
            "test",
        )
        release = store.publishing.publish("test", "to be killed", Scope(frozenset({"killed_one"})))[0]
        trainer = _until(
            lambda: [each for each in _processes_of(house.home) if _command(each, "train-on-call")], 60
        )
        _until(lambda: store.trainings.all()[release.id].state == "training", 60)
        for each in trainer:
            os.kill(int(each), signal.SIGKILL)
        told = _until(
            lambda: (
                store.trainings.all()[release.id]
                if store.trainings.all()[release.id].state == "failed"
                else None
            ),
            60,
        )
        assert "exit code -9" in told.detail
        assert store.releases.active().id == before.id
        store.articles.retire("killed_one")
    assert house.turn("How long does delivery take?")["lines"][0]["article"] == "delivery_time"


def _command(pid: str, words: str) -> bool:
    return words.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()


def _processes_of(home: Path) -> list[str]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            except OSError:
                continue
            if str(home).encode() in words:
                found.append(folder.name)
    return found


@pytest.mark.rasa
@pytest.mark.parametrize("moment", ["Training the bot", "bot serve"])
def test_ctrl_c_while_it_is_starting_leaves_nothing(house, tmp_path, moment):
    home = tmp_path / "early"
    shutil.copytree(house.home / "encoder", home / "encoder")
    ports = dict(zip(("PORT", "BOT_PORT", "ACTIONS_PORT"), map(str, free_ports(3)), strict=True))
    environment = {
        **os.environ,
        "BATON_HOME": str(home),
        "BATON_SHOP": "no",
        **{f"BATON_{name}": port for name, port in ports.items()},
    }
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "escalation.cli", "up"], env=environment, stdout=said, stderr=said
        )

    def reached() -> bool:
        lines = [
            (Path("/proc") / pid / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            for pid in _processes_of(home)
        ]
        return moment in (tmp_path / "said").read_text() or any(moment in line for line in lines)

    _until(reached)
    process.send_signal(signal.SIGINT)
    assert process.wait(40) == 0
    assert "Stopped." in (tmp_path / "said").read_text()
    assert _processes_of(home) == []
