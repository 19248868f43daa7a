"""A reply that names a place among the offered options."""

import pytest

from bot.choice import chosen

THREE = ("repair", "status", "setup")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("the first one", "repair"), ("1", "repair"), ("1.", "repair"), ("option 2", "status"), ("I mean the second", "status"),
        ("number three please", "setup"), ("The last one!", "setup"), ("2nd", "status"), ("I want the third option", "setup"),
        ("that one", None), ("the fourth", None), ("one of my boots is broken", None), ("first I want to know the price", None),
        ("", None), ("4", None),
    ],
)  # fmt: skip
def test_places(text, label):
    assert chosen(text, THREE) == label


def test_that_one_is_clear_when_there_is_one():
    assert chosen("that one", ("repair",)) == "repair"
    assert chosen("Exactly that.", ("repair",)) == "repair"
    assert chosen("that one", ()) is None
