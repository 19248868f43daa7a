"""Learning only what changed comes to the same answers as learning everything, and is only done for a little
change.
"""

import dataclasses

import numpy as np
import pytest

from bot.components import kept_heads, match_training
from bot.components.encoder import RELEASE
from bot.components.match_training import Asked, fit, heads_of

LABELS = [f"faq/{at // 10:02}" for at in range(300)]
TEXTS = [f"word{at // 10} thing{at % 10} and more" for at in range(300)]


def vectors(seed=1):
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(30, 24))
    found = np.repeat(centres, 10, axis=0) + 0.6 * chance.normal(size=(300, 24))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture
def whole():
    asked = Asked(TEXTS, vectors(), LABELS)
    return heads_of(fit(asked), asked)


def changed(asked, label):
    """Other questions for one label."""
    other, texts, found = vectors(2), list(asked.texts), asked.vectors.copy()
    for at in (at for at, each in enumerate(asked.labels) if each == label):
        texts[at], found[at] = f"quite another {texts[at]}", other[at]
    return dataclasses.replace(asked, texts=texts, vectors=found)


def test_a_step_answers_like_the_whole_training(whole):
    asked = changed(Asked(TEXTS, vectors(), LABELS), "faq/07")
    part, all_anew = fit(asked, whole), fit(asked)
    both = [
        (part.match(text, vector), all_anew.match(text, vector))
        for text, vector in zip(asked.texts, asked.vectors, strict=True)
    ]
    assert all(one.labels[0] == other.labels[0] for one, other in both)
    assert max(abs(one.probabilities[0] - other.probabilities[0]) for one, other in both) < 0.1
    still = [at for at, label in enumerate(part.labels) if label != "faq/07"]
    assert np.array_equal(part.weights[still], whole.weights[still])


def test_new_labels_are_learnt_and_gone_ones_forgotten(whole):
    asked = Asked(
        [*TEXTS[10:], "brand new kayak", "new kayaks"],
        np.vstack([vectors()[10:], vectors(3)[:2]]),
        [*LABELS[10:], "new", "new"],
    )
    model = fit(asked, whole)
    assert ("faq/00" in model.labels, "new" in model.labels) == (False, True)
    assert model.match("brand new kayak", asked.vectors[-2]).labels[0] == "new"


def test_a_little_change_only(whole):
    marks = kept_heads.marks_of(TEXTS, LABELS)
    assert whole.changed(marks) == []
    assert whole.changed({**marks, "faq/03": "other"}) == ["faq/03"]
    assert whole.changed({**marks, **{f"faq/{at:02}": "other" for at in range(4)}}) is None


def test_the_step_minimises_what_the_whole_training_minimises(whole):
    """With every label free it is the whole training, by another road."""
    chance = np.random.default_rng(5)
    features, targets = chance.normal(size=(60, 4)).astype(np.float32), np.arange(60) % 3
    begin = (np.zeros((3, 4), np.float32), np.zeros(3, np.float32))
    found, _ = kept_heads.refit(features, targets, begin, np.arange(3), match_training.SHARPNESS)
    expected, _ = match_training._head(features, targets.astype(str).astype(object), ["0", "1", "2"])
    assert np.allclose(found - found.mean(axis=0), expected - expected.mean(axis=0), atol=0.02)


def test_they_are_kept_for_releases_and_read_whole_or_not_at_all(whole, tmp_path, monkeypatch):
    monkeypatch.setenv("BATON_HOME", str(tmp_path))
    kept_heads.keep(whole)
    assert kept_heads.known() is None, "what is measured neither keeps nor reads"
    monkeypatch.setenv(RELEASE, "1")
    kept_heads.keep(whole)
    found = kept_heads.known()
    assert (found.labels, found.grams, found.marks) == (whole.labels, whole.grams, whole.marks)
    assert np.array_equal(found.lexical, whole.lexical)
    file = tmp_path / kept_heads.FILE
    assert "word7 thing" not in file.read_bytes().decode("latin-1")
    file.write_bytes(file.read_bytes()[:500])
    assert kept_heads.known() is None
