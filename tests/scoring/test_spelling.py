"""Words put right by a base's own: one clearly meant, and nothing else touched."""

import pytest

from bot.scoring.spelling import Speller, distance

SPELLER = Speller(
    ["delivery", "parcel", "parcels", "refund", "store", "jacket", "confirmation", "stove"],
    {"stone", "kayaks", "how", "long", "does", "the"},
)


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("how long does delvery take?", "how long does delivery take?"),
        ("the jaket", "the jacket"),
        ("no confrimaton yet", "no confirmation yet"),
        ("parcle", "parcel"),
    ],
)
def test_one_clearly_meant_is_put_right(written, right):
    assert SPELLER.corrected(written) == right


@pytest.mark.parametrize(
    "text",
    [
        "the stone",
        "kayaks",
        "refund",
        "BW-10234",
        "stoxe",
        "refd",
        "Ridgeline",
        "DELVERY",
        "a b c",
        "",
    ],
)
def test_known_ordinary_short_and_doubtful_words_stay(text):
    assert SPELLER.corrected(text) == text


def test_a_distance_beyond_the_most_is_not_counted_further():
    assert (
        distance("parcel", "parcle", 1),
        distance("store", "stove", 1),
        distance("store", "kayak", 1),
    ) == (1, 1, 2)


def test_a_long_letter_stays_as_it_is():
    letter = "the delvery " * 40
    assert SPELLER.corrected(letter) == letter
