"""Trains the matcher: two linear heads, and a calibration that leaves whole topics out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bot.components.calibration import Calibration
from bot.components.kept_heads import Heads, Places, marks_of, refit
from bot.scoring.matching import Floats, Lexicon, Matcher, calibration_features, grams

Strings = npt.NDArray[np.object_]
SHARPNESS = 20.0  # inverse regularisation on unit vectors; chosen on BANKING77's 10-shot training half
_TOLERANCE = {"lbfgs": 1e-4, "sag": 1e-2}
LABELS_OUT, QUESTIONS_OUT, SEED, MOST_ROUNDS = 0.25, 0.12, 7, 12
UNKNOWN = 0.55  # how many messages to a live desk fit nothing it knows, of those that are questions at all
MOST_LABELS = 1000  # beyond, heads would take minutes to train and hundreds of MB to keep
ENOUGH = 2000  # questions held out in all rounds together; beyond, the calibration hardly changes
# Before there are enough questions to calibrate on: the probability of the best and the nearest question decide.
MOSTLY_RIGHT = (0.7, 0.2, 1.5, 3.0, 1.0, 0.0, -2.0)


@dataclass(frozen=True, slots=True)
class Asked:
    """Texts, their sentence vectors and their labels, in one order; which labels stand beside each other, both ways; and the labels that
    are in another language than the encoder's.
    """

    texts: list[str]
    vectors: Floats
    labels: list[str]
    beside: dict[str, str] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)

    def only(self, places: npt.NDArray[np.int64]) -> Asked:
        """The questions at these places."""
        return Asked(
            [self.texts[at] for at in places], self.vectors[places], [self.labels[at] for at in places], self.beside, self.languages
        )


def _head(features: object, labels: Strings, classes: list[str], solver: str = "lbfgs") -> tuple[Floats, Floats]:
    """Weights [labels, features] and bias; a single label gets zeros. ``sag`` is 18 times faster on n-grams."""
    if len(classes) == 1:
        return np.zeros((1, features.shape[1]), dtype=np.float32), np.zeros(1, dtype=np.float32)  # type: ignore[attr-defined]
    head = LogisticRegression(C=SHARPNESS, max_iter=300, solver=solver, tol=_TOLERANCE[solver], random_state=SEED).fit(features, labels)
    weights, bias = head.coef_, head.intercept_
    if len(classes) == 2:  # sklearn keeps one row for two classes
        weights, bias = np.vstack([-weights, weights]) / 2, np.append(-bias, bias) / 2
    return weights.astype(np.float32), bias.astype(np.float32)


def fit(asked: Asked, kept: Heads | None = None) -> Matcher:
    """A matcher without calibration, from stored questions and their labels, in any order. With ``kept`` heads only what changed
    since is learnt, if that is little.
    """
    asked = asked.only(np.array(sorted(range(len(asked.labels)), key=lambda at: asked.labels[at])))
    texts, vectors, labels = asked.texts, asked.vectors, asked.labels
    classes = sorted(set(labels))
    targets: Strings = np.array(labels, dtype=object)
    words = TfidfVectorizer(analyzer=grams, sublinear_tf=True, dtype=np.float32)
    sparse = words.fit_transform(texts)
    changed = kept.changed(marks_of(texts, labels)) if kept else None
    if len(classes) > MOST_LABELS:
        weights, bias = np.zeros((0, vectors.shape[1]), np.float32), np.zeros(0, np.float32)
        lexical, lexical_bias = np.zeros((0, sparse.shape[1]), np.float32), bias
    elif kept is not None and changed is not None:
        free, places = np.flatnonzero(np.isin(classes, changed)), np.searchsorted(np.array(classes), np.array(labels))
        weights, bias = _moved(vectors, places, kept.meaning_for(classes), free)
        lexical, lexical_bias = _moved(sparse, places, kept.words_for(classes, list(words.get_feature_names_out())), free)
    else:
        with ThreadPoolExecutor(2) as beside:  # both solvers leave the interpreter's lock most of the time
            by_words = beside.submit(_head, sparse, targets, classes, "sag")
            (weights, bias), (lexical, lexical_bias) = _head(vectors, targets, classes), by_words.result()
    vocabulary = {gram: int(at) for gram, at in words.vocabulary_.items()}
    by_gram = sparse.tocsc()
    lexicon = Lexicon(
        vocabulary, words.idf_.astype(np.float32), np.ascontiguousarray(lexical.T), lexical_bias,
        by_gram.indptr.astype(np.int64), by_gram.indices.astype(np.int64), by_gram.data.astype(np.float32),
    )  # fmt: skip
    firsts = np.searchsorted(np.array(labels, dtype=str), np.array(classes, dtype=str))
    return Matcher(
        tuple(classes),
        weights,
        bias,
        lexicon,
        vectors.astype(np.float32),
        firsts.astype(np.int64),
        tuple(texts),
        MOSTLY_RIGHT,
        MOSTLY_RIGHT,
        tuple(classes.index(asked.beside[each]) if asked.beside.get(each) in classes else at for at, each in enumerate(classes)),
        tuple(asked.languages.get(each, "") for each in classes),
    )


def _moved(features: object, places: Places, kept: tuple[Floats, Floats], free: Places) -> tuple[Floats, Floats]:
    return refit(features, places, kept, free, SHARPNESS) if len(free) else kept


def heads_of(model: Matcher, asked: Asked) -> Heads:
    """What of a model the next release may begin with."""
    marks = marks_of(asked.texts, asked.labels)
    grams_by_place = sorted(model.lexicon.vocabulary, key=lambda gram: model.lexicon.vocabulary[gram])
    lexical = np.ascontiguousarray(model.lexicon.weights.T)
    return Heads(
        model.labels,
        tuple(marks[each] for each in model.labels),
        model.weights,
        model.bias,
        tuple(grams_by_place),
        lexical,
        model.lexicon.bias,
    )


@dataclass(slots=True)
class _Seen:
    """What the rounds collected: features, whether the first was right, whether one of three was."""

    features: list[list[float]] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)
    three: list[bool] = field(default_factory=list)
    unknown: list[bool] = field(default_factory=list)

    def weights(self) -> npt.NDArray[np.float64]:
        """So that those that fit nothing count as :data:`UNKNOWN` of all."""
        unknown = np.array(self.unknown)
        share = float(unknown.mean())
        return np.where(unknown, UNKNOWN / max(share, 1e-9), (1 - UNKNOWN) / max(1 - share, 1e-9))

    def add(self, model: Matcher, text: str, vector: Floats, label: str) -> None:
        seen = model.see(text, vector)
        best = [int(at) for at in np.argsort(-seen.fused)[:3]]
        self.features.append(calibration_features(seen, best[0], model.beside[best[0]]))
        self.first.append(label in {model.labels[best[0]], model.labels[model.beside[best[0]]]})
        self.three.append(label in {model.labels[at] for at in best})


def _may_be_unknown(labels: list[str]) -> list[str]:
    """Articles, where there are any: topics come and go, while small talk and jobs are always known."""
    classes = sorted(set(labels))
    return [each for each in classes if "/" in each] or classes


def _round(asked: Asked, chance: np.random.Generator, found: _Seen) -> None:
    """One round: a quarter of the labels unknown, some of the others' questions held out: few, for the model that will
    answer has all of them.
    """
    classes = _may_be_unknown(asked.labels)
    chosen = chance.choice(classes, size=max(1, int(len(classes) * LABELS_OUT)), replace=False)
    unknown = {*chosen, *(asked.beside[each] for each in chosen if each in asked.beside)}
    held = np.array([label in unknown or chance.random() < QUESTIONS_OUT for label in asked.labels])
    kept = np.flatnonzero(~held)
    model = fit(asked.only(kept))
    for at in np.flatnonzero(held):
        found.add(model, asked.texts[at], asked.vectors[at], asked.labels[at])
        found.unknown.append(asked.labels[at] in unknown)


def _calibrated(features: list[list[float]], right: list[bool], weights: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """Weights and bias on the features as they are; fitted on standardised ones, so that the penalty is fair."""
    if len(set(right)) < 2:
        return MOSTLY_RIGHT
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(C=1.0, max_iter=500).fit(scaler.transform(features), right, weights)
    own = model.coef_[0] / scaler.scale_
    return (*(float(each) for each in own), float(model.intercept_[0] - own @ scaler.mean_))


def train(asked: Asked, known: Calibration | None = None, kept: Heads | None = None) -> Matcher:
    """The matcher with its calibration, measured or ``known``. Deterministic for the same questions in the same order."""
    model = fit(asked, kept)
    if known is not None:
        return replace(model, right=known.right, among_three=known.among_three)
    if len(set(asked.labels)) < 8 or len(asked.texts) < 40:
        return model
    chance, found = np.random.default_rng(SEED), _Seen()
    for _ in range(min(MOST_ROUNDS, max(1, round(ENOUGH / (0.34 * len(asked.texts)))))):
        _round(asked, chance, found)
    weights = found.weights()
    return replace(
        model, right=_calibrated(found.features, found.first, weights), among_three=_calibrated(found.features, found.three, weights)
    )
