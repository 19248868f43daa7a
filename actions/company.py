"""Which of the company's systems the actions talk to: the one place to change for an adapter of your own."""

from __future__ import annotations

import os
from pathlib import Path

from actions.business import BusinessSystem
from actions.sample_shop import SampleShop


def business(home: Path | None = None) -> BusinessSystem:
    """The configured system; the sample shop in ``home``, by default ``BATON_HOME``."""
    return SampleShop(home or Path(os.environ["BATON_HOME"]))
