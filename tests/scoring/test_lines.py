"""A word for the feeling before the answer: fitting, brief, and only when something was felt."""

import dataclasses

import pytest

from bot import lines
from bot.heard import Findings
from bot.judgement import Evidence, Tag
from bot.lines import acknowledged
from bot.triage import Scores
from bot.turn import DialogueState, Line, Option, Past
from knowledge import texts

ANSWER = [Line(role="answer", article="delivery_time")]
UPSET = Scores(
    intent="faq",
    confidence=0.9,
    band="answer",
    frustration=0.5,
    evidence=(Evidence(Tag("mood", "sounds angry")),),
)


def told(scores=UPSET, case=None, lines=None):
    return [each.key for each in acknowledged(lines or ANSWER, scores, case or DialogueState(), 0.35)]


@pytest.mark.parametrize(
    ("evidence", "key"),
    [
        ("mood:sounds angry", "acknowledge_upset"),
        ("mood:words of a let-down customer", "acknowledge_let_down"),
        ("mood:objects or corrects", "acknowledge_wrong"),
        ("repeat:asked again", "acknowledge_again"),
    ],
)
def test_it_fits_what_was_found(evidence, key):
    assert told(
        dataclasses.replace(
            UPSET, evidence=(Evidence(Tag("mood", "negative words")), Evidence(Tag.parse(evidence)))
        )
    ) == [key, None]
    assert texts.seed()[key]


def test_nothing_is_said_when_nothing_was_felt():
    assert told(dataclasses.replace(UPSET, frustration=0.2)) == [None]
    assert told(dataclasses.replace(UPSET, evidence=())) == [None]


def test_it_is_said_once_in_a_talk():
    just = DialogueState(
        turns=(
            Past("customer", "oh no"),
            Past("bot", "acknowledge_upset", "acknowledge"),
            Past("bot", "", "answer", "a"),
        )
    )
    assert told(case=just) == [None]
    long_ago = DialogueState(turns=(*just.turns, *(Past("customer", "and") for _ in range(6))))
    assert told(case=long_ago) == [None]


def test_only_what_is_felt_in_this_turn_is_answered():
    before = dataclasses.replace(
        UPSET, evidence=(Evidence(Tag("mood", "carried over from earlier turns"), "", 1, 1.0),)
    )
    assert told(before) == [None]


def test_thanks_for_a_correction_go_to_who_corrected():
    assert told(dataclasses.replace(UPSET, rejects="delivery_time")) == ["acknowledge_corrected", None]


def test_a_line_that_is_sorry_already_is_enough():
    assert told(lines=[Line(role="fallback", key="miss")]) == ["miss"]


PROBABLE = Findings(
    band="probable",
    article="a",
    ranking=(("a", 0.5), ("b", 0.2), ("do_cancel", 0.1), ("greet", 0.1), ("c", 0.05)),
)


def test_an_answer_that_is_only_probable_offers_the_next_two():
    answer = lines.line("article", {}, PROBABLE, frozenset("abc"))
    said = lines.with_alternatives([answer], PROBABLE, frozenset("abc"))
    assert said == [
        answer,
        Line(role="alternatives", key="not_meant", options=[Option(article="b"), Option(key="start_cancel")]),
    ]
    assert lines.past(said)[1].offered == ("b", "do_cancel")


def test_a_sure_answer_and_one_without_neighbours_offer_nothing_beside_it():
    answer = lines.line("article", {}, PROBABLE, frozenset("abc"))
    assert lines.with_alternatives(
        [answer], dataclasses.replace(PROBABLE, band="answer"), frozenset("abc")
    ) == [answer]
    assert lines.with_alternatives(
        [answer], dataclasses.replace(PROBABLE, ranking=(("a", 1.0),)), frozenset("abc")
    ) == [answer]
