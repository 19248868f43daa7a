"""Trains the matcher: two linear heads, and a calibration that leaves whole topics out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.scoring.matching import Floats, Lexicon, Matcher, calibration_features, grams

Strings = npt.NDArray[np.object_]
SHARPNESS = 20.0  # inverse regularisation on unit vectors; chosen on BANKING77's 10-shot training half
_TOLERANCE = {"lbfgs": 1e-4, "sag": 1e-2}
ROUNDS, LEFT_OUT, SEED = 4, 0.25, 7
MOSTLY_RIGHT = (1.0, 0.35, 1.0, 3.0, -0.6)  # before there are enough questions to calibrate on


def _head(features: object, labels: Strings, classes: list[str], solver: str = "lbfgs") -> tuple[Floats, Floats]:
    """Weights [labels, features] and bias; a single label gets zeros. ``sag`` is 18 times faster on n-grams."""
    if len(classes) == 1:
        return np.zeros((1, features.shape[1]), dtype=np.float32), np.zeros(1, dtype=np.float32)  # type: ignore[attr-defined]
    head = LogisticRegression(C=SHARPNESS, max_iter=300, solver=solver, tol=_TOLERANCE[solver], random_state=SEED).fit(features, labels)
    weights, bias = head.coef_, head.intercept_
    if len(classes) == 2:  # sklearn keeps one row for two classes
        weights, bias = np.vstack([-weights, weights]) / 2, np.append(-bias, bias) / 2
    return weights.astype(np.float32), bias.astype(np.float32)


def fit(texts: list[str], vectors: Floats, labels: list[str]) -> Matcher:
    """A matcher without calibration, from stored questions and their labels."""
    classes = sorted(set(labels))
    targets: Strings = np.array(labels, dtype=object)
    weights, bias = _head(vectors, targets, classes)
    words = TfidfVectorizer(analyzer=grams, sublinear_tf=True, dtype=np.float32)
    sparse = words.fit_transform(texts)
    lexical, lexical_bias = _head(sparse, targets, classes, "sag")
    vocabulary = {gram: int(at) for gram, at in words.vocabulary_.items()}
    lexicon = Lexicon(vocabulary, words.idf_.astype(np.float32), np.ascontiguousarray(lexical.T), lexical_bias)
    places = {label: at for at, label in enumerate(classes)}
    owners = np.array([places[label] for label in labels], dtype=np.int64)
    return Matcher(tuple(classes), weights, bias, lexicon, vectors.astype(np.float32), owners, tuple(texts), MOSTLY_RIGHT, MOSTLY_RIGHT)


def _round(
    texts: list[str], vectors: Floats, labels: list[str], chance: np.random.Generator
) -> tuple[list[list[float]], list[bool], list[bool]]:
    """One round: a quarter of the labels unknown, a quarter of the others' questions held out."""
    classes = sorted(set(labels))
    unknown = set(chance.choice(classes, size=max(1, int(len(classes) * LEFT_OUT)), replace=False))
    held = np.array([label in unknown or chance.random() < LEFT_OUT for label in labels])
    kept = np.flatnonzero(~held)
    model = fit([texts[at] for at in kept], vectors[kept], [labels[at] for at in kept])
    features, first, three = [], [], []
    for at in np.flatnonzero(held):
        fused, (similarities, _) = model.fused(texts[at], vectors[at]), model.nearest(vectors[at])
        best = np.argsort(-fused)[:3]
        features.append(calibration_features(fused, similarities, int(best[0])))
        first.append(model.labels[best[0]] == labels[at])
        three.append(labels[at] in {model.labels[place] for place in best})
    return features, first, three


def _calibrated(features: list[list[float]], right: list[bool]) -> tuple[float, ...]:
    if len(set(right)) < 2:
        return MOSTLY_RIGHT
    model = LogisticRegression(C=10.0, max_iter=300).fit(np.array(features), right)
    return (*(float(each) for each in model.coef_[0]), float(model.intercept_[0]))


def train(texts: list[str], vectors: Floats, labels: list[str]) -> Matcher:
    """The matcher with its calibration. Deterministic for the same questions in the same order."""
    model = fit(texts, vectors, labels)
    if len(set(labels)) < 8 or len(texts) < 40:
        return model
    chance = np.random.default_rng(SEED)
    rounds = [_round(texts, vectors, labels, chance) for _ in range(ROUNDS)]
    features = [each for one in rounds for each in one[0]]
    right = _calibrated(features, [each for one in rounds for each in one[1]])
    three = _calibrated(features, [each for one in rounds for each in one[2]])
    return Matcher(**{**{name: getattr(model, name) for name in Matcher.__slots__}, "right": right, "among_three": three})
