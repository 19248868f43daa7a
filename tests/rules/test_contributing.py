"""The recipes of CONTRIBUTING.md, followed file by file."""

import re
from pathlib import Path

import pytest

from escalation import protocol

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"^### (.+?) — example `([^`]+)`\n(.*?)(?=^### |\Z)", TEXT, re.MULTILINE | re.DOTALL)
STEP = re.compile(r"^(\d+)\. `([^`]+)`: (.+)$", re.MULTILINE)
MOST_FILES = 10


@pytest.mark.parametrize(("name", "example", "steps"), RECIPES, ids=[name for name, _, _ in RECIPES])
def test_every_step_is_there_and_holds_its_example(name, example, steps):
    found = STEP.findall(steps)
    assert [int(number) for number, _, _ in found] == list(range(1, len(found) + 1)), name
    for _, file, what in found:
        own = re.search(r"example `([^`]+)`", what)
        wanted = own[1] if own else example
        assert wanted.lower() in f"{file}\n{(ROOT / file).read_text(encoding='utf-8')}".lower(), (
            f"{file} says nothing of {wanted}"
        )


def test_every_recipe_is_read():
    assert len(RECIPES) == TEXT.count("\n### ") >= 6


def test_a_new_command_touches_few_files():
    steps = next(steps for name, _, steps in RECIPES if name.startswith("A command"))
    assert len(STEP.findall(steps)) <= MOST_FILES
    assert "snooze" in protocol.COMMANDS[protocol.AGENT]
