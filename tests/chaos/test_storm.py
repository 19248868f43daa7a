"""A short storm in every test run; `make chaos` makes longer ones."""

import random

import pytest

from tests.chaos.run import start, storm
from tests.house import twin

FAULTS = 10


@pytest.mark.rasa
async def test_a_short_storm(house, tmp_path):
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    running = start(twin(house, tmp_path / "storm", "knowledge.db"))
    try:
        assert await storm(running, seed, FAULTS) == [], f"again with: SEED={seed} FAULTS={FAULTS} make chaos"
    finally:
        running.stop()
