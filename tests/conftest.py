"""Fixtures that several suites share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge import encoder_build
from tests import house as houses


@pytest.fixture(scope="session")
def built_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sentence encoder built for this session."""
    folder = tmp_path_factory.mktemp("encoder")
    encoder_build.build(folder)
    return folder


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[houses.House]:
    """One installation for the session: real hub, real Rasa, real action server, real shop."""
    # Tests leave conversations behind when their browsers close; back in the queue, they would stand before
    # those of the next test.
    running = houses.start(tmp_path_factory.mktemp("house"), BATON_ABSENCE_S="86400")
    yield running
    if running.process.poll() is None:
        running.stop()
