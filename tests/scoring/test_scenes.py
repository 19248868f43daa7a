"""Danger between the lines, and wishes for a person in other words."""

import pytest

from bot.components.lexicon import LexiconError
from bot.components.scenes import Scenes
from bot.components.wording import Wording, blank, lexicon


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "what would you pay for the phone, the back is bulging a bit and it's on my bedside table",
            "safety",
        ),
        ("it smells like eggs near the boiler, which digits do I read out?", "safety"),
        ("My daughter had the battery in her mouth, which size do I order", "medical"),
        ("there is a payee I don't know and a payment that isn't mine", "fraud"),
        ("the kids would be better off without me", "self_harm"),
        ("our readers sent photos, a comment would be welcome before we go to print", "press"),
        ("The holder can't. She died in November.", "grief"),
        ("my solicitor would like the declaration for the file", "legal"),
    ],
)
def test_harmless_words_are_danger_together(text, kind):
    found = Wording.of(text).scene
    assert found is not None
    assert (found.name, found.words in text or " … " in found.words) == (kind, True)


@pytest.mark.parametrize(
    "text",
    [
        "how long does the battery last",
        "do you sell a gas cooker",
        "my phone died, may I log in on my wife's?",
        "what if the battery gets swollen?",
        "no hissing from the gas heater at all",
        "which charger fits my laptop",
        "I need a copy of my invoice",
    ],
)
def test_half_a_scene_or_one_that_is_only_asked_about_is_none(text):
    assert Wording.of(text).scene is None


def test_one_phrase_inside_another_makes_no_scene(tmp_path):
    file = tmp_path / "scenes.yml"
    file.write_text("safety:\n  a thing:\n    - [gas meter]\n    - [meter]\n", encoding="utf-8")
    scenes = Scenes(blank("en"), file)
    assert scenes.find(Wording.of("the gas meter").doc) is None
    assert scenes.find(Wording.of("the gas meter beside the meter").doc) is not None


def test_a_file_that_is_no_scenes_says_which_and_where(tmp_path):
    file = tmp_path / "scenes.yml"
    file.write_text("safety:\n  a thing: [gas, meter]\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"scenes\.yml: “safety”, “a thing”"):
        Scenes(blank("en"), file)


@pytest.mark.parametrize(
    "text",
    [
        "could someone ring me about the quote",
        "can u put me thru",
        "person pls",
        "I would sooner say it to a face",
        "ich möchte mit einem Menschen sprechen",
    ],
)
def test_wishes_in_other_words_are_requests(text):
    assert Wording.of(text).person


@pytest.mark.parametrize(
    "text",
    ["someone called me yesterday", "for 4 people", "our own one, please", "can someone else collect it"],
)
def test_people_who_are_only_spoken_of_are_no_wish(text):
    assert lexicon().wishes.find(Wording.of(text).doc) is None
    assert not Wording.of(text).person
