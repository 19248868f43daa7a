"""A short storm in every test run; `make chaos` makes longer ones."""

import random

import pytest

from tests.chaos.run import storm
from tests.house import start

FAULTS = 20


@pytest.mark.rasa
async def test_twenty_faults(tmp_path):
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    house = start(tmp_path / "storm", BATON_SHOP="no")
    try:
        assert await storm(house, seed, FAULTS) == [], f"again with: SEED={seed} FAULTS={FAULTS} make chaos"
    finally:
        house.stop()
