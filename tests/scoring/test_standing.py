"""How a talk stands, read from the case alone."""

import pytest

from bot.components import encoder, standing
from bot.components.encoder import Vectors
from bot.components.wording import Wording
from bot.turn import DialogueState, Past
from knowledge.encoder import Encoder


@pytest.fixture(scope="module")
def known(built_encoder):
    return Vectors(Encoder(built_encoder))


@pytest.fixture
def stands(known, monkeypatch):
    monkeypatch.setattr(standing, "vectors", lambda: known)
    return lambda text, case: standing.standing(Wording.of(text, case), known.of([text])[0], case)


QUESTION = "my card reader shows ERR 7"
TWICE = DialogueState(
    turns=(
        Past("customer", QUESTION),
        Past("bot", "", "answer", "pin"),
        Past("customer", "thank you, but the reader still says it"),
        Past("bot", "", "answer", "pin"),
    )
)


def test_a_talk_that_stands_still_shows_in_numbers(stands):
    found = stands("I did try that, thanks ever so much. Still ERR 7 on the reader", TWICE)
    assert found["no_help"] == found["no_help_after_answer"] == found["polite_stuck"] == 1.0
    assert found["bot_again"] == 1.0
    assert found["own_again"] > 0.5
    assert found["no_help_before"] > 0


def test_a_beginning_is_none(stands):
    found = stands("how long does delivery take?", DialogueState())
    assert found["no_help"] == found["bot_again"] == found["own_again"] == found["bot_failures"] == 0.0


def test_lines_without_an_answer_are_counted_from_the_last(stands):
    failed = DialogueState(
        turns=(
            Past("customer", "a"),
            Past("bot", "miss", "fallback"),
            Past("customer", "b"),
            Past("bot", "ask_which", "ask"),
        )
    )
    assert stands("c", failed)["bot_failures"] == 2.0
    answered = failed.with_past(Past("customer", "c"), Past("bot", "", "answer", "x"))
    assert stands("d", answered)["bot_failures"] == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "Ich möchte mit einem Menschen sprechen",
        "je veux parler à un conseiller",
        "quiero hablar con una persona",
    ],
)
def test_a_wish_for_a_person_is_noticed_in_the_bots_languages(stands, text):
    assert stands(text, DialogueState())["person_abroad"] == 1.0


def test_the_encoder_is_the_projects_own():
    assert standing.vectors is encoder.vectors
