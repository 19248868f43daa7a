"""Risks said in other words than the listed ones; what only sounds like one is none."""

import numpy as np
import pytest

from bot.components.risk_head import DANGER, likely_risk
from knowledge.encoder import Encoder


@pytest.fixture(scope="module")
def vector(built_encoder):
    encoder = Encoder(built_encoder)
    return lambda text: encoder.encode([text])[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I have retained counsel and will pursue damages", "legal"),
        ("the cooker burst and my hand is scalded", "safety"),
        ("I can't see the point of being here any more", "self_harm"),
        ("please erase whatever you know about me", "data_request"),
        ("I write for a daily paper and would like to talk to your spokesperson", "press"),
    ],
)
def test_meant_without_being_named(vector, text, kind):
    found = likely_risk(vector(text), answered=False)
    assert found is not None
    assert (found[0], 0.5 < found[1] <= 1) == (kind, True)


@pytest.mark.parametrize(
    "text",
    [
        "my jacket tore",
        "thanks for nothing, I hate this shop",
        "I want to close my account",
        "I leave for my trip tomorrow",
        "",
        "hello",
        "can I return used boots",
        "the press of a button would help",
        "is the stove safe",
    ],
)
def test_look_alikes_are_none(vector, text):
    assert likely_risk(vector(text), answered=False) is None


def test_where_an_article_answers_more_is_asked_than_a_likeness(vector):
    assert likely_risk(vector("what do you do with my data"), answered=True) is None
    surer, sure = (
        likely_risk(vector("please erase whatever you know about me"), answered) for answered in (True, False)
    )
    assert surer is None or surer[1] < sure[1]
    assert likely_risk(vector("I can't see the point of being here any more"), answered=True)[0] in DANGER


def test_no_meaning_is_no_risk():
    assert likely_risk(np.zeros(384, dtype=np.float32), answered=False) is None
