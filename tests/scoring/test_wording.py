"""One reading of a message, shared by all who ask."""

import pytest

from bot.components.wording import BREAK, Wording, blank, found_in
from bot.turn import DialogueState, Past


@pytest.mark.parametrize(
    ("text", "name", "finds"),
    [
        ("I cannot wait", "negations", True),
        ("notable work", "negations", False),
        ("DON'T DO THAT", "negations", True),
        ("it isn’t here", "negations", True),
        ("I can't see it", "request_cues", True),
        ("I cannot", "request_cues", False),
        ("youre late", "about_us", False),
        ("you're late", "about_us", True),
        ("Thank you", "polite", True),
        ("the post office", "about_others", True),
    ],
)
def test_small_words_are_whole_words(text, name, finds):
    assert Wording.of(text).has(name) == finds


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("No, that one", True),
        ("... no", True),
        ("“That’s not it", True),
        ("oh no", False),
        ("nothing", False),
        ("", False),
    ],
)
def test_how_it_begins(text, begins):
    assert Wording.of(text).begins("begins_no") == begins


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("there is smoke", ["harm"]),
        ("there is no smoke", []),
        ("there wasn't any smoke", []),
        ("without a smoke alarm", ["gas"]),
        ("no smell of gas", ["gas"]),
        ("he is not breathing", ["body"]),
        ("no one's fire", ["harm"]),
    ],
)
def test_what_is_said_not_to_be_there(text, names):
    assert [hint.name for hint in Wording.of(text).hints] == names


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("can I speak to a persn", "speak to a persn"),
        ("get me a human", "get me a human"),
        ("am I talking to a person?", ""),
        ("what is a chat", ""),
    ],
)
def test_who_asks_for_a_person(text, asks):
    assert Wording.of(text).person == asks


def test_lines_before_are_read_apart_and_in_one_go(monkeypatch):
    texts = []
    make = type(blank("en")).make_doc
    monkeypatch.setattr(
        type(blank("en")), "make_doc", lambda self, text: texts.append(text) or make(self, text)
    )
    said = ("hello", "that did", "not help at all", "It still says error", "this did not work")
    assert ["no_help" in each for each in found_in(said)] == [False, False, False, True, True]
    assert texts == [BREAK.join(said)]


def test_the_bots_last_line_is_no_line_of_the_customers():
    case = DialogueState(
        turns=(
            Past("customer", "still broken"),
            Past("bot", "I am sorry to hear that"),
            Past("customer", "hm"),
        )
    )
    earlier = Wording.of("and now?", case).earlier
    assert ["no_help" in each for each in earlier.said] == [True, False]
    assert "sorry" in earlier.bot
    assert Wording.of("hello").earlier.said == ()
