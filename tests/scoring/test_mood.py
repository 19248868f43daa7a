"""Mood and complexity from plain numbers."""

import pytest

from bot.scoring.complexity import complexity
from bot.scoring.matching import grams, softmax
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
    assert softmax(__import__("numpy").array([1e4, 0.0], dtype="float32")).tolist() == [1.0, 0.0]
