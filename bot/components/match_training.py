"""Trains the matcher: two linear heads on the stored questions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.components.calibration import Calibration, shipped
from bot.components.kept_heads import Heads, Places, marks_of, refit
from bot.scoring.matching import Floats, Lexicon, Matcher, grams, words_of
from bot.scoring.strangers import base_form

Strings = npt.NDArray[np.object_]
SHARPNESS = 20.0  # inverse regularisation on unit vectors; chosen on BANKING77's 10-shot training half
_TOLERANCE = {"lbfgs": 1e-4, "sag": 1e-2}
SEED = 7
MOST_LABELS = 1000  # beyond, heads would take minutes to train and hundreds of MB to keep


@dataclass(frozen=True, slots=True)
class Asked:
    """Texts, their sentence vectors and their labels, in one order; which labels stand beside each other,
    both ways; and the labels that are in another language than the encoder's.
    """

    texts: list[str]
    vectors: Floats
    labels: list[str]
    beside: dict[str, str] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)

    def only(self, places: npt.NDArray[np.int64]) -> Asked:
        """The questions at these places."""
        return Asked(
            [self.texts[at] for at in places],
            self.vectors[places],
            [self.labels[at] for at in places],
            self.beside,
            self.languages,
        )


def _head(
    features: object, labels: Strings, classes: list[str], solver: str = "lbfgs"
) -> tuple[Floats, Floats]:
    """Weights [labels, features] and bias; a single label gets zeros. ``sag`` is 18 times faster on
    n-grams.
    """
    if len(classes) == 1:
        return np.zeros((1, features.shape[1]), dtype=np.float32), np.zeros(1, dtype=np.float32)  # type: ignore[attr-defined]
    head = LogisticRegression(
        C=SHARPNESS, max_iter=300, solver=solver, tol=_TOLERANCE[solver], random_state=SEED
    ).fit(features, labels)
    weights, bias = head.coef_, head.intercept_
    if len(classes) == 2:  # sklearn keeps one row for two classes
        weights, bias = np.vstack([-weights, weights]) / 2, np.append(-bias, bias) / 2
    return weights.astype(np.float32), bias.astype(np.float32)


def fit(questions: Asked, heads: Heads | None = None) -> Matcher:
    """A matcher from stored questions and their labels, in any order. With ``heads`` kept from before only
    what changed since is learnt, if that is little.
    """
    questions = questions.only(
        np.array(sorted(range(len(questions.labels)), key=lambda at: questions.labels[at]))
    )
    texts, vectors, labels = questions.texts, questions.vectors, questions.labels
    classes = sorted(set(labels))
    targets: Strings = np.array(labels, dtype=object)
    words = TfidfVectorizer(analyzer=grams, sublinear_tf=True, dtype=np.float32)
    sparse = words.fit_transform(texts)
    changed = heads.changed(marks_of(texts, labels)) if heads else None
    if len(classes) > MOST_LABELS:
        weights, bias = np.zeros((0, vectors.shape[1]), np.float32), np.zeros(0, np.float32)
        lexical, lexical_bias = np.zeros((0, sparse.shape[1]), np.float32), bias
    elif heads is not None and changed is not None:
        free, places = (
            np.flatnonzero(np.isin(classes, changed)),
            np.searchsorted(np.array(classes), np.array(labels)),
        )
        weights, bias = _moved(vectors, places, heads.meaning_for(classes), free)
        lexical, lexical_bias = _moved(
            sparse, places, heads.words_for(classes, list(words.get_feature_names_out())), free
        )
    else:
        with ThreadPoolExecutor(2) as beside:  # both solvers leave the interpreter's lock most of the time
            by_words = beside.submit(_head, sparse, targets, classes, "sag")
            (weights, bias), (lexical, lexical_bias) = _head(vectors, targets, classes), by_words.result()
    vocabulary = {gram: int(at) for gram, at in words.vocabulary_.items()}
    by_gram = sparse.tocsc()
    lexicon = Lexicon(
        vocabulary,
        words.idf_.astype(np.float32),
        np.ascontiguousarray(lexical.T),
        lexical_bias,
        by_gram.indptr.astype(np.int64),
        by_gram.indices.astype(np.int64),
        by_gram.data.astype(np.float32),
    )
    firsts = np.searchsorted(np.array(labels, dtype=str), np.array(classes, dtype=str))
    return Matcher(
        tuple(classes),
        weights,
        bias,
        lexicon,
        vectors.astype(np.float32),
        firsts.astype(np.int64),
        tuple(texts),
        shipped().right,
        shipped().among_three,
        tuple(
            classes.index(questions.beside[label]) if questions.beside.get(label) in classes else at
            for at, label in enumerate(classes)
        ),
        tuple(questions.languages.get(label, "") for label in classes),
    )


def _moved(
    features: object, places: Places, head: tuple[Floats, Floats], free: Places
) -> tuple[Floats, Floats]:
    return refit(features, places, head, free, SHARPNESS) if len(free) else head


def heads_of(model: Matcher, questions: Asked) -> Heads:
    """What of a model the next release may begin with."""
    marks = marks_of(questions.texts, questions.labels)
    grams_by_place = sorted(model.lexicon.vocabulary, key=lambda gram: model.lexicon.vocabulary[gram])
    lexical = np.ascontiguousarray(model.lexicon.weights.T)
    return Heads(
        model.labels,
        tuple(marks[label] for label in model.labels),
        model.weights,
        model.bias,
        tuple(grams_by_place),
        lexical,
        model.lexicon.bias,
    )


def train(questions: Asked, heads: Heads | None = None, calibration: Calibration | None = None) -> Matcher:
    """The matcher with its chances of being right. Deterministic for the same questions in the same order."""
    calibration = calibration or shipped()
    return replace(fit(questions, heads), right=calibration.right, among_three=calibration.among_three)


def with_words(model: Matcher, questions: Asked, encode: Callable[[list[str]], Floats]) -> Matcher:
    """The matcher with the words its articles are asked with and what they mean."""
    words = vocabulary(questions.texts, questions.labels)
    return replace(model, words=tuple(words), word_vectors=encode(words)) if words else model


def vocabulary(texts: list[str], labels: list[str]) -> list[str]:
    """The words that articles are asked with, small talk and jobs apart where there are articles, as
    :func:`base_form` gives them.
    """
    own = {label for label in labels if "/" in label} or set(labels)
    words = {
        base_form(word)
        for text, label in zip(texts, labels, strict=True)
        if label in own
        for word in words_of(text)
    }
    return sorted(word for word in words if word.isalpha())
