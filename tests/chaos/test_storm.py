"""A short storm in every test run; `make chaos` makes longer ones."""

import random

import pytest

from tests.chaos.run import start, storm

FAULTS = 10


@pytest.mark.rasa
async def test_a_short_storm(tmp_path):
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    house = start(tmp_path / "storm")
    try:
        assert await storm(house, seed, FAULTS) == [], f"again with: SEED={seed} FAULTS={FAULTS} make chaos"
    finally:
        house.stop()
