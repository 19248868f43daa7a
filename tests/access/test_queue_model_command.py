"""``baton queue-model``: a log or a simulated month replayed; bad input is a sentence and exit code 2."""

import asyncio
import json

import pytest

from escalation.cli.main import main
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.store.records import Batch
from escalation.store.sqlite.database import Database
from escalation.store.sqlite.store import SqliteStore
from escalation.waiting import simulated
from tests.core.talk import HANDOFF, Talk


@pytest.fixture
def baton(tmp_path, monkeypatch, capsys):
    """Runs a command in this process; returns its exit code, output and errors."""
    monkeypatch.setenv("BATON_HOME", str(tmp_path / "home"))

    def run(*arguments):
        monkeypatch.setattr("sys.argv", ["baton", "queue-model", *arguments])
        code = main()
        return code, *capsys.readouterr()

    return run


async def log_of(home, count):
    """Conversations that waited, were taken after a minute and closed after five."""
    store = SqliteStore(home)
    for number in range(count):
        talk = Talk(f"c{number}")
        talk.customer()
        talk.finish(decision=HANDOFF, lines=[cmd.Spoken(role="handoff", text="An agent comes.")])
        waits = len(talk.log)
        talk.take()
        taken = len(talk.log)
        talk.do(cmd.CloseByAgent(agent="u_1", agent_name="u_1", epoch=talk.now.epoch))
        begin = 1_000_000 + number * 600_000
        times = [begin] * waits + [begin + 60_000] * (taken - waits)
        times += [begin + 300_000] * (len(talk.log) - taken)
        log = tuple(ev.Recorded(row.seq, at, row.event) for row, at in zip(talk.log, times, strict=True))
        await store.log.append(Batch(talk.now.id, 0, log, talk.now))
    store.close()


def test_a_real_log_is_replayed_and_not_touched(baton, tmp_path):
    home = tmp_path / "home"
    asyncio.run(log_of(home, 12))
    before = (home / "baton.db").read_bytes()
    code, out, _ = baton("--check", "--json")
    shown = json.loads(out)
    assert (code, shown["waits"], shown["inside"]) == (0, 12, None), "the first of them begin without anyone"
    assert 0 < shown["with_range"] < 12
    assert baton("--check", "--log", str(home))[1].startswith("12 waits")
    assert (home / "baton.db").read_bytes() == before


def test_a_simulated_month_with_a_picture(baton, tmp_path, monkeypatch):
    short = simulated.month(days=1, agents=4, load=0.6)
    monkeypatch.setattr(simulated, "month", lambda: short)
    code, out, _ = baton("--check", "--simulated", "--picture", str(tmp_path / "a.svg"))
    assert code in (0, 1)
    assert "position × handling time / agents, calibrated" in out
    assert (tmp_path / "a.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "say --check"),
        (("--check",), "there is no database"),
        (("--check", "--log", "nowhere"), "there is no database at nowhere"),
        (("--check", "--log", "nowhere", "--simulated"), "choose one"),
        (("--check", "--wrong"), "No such option"),
    ],
)
def test_bad_input_is_a_sentence(baton, arguments, says):
    code, out, err = baton(*arguments)
    assert (code, out) == (2, "")
    assert says in err


def test_a_log_nobody_waited_in_is_a_sentence(baton, tmp_path):
    Database(tmp_path / "home").close()
    code, _, err = baton("--check")
    assert code == 2
    assert "nobody has waited" in err


def test_what_is_no_database_is_a_sentence(baton, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "baton.db").write_text("not a database, and long enough to be read as one " * 20)
    code, _, err = baton("--check")
    assert code == 2
    assert "database cannot be used" in err
