"""Corrections and follow-ups are told from new questions."""

import pytest

from bot.followup import continues, corrected


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("no, I meant returns", "returns"),
        ("I meant the delivery to Norway", "the delivery to Norway"),
        ("Sorry, I meant how long it takes", "how long it takes"),
        ("that's not what I asked. I was asking about the warranty", "the warranty"),
        ("no I am asking about gift cards", "gift cards"),
        ("what I meant was the price", "the price"),
        ("actually I wanted to know about opening hours", "opening hours"),
    ],
)
def test_what_was_meant_instead(text, rest):
    assert corrected(text, answered=False) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [("no, the delivery to Norway", "the delivery to Norway"), ("wrong, delivery costs", "delivery costs")],
)
def test_a_bare_no_corrects_an_answer_only(text, rest):
    assert corrected(text, answered=True) == rest
    assert corrected(text, answered=False) is None


@pytest.mark.parametrize(
    "text", ["no", "no thanks", "How do I return this?", "I have no invoice", "nothing works", "", "no!"]
)
def test_what_corrects_nothing(text):
    assert corrected(text, answered=text != "no thanks") is None


@pytest.mark.parametrize(
    "text", ["and to Norway?", "what about express", "does it cost extra?", "Same for boots?", "is that free"]
)
def test_what_leans_on_the_question_before(text):
    assert continues(text)


@pytest.mark.parametrize(
    "text",
    [
        "How long does delivery take?",
        "where is my order BW-10234",
        "android app",
        "I would like to know whether it is possible to pay by card",
    ],
)
def test_what_stands_alone(text):
    assert not continues(text)
