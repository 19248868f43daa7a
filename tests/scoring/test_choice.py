"""A reply that names a place among the offered options."""

import pytest

from bot.choice import agreed, chosen
from bot.components.wording import abroad

THREE = ("repair", "status", "setup")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("the first one", "repair"),
        ("1", "repair"),
        ("1.", "repair"),
        ("option 2", "status"),
        ("I mean the second", "status"),
        ("number three please", "setup"),
        ("The last one!", "setup"),
        ("2nd", "status"),
        ("I want the third option", "setup"),
        ("that one", None),
        ("the fourth", None),
        ("one of my boots is broken", None),
        ("first I want to know the price", None),
        ("", None),
        ("4", None),
    ],
)
def test_places(text, label):
    assert chosen(text, THREE) == label


def test_that_one_is_clear_when_there_is_one():
    assert chosen("that one", ("repair",)) == "repair"
    assert chosen("Exactly that.", ("repair",)) == "repair"
    assert chosen("that one", ()) is None


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("Ja, gerne!", "de", "affirm"),
        ("nein danke", "de", "deny"),
        ("oui, s’il vous plaît", "fr", "affirm"),
        ("sí", "es", "affirm"),
        ("no grazie", "it", "deny"),
        ("graag", "nl", "affirm"),
        ("não", "pt", "deny"),
        ("Tak, proszę.", "pl", "affirm"),
        ("ja", "fr", None),
        ("ja, aber wo ist mein Paket", "de", None),
        ("ja", "sv", None),
    ],
)
def test_yes_and_no_in_the_language_the_bot_asked_in(text, language, meant):
    assert agreed(text, f"offer_language_{language}", "offer", abroad()) == meant


def test_a_thumb_answers_a_question_and_nothing_else():
    assert (
        agreed("👍🏽", "", "offer", {}),
        agreed("👎", "", "confirm", {}),
        agreed("👍", "", "answer", {}),
    ) == ("affirm", "deny", None)
