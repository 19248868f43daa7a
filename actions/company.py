"""Which of the company's systems the actions talk to: the one place to change for an adapter of your own."""

from __future__ import annotations

import os
from pathlib import Path

from actions.business import BusinessSystem
from actions.sample_shop import SampleShop


def business() -> BusinessSystem:
    """The configured system; the sample shop in ``BATON_HOME``."""
    return SampleShop(Path(os.environ["BATON_HOME"]))
