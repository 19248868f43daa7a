"""What is judged of a message is bounded; a message a person would write is judged as it stands."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.shortening import BEGINNING, END, RUN, SIGNS, TOKEN, shortened

PIECES = st.sampled_from(
    [
        '"',
        "'",
        "\"'",
        "()",
        ").",
        "http://",
        "a.",
        "@",
        " ",
        "\n",
        "\t",
        "a",
        "word ",
        "0",
        "_",
        "😀",
        "\u200d",
        "e\u0301",
        "ﷺ",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.tuples(PIECES, st.integers(1, 300)), max_size=12).map(
        lambda parts: "".join(piece * times for piece, times in parts)
    ),
)


@given(TEXTS)
def test_nothing_in_it_is_long(text):
    short = shortened(text)
    assert len(short) <= min(len(text), BEGINNING + 1 + END)
    assert all(len(list(run)) <= RUN for _, run in itertools.groupby(short))
    assert max(map(len, short.split()), default=0) <= TOKEN
    assert not re.search(rf"(?:(?!\s)[\W_]){{{SIGNS + 1}}}|\s{{{RUN + 1}}}", short)


@given(TEXTS)
def test_twice_is_once(text):
    assert shortened(shortened(text)) == shortened(text)


@given(st.text(alphabet="abc defg ?!.\n1", max_size=80))
def test_a_short_text_without_long_runs_stays(text):
    if not re.search(rf"(.)\1{{{RUN}}}|[?!.]{{{SIGNS + 1}}}|\s{{{RUN + 1}}}", text, re.DOTALL):
        assert shortened(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Where is my order BW-10234?",
        "It has been THREE weeks!!!!!!! Where. Is. It???",
        "see https://shop.example/orders/BW-10234?token=abcdef0123456789#delivery and tell me",
        "👨‍👩‍👧‍👦👍🏽🇩🇪 thanks",
        "नमस्ते, मेरा पार्सल कहाँ है?",
    ],
)
def test_what_people_write_stays_whole(text):
    assert shortened(text) == text


def test_of_a_very_long_letter_both_ends_are_heard():
    letter = "I bought a stove. " + "It was raining that day. " * 2000 + "I want to speak to a human."
    assert shortened(letter).startswith("I bought a stove.")
    assert shortened(letter).endswith("I want to speak to a human.")
