"""Mood and complexity from plain numbers."""

import numpy as np
import pytest

from bot.scoring.complexity import complexity
from bot.scoring.matching import grams, log_softmax
from bot.scoring.mood import frustration, sentiment

ANGRY = {"anger": 1.0, "service_words": 2.0, "lexicon": 0.6, "compound": -0.6, "exclamation": 1.0}


def test_calm_is_calm():
    calm = frustration({}, 0.0)
    assert calm.frustration < 0.15
    assert calm.level == 0


def test_anger_rises_and_fades():
    level, seen = 0.0, []
    for features in (ANGRY, ANGRY, {}, {}, {}, {}, {}):
        mood = frustration(features, level)
        level = mood.level
        seen.append(mood.frustration)
    assert seen[1] > seen[0] > 0.7
    assert seen == sorted(seen[:2]) + sorted(seen[2:], reverse=True)


def test_thanks_soothe():
    assert frustration({"thanks": 1.0}, 3.0).frustration < frustration({}, 3.0).frustration


@pytest.mark.parametrize("features", [{"compound": 9.0}, {"negative_logit": 99.0}, {"insult": 50.0}, {}])
def test_scores_stay_in_range(features):
    assert -1 <= sentiment(features) <= 1
    assert 0 <= frustration(features, 100.0).frustration <= 1
    assert 0 <= complexity(dict.fromkeys(("requests", "conditions", "length"), 50.0)).score <= 1


def test_evidence_names_what_weighed():
    assert dict(frustration(ANGRY, 0).parts)["service_words"] > 1


def test_more_requests_are_more_complex():
    scores = [complexity({"requests": float(count)}).score for count in range(4)]
    assert scores == sorted(scores)


def test_grams_of_anything():
    assert grams("") == []
    assert "w:order" in grams("My ORDER?!")
    assert log_softmax(np.array([1e4, 0.0], dtype=np.float32)).tolist() == [0.0, -1e4]


def test_displeasure_alone_neither_brings_a_person_nor_keeps_one_away():
    most = {
        "begins_no": 1.0,
        "negations": 2.0,
        "corrects": 2.0,
        "like_own": 1.0,
        "negative_logit": 5.0,
        "compound": -1.0,
    }
    assert frustration({}, 0.0).frustration < frustration(most, 0.0).frustration < 0.3
    assert frustration({**ANGRY, "insult": 1.0, "agrees": 1.0, "says_thanks": 1.0}, 2.0).frustration > 0.8
    assert frustration(most, 0.0).level == 0


def test_displeasure_ranks_calm_turns():
    turns = [
        {"says_thanks": 1.0, "agrees": 1.0},
        {},
        {"negations": 1.0},
        {"begins_no": 1.0, "negations": 1.0, "corrects": 1.0},
    ]
    scores = [frustration(each, 0.0).frustration for each in turns]
    assert scores == sorted(scores)
    assert len(set(scores)) == 4
