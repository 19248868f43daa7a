"""Who may import whom (law 7)."""

import sys
from pathlib import Path

import pytest

from tests.rules.rooms import imported

ROOT = Path(__file__).resolve().parents[2]
PURE = [
    *(ROOT / "escalation" / "core").glob("*.py"),
    *(ROOT / "escalation" / "waiting").glob("*.py"),
    *(ROOT / "bot" / "scoring").glob("*.py"),
    *(
        ROOT / name
        for name in (
            "bot/triage.py",
            "bot/turn.py",
            "bot/judgement.py",
            "bot/heard.py",
            "bot/settings.py",
            "bot/shortening.py",
            "bot/splitting.py",
            "bot/choice.py",
            "bot/followup.py",
            "bot/compare.py",
            "bot/address.py",
            "knowledge/articles.py",
            "knowledge/steps.py",
            "bot/guide.py",
        )
    ),
]
IMPURE = {
    "time",
    "random",
    "secrets",
    "os",
    "socket",
    "asyncio",
    "subprocess",
    "pathlib",
    "sqlite3",
    "threading",
    "datetime",
    "uuid",
    "io",
}
HUB = [*(ROOT / "escalation").rglob("*.py"), *(ROOT / "knowledge").rglob("*.py")]
RASA = {"rasa", "rasa_sdk", "tensorflow", "sanic", "spacy", "sklearn", "vaderSentiment"}
OUTSIDE = [
    *(ROOT / "bot").rglob("*.py"),
    *(ROOT / "actions").rglob("*.py"),
    *(ROOT / "knowledge").rglob("*.py"),
]


def _names(files):
    return {str(file.relative_to(ROOT)): file for file in files}


@pytest.mark.parametrize("file", PURE, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_pure_stays_pure(file):
    own = (
        "escalation.core",
        "escalation.waiting",
        "bot.turn",
        "bot.triage",
        "bot.settings",
        "bot.scoring",
        "bot",
        "knowledge.articles",
        "knowledge.steps",
        "knowledge.errors",
    )
    for name in imported(file):
        top = name.partition(".")[0]
        if top in ("escalation", "bot", "knowledge", "actions"):
            assert name.startswith(own), name
            continue
        numbers = {"numpy"} if {"scoring", "waiting"} & set(file.parts) else set()
        allowed = sys.stdlib_module_names | numbers
        assert top in allowed, name
        assert top not in IMPURE, name


@pytest.mark.parametrize("file", HUB, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_faces_people_never_imports_rasa(file):
    tops = {name.partition(".")[0] for name in imported(file)}
    assert not tops & RASA
    for name in imported(file):
        assert not name.startswith(
            ("bot.components", "bot.runner", "bot.channel", "bot.replay", "bot.replay_command")
        ), name


@pytest.mark.parametrize("file", OUTSIDE, ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_outside_imports_the_hub(file):
    assert not {name for name in imported(file) if name.partition(".")[0] == "escalation"}


def test_broad_excepts_stand_at_process_edges_only():
    for file in [*HUB, *OUTSIDE]:
        lines = file.read_text(encoding="utf-8").splitlines()
        for line in lines:
            if "except Exception" in line:
                assert "edge" in line, f"{file.name}: {line.strip()}"
