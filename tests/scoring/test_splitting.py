"""Several requests in one message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.splitting import MOST_PARTS, parts, question


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "How long does delivery take and can I pay by invoice?",
            ["How long does delivery take", "can I pay by invoice"],
        ),
        (
            "Where is my invoice? Do you have student discounts?",
            ["Where is my invoice", "Do you have student discounts"],
        ),
        (
            "do you ship to Norway, and can I pay in instalments, also do you have gift cards?",
            ["do you ship to Norway", "can I pay in instalments", "do you have gift cards"],
        ),
    ],
)
def test_what_stands_alone_is_taken_apart(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "How long does delivery take?",
        "How long does delivery take and what does it cost?",
        "salt and pepper grinder and tent",
        "My order is late. I am angry.",
        "Can I return boots? Can I keep them? Can I wash them? Can I sell them?",
    ],
)
def test_what_belongs_together_stays_together(text):
    assert parts(text) == []


@given(st.text(max_size=300))
def test_anything_is_taken_apart_within_bounds(text):
    assert len(parts(text)) <= MOST_PARTS


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("My dog ate my tent pole, the monster! Do you sell spare poles?", "Do you sell spare poles?"),
        ("Hello there. how do I look after old boots", "how do I look after old boots"),
        ("They are too small, can I get a bigger size?", "can I get a bigger size?"),
        ("How long does delivery take?", None),
        ("How long? And why?", None),
        ("It broke. Why?", None),
        ("It broke. I am sad.", None),
        ("", None),
    ],
)
def test_the_question_in_a_story(text, asked):
    assert question(text) == asked
