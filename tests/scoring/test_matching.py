"""Matching from plain numbers: fusion, similarities, bands."""

import dataclasses
import zlib

import numpy as np
import pytest

from bot.components.match_training import Asked, train
from bot.components.reading import Reader
from bot.scoring.matching import ADMIT, ANSWER, ASK, FEATURES, PROBABLE, Limits, Match, calibration_features
from bot.turn import DialogueState

WORDS = {
    "parcel": [
        "where is my parcel",
        "track my parcel",
        "parcel late",
        "my parcel is lost",
        "parcel not here",
    ],
    "refund": ["refund please", "when is my refund", "refund late", "refund my money", "no refund yet"],
    "size": ["which size", "size chart", "what size fits", "size of the boots", "size too small"],
}


def vector(text: str) -> np.ndarray:
    """A vector of words: texts that share words are alike."""
    made = np.zeros(1024, dtype=np.float32)
    for word in text.split():
        made[zlib.crc32(word.encode()) % 1024] += 1
    return made / np.linalg.norm(made)


def asked(words=WORDS) -> Asked:
    pairs = [(text, label) for label, texts in words.items() for text in texts]
    return Asked(
        [text for text, _ in pairs],
        np.stack([vector(text) for text, _ in pairs]),
        [label for _, label in pairs],
    )


def model(words=WORDS):
    given = asked(words)
    return train(given)


def reader(trained):
    return Reader(trained, Limits(0.6, 0.45, 0.3), lambda texts: np.stack([vector(text) for text in texts]))


@pytest.mark.parametrize(
    ("text", "label"),
    [("is my parcel lost", "parcel"), ("refund of my money", "refund"), ("size of a boot", "size")],
)
def test_the_meant_label_is_first(text, label):
    found = model().match(text, vector(text))
    assert found.labels[0] == label
    assert sum(found.probabilities) == pytest.approx(1, abs=1e-4)


def test_a_stored_question_is_its_own_nearest():
    seen = model().see("size chart", vector("size chart"))
    assert seen.similarities.max() == pytest.approx(1, abs=1e-5)
    assert seen.lexical_nearest == pytest.approx(1, abs=1e-5)


def test_unknown_words_are_near_nothing():
    text = "zzz qqq"
    seen = model().see(text, vector("xyzzy"))
    assert seen.lexical_nearest == 0
    assert np.isfinite(seen.fused).all()
    assert len(calibration_features(seen, 0, 0)) == len(FEATURES)


def test_the_order_of_the_examples_does_not_matter():
    turned = {label: texts[::-1] for label, texts in reversed(WORDS.items())}
    one, two = (
        model().match("parcel late", vector("parcel late")),
        model(turned).match("parcel late", vector("parcel late")),
    )
    assert one.labels == two.labels
    assert one.probabilities == pytest.approx(two.probabilities, abs=1e-3)


def test_too_many_labels_for_heads_are_matched_without(monkeypatch):
    monkeypatch.setattr("bot.components.match_training.MOST_LABELS", 2)
    found = model()
    assert found.weights.shape[0] == 0
    assert found.match("is my parcel lost", vector("is my parcel lost")).labels[0] == "parcel"


def test_a_rejected_label_is_left_out():
    assert (
        "parcel" not in model().match("my parcel", vector("my parcel"), without=frozenset({"parcel"})).labels
    )


def test_calibration_tells_known_from_unknown():
    endings = ("", " please", " now", " help", " again", " thanks")
    many = {f"label{at}": [f"what{at} about{at} this{at}{other}" for other in endings] for at in range(12)}
    trained = train(asked(many))
    known, unknown = "what3 about3 this3 right now", "elsewhere entirely please"
    assert trained.match(known, vector(known)).right > trained.match(unknown, vector(unknown)).right


@pytest.mark.parametrize(
    ("right", "three", "choices", "article", "told"),
    [
        (0.6, 0.9, 3, True, ANSWER),
        (0.5, 0.7, 3, True, PROBABLE),
        (0.5, 0.7, 3, False, ASK),
        (0.4, 0.5, 3, True, ASK),
        (0.4, 0.5, 1, True, ADMIT),
        (0.4, 0.2, 3, True, ADMIT),
    ],
)
def test_bands(right, three, choices, article, told):
    assert Limits(0.6, 0.45, 0.3).band(Match(("a",), (1.0,), 0.5, "", right, three), choices, article) == told


def test_two_that_are_equally_near_are_asked_for():
    near = Match(("a", "b"), (0.4, 0.38), 0.5, "", 0.5, 0.7)
    assert Limits(0.6, 0.45, 0.3).band(near, 2) == ASK
    assert Limits(0.6, 0.45, 0.3).band(near, 1) == PROBABLE


@pytest.mark.parametrize("text", ["The size chart, please!", "Hi, size chart?", "SIZE CHART"])
def test_a_stored_question_with_other_fillers_is_that_question(text):
    found = model().match(text, vector("unlike anything"))
    assert (found.labels[0], found.same, found.right) == ("size", True, 0.95)


GERMAN = {
    "faq/lieferzeit": [
        "Wie lange dauert die Lieferung?",
        "Wann kommt mein Paket bei mir an?",
        "Lieferzeit nach Österreich",
    ],
    "faq/rueckgabe": [
        "Wie kann ich etwas zurückgeben?",
        "Ich möchte die Schuhe zurückschicken",
        "Was kostet die Rückgabe?",
    ],
}


def bilingual():
    given = asked({**{f"faq/{label}": texts for label, texts in WORDS.items()}, **GERMAN})
    return train(dataclasses.replace(given, languages=dict.fromkeys(GERMAN, "de")))


@pytest.mark.parametrize(
    ("text", "label", "told"),
    [
        ("Wie lange dauert denn die Lieferung?", "faq/lieferzeit", ANSWER),
        ("Ich möchte meine Schuhe zurückschicken, wie kann ich das?", "faq/rueckgabe", ANSWER),
        ("Haben Sie auch einen Laden in der Stadt und wann ist der offen?", None, ADMIT),
    ],
)
def test_articles_in_another_language_match_by_words(text, label, told):
    reading = reader(bilingual()).read(text, vector(text), DialogueState(), ())
    assert reading.band == told
    assert label is None or reading.found.labels[0] == label
    assert set(reading.found.labels) <= set(GERMAN)


def test_a_language_without_articles_is_matched_as_before():
    text = "Combien de temps prend la livraison pour la France ?"
    assert bilingual().match_words(text, "fr") is None
    assert reader(model()).read(text, vector(text), DialogueState(), ()).band == ADMIT
