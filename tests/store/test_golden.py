"""What was once written must be readable for ever."""

import json
from pathlib import Path

import pytest

from escalation.core import events as ev
from escalation.store.codec import from_row, to_row
from tests.core.samples import sample

FILES = sorted((Path(__file__).parents[1] / "golden" / "events").glob("*.json"))


def test_every_kind_and_version_has_its_example():
    assert {file.stem for file in FILES} == {f"{kind}@{version}" for kind, version in ev.KINDS}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_example_is_read_as_it_was_meant(file):
    row = json.loads(file.read_text())
    read = from_row(
        (row["seq"], row["at"], row["kind"], row["version"], json.dumps(row["data"]), row["text"])
    )
    assert read == ev.Recorded(7, 1_700_000_000_000, sample(ev.KINDS[row["kind"], row["version"]]))
    assert json.loads(to_row(read)[5]) == row["data"]
