"""Fixtures that several suites share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import house as houses


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[houses.House]:
    """One installation for the session: real hub, real Rasa, real action server, real shop."""
    running = houses.start(tmp_path_factory.mktemp("house"))
    yield running
    if running.process.poll() is None:
        running.stop()
