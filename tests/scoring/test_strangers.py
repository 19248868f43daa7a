"""Which thing a message asks for by name."""

import pytest

from bot.scoring.strangers import base_form, thing_asked_for


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("do you sell kayaks", "kayaks"),
        ("Do you also have any wetsuits for children?", "wetsuits"),
        ("do you run avalanche courses in winter", "courses"),
        ("is there a climbing wall at your store", "wall"),
        ("have you got crampons", "crampons"),
        ("I'm looking for a canoe", "canoe"),
        ("where is my parcel", None),
        ("how do I return a tent", None),
        ("I went on tour and got blisters", None),
        ("do you have it in blue and in a size that fits people who are taller", "it"),
    ],
)
def test_the_thing_asked_for(text, thing):
    assert thing_asked_for(text) == (thing if thing != "it" else None)


def test_what_is_asked_about_is_only_taken_where_it_may_be():
    assert thing_asked_for("what is the capital of France", about=True) == "capital"
    assert thing_asked_for("what is the capital of France") is None
    assert thing_asked_for("Hi, what's your phone number?", about=True) == "number"


@pytest.mark.parametrize(
    ("word", "form"),
    [("kayaks", "kayak"), ("batteries", "battery"), ("dishes", "dish"), ("dress", "dress"), ("bus", "bus")],
)
def test_plurals_are_the_same_thing(word, form):
    assert base_form(word) == form
