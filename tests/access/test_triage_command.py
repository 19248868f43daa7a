"""``baton triage``: settings of letting go, changed while Baton runs, every version kept."""

import json
import os
import subprocess
import sys

import pytest

from bot.settings import TriageError, TriageRules
from escalation.configuration.triage import CurrentTriage, TriageVersions
from escalation.core.errors import Refused
from escalation.store.sqlite.store import SqliteStore


@pytest.fixture
def baton(tmp_path):
    def run(*arguments):
        environment = {**os.environ, "BATON_HOME": str(tmp_path / "home")}
        command = [sys.executable, "-m", "escalation.cli", "triage", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def test_set_show_history_and_back(baton, tmp_path):
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    first.write_text('{"misses_handoff": 2}')
    second.write_text('{"misses_handoff": 4, "segments": {"gold": {"misses_handoff": 2}}}')
    assert json.loads(baton("show").stdout)["misses_handoff"] == 3
    assert baton("history").stdout.startswith("No version yet")
    assert "Version 1 " in baton("set", str(first), "--note", "sooner").stdout
    assert "Version 2 " in baton("set", str(second)).stdout
    shown = json.loads(baton("show").stdout)
    assert (shown["misses_handoff"], shown["segments"]) == (4, {"gold": {"misses_handoff": 2}})
    assert "Version 3 " in baton("use", "1").stdout
    assert json.loads(baton("show").stdout)["misses_handoff"] == 2
    history = baton("history").stdout.splitlines()
    assert len(history) == 3
    assert "back to version 1" in history[0]
    assert "sooner" in history[2]
    assert "Version 3 " in baton("use", "1").stdout, "what counts already is no new version"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"misses": 2}', "no triage setting 'misses'"),
        ('{"segments": {"gold": {"misses_offer": 0}}}', "Segment gold: Triage setting misses_offer"),
        ('{"segments": []}', "an object of objects"),
        ("{", "Expecting"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(baton, tmp_path, content, says):
    file = tmp_path / "bad.json"
    file.write_text(content)
    told = baton("set", str(file))
    assert (told.returncode, told.stdout) == (2, "")
    assert says in told.stderr
    assert "Traceback" not in told.stderr
    assert baton("history").stdout.startswith("No version yet")


@pytest.mark.parametrize("arguments", [("set", "/nowhere.json"), ("use", "7")])
def test_what_is_not_there_is_said(baton, arguments):
    told = baton(*arguments)
    assert told.returncode == 2
    assert told.stderr.startswith(f"baton triage {arguments[0]}: ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("set",), "Missing argument 'FILE'"),
        (("use",), "Missing argument 'VERSION'"),
        (("use", "x"), "not a valid integer"),
    ],
)
def test_wrong_use_names_the_command_and_what_is_wrong(baton, arguments, says):
    told = baton(*arguments)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith(f"Usage: baton triage {arguments[0]} ")
    assert says in told.stderr


def test_a_segment_has_everybodys_settings_but_its_own():
    rules = TriageRules.from_json({"misses_handoff": 4, "segments": {"gold": {"frustration_handoff": 0.5}}})
    assert rules.of("gold").misses_handoff == rules.of(None).misses_handoff == 4
    assert (rules.of("gold").frustration_handoff, rules.of("silver").frustration_handoff) == (0.5, 0.80)
    assert TriageRules.from_json(rules.to_json()) == rules
    with pytest.raises(TriageError, match="Segment gold"):
        TriageRules.from_json({"segments": {"gold": 5}})


async def test_a_running_hub_takes_over_what_another_process_set(tmp_path):
    here, there = SqliteStore(tmp_path), SqliteStore(tmp_path)
    current = CurrentTriage(TriageVersions(here.configuration), TriageRules())
    before = current.digest
    await TriageVersions(there.configuration).add(TriageRules.from_json({"misses_offer": 1}), "ada", "")
    await current.refresh()
    assert (current.rules.of(None).misses_offer, current.digest != before) == (1, True)
    here.close()
    there.close()


async def test_who_has_not_seen_the_newest_rules_does_not_overwrite_them(tmp_path):
    database = SqliteStore(tmp_path)
    versions = TriageVersions(database.configuration)
    first = await versions.add(TriageRules.from_json({"complexity_offer": 0.72}), "ada", "", 0)
    with pytest.raises(Refused, match="Someone else"):
        await versions.add(TriageRules.from_json({"frustration_offer": 0.6}), "ben", "", 0)
    assert await versions.latest() == first
    await versions.add(TriageRules.from_json({"frustration_offer": 0.6}), "ben", "", first.version)
    assert (await versions.latest()).rules.everybody.frustration_offer == 0.6
    database.close()
