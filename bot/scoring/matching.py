"""Which intent or article a text means, and how sure that is: run-time arithmetic, numpy only.

Two heads see the same text: one its sentence vector, one its character and word n-grams (TF-IDF). Their
probabilities are fused by geometric mean; the similarity to the nearest stored question says what neither
softmax can: that nothing stored is close. A small calibrated model turns these into the probability of being right.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_WORD = re.compile(r"\w+")


def grams(text: str) -> list[str]:
    """Words, word pairs, and character 2- to 5-grams within words (with a blank at both ends)."""
    words = _WORD.findall(text.lower())
    found = [f"w:{word}" for word in words]
    found += [f"b:{left} {right}" for left, right in itertools.pairwise(words)]
    for word in words:
        padded = f" {word} "
        found += [padded[at : at + size] for size in (2, 3, 4, 5) for at in range(max(1, len(padded) - size + 1))]
    return found


def softmax(logits: Floats) -> Floats:
    """Probabilities along the last axis."""
    raised = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Match:
    """The best labels with their fused probabilities, and the chances that the first, or one of three, is right."""

    labels: tuple[str, ...]
    probabilities: tuple[float, ...]
    nearest: float
    nearest_text: str
    right: float
    among_three: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Vocabulary, inverse document frequencies and one weight column a label."""

    vocabulary: dict[str, int]
    idf: Floats
    weights: Floats
    bias: Floats

    def logits(self, text: str) -> Floats:
        """One number a label; the bias alone when no n-gram is known."""
        counts = Counter(at for each in grams(text) if (at := self.vocabulary.get(each)) is not None)
        if not counts:
            return self.bias
        places = np.fromiter(counts, dtype=np.int64)
        values = np.array([1 + math.log(counts[at]) for at in counts], dtype=np.float32) * self.idf[places]
        return np.asarray(values / np.linalg.norm(values) @ self.weights[places] + self.bias, dtype=np.float32)


def calibration_features(fused: Floats, similarities: Floats, best: int) -> list[float]:
    """What the calibrated models see: probability of the best, margin, its nearest question, the nearest at all."""
    ordered = np.sort(fused)[::-1]
    margin = math.log(float(ordered[0]) + 1e-6) - math.log(float(ordered[1]) + 1e-6) if len(ordered) > 1 else 0.0
    return [math.log(float(ordered[0]) + 1e-6), margin, float(similarities[best]), float(similarities.max())]


@dataclass(frozen=True, slots=True)
class Matcher:
    """The trained model. ``owners[i]`` is the label of stored question ``i``."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    lexicon: Lexicon
    questions: Floats
    owners: npt.NDArray[np.int64]
    texts: tuple[str, ...]
    right: tuple[float, ...]
    among_three: tuple[float, ...]

    def fused(self, text: str, vector: Floats) -> Floats:
        """Fused probabilities, one a label, summing to one."""
        embedded = np.log(softmax(vector @ self.weights.T + self.bias) + 1e-9)
        lexical = np.log(softmax(self.lexicon.logits(text)) + 1e-9)
        return softmax(np.asarray(0.5 * (embedded + lexical), dtype=np.float32))

    def nearest(self, vector: Floats) -> tuple[Floats, int]:
        """For each label the highest cosine to one of its questions, and the place of the nearest question of all."""
        cosines = self.questions @ vector
        best = np.full(len(self.labels), -1.0, dtype=np.float32)
        np.maximum.at(best, self.owners, cosines)
        return best, int(cosines.argmax())

    def match(self, text: str, vector: Floats, without: frozenset[str] = frozenset(), keep: int = 5) -> Match:
        """The best labels for a text; ``without`` takes labels out of the ranking (answers already rejected)."""
        fused, (similarities, place) = self.fused(text, vector), self.nearest(vector)
        order = [int(at) for at in np.argsort(-fused) if self.labels[at] not in without][:keep]
        features = calibration_features(fused, similarities, order[0])
        return Match(
            labels=tuple(self.labels[at] for at in order),
            probabilities=tuple(float(fused[at]) for at in order),
            nearest=float(similarities.max()),
            nearest_text=self.texts[place],
            right=_probability(self.right, features),
            among_three=_probability(self.among_three, features),
        )


def _probability(model: tuple[float, ...], features: list[float]) -> float:
    value = model[-1] + sum(weight * feature for weight, feature in zip(model, features, strict=False))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
