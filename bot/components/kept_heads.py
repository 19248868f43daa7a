"""The heads a base was given by its last whole training, and learning only what changed since.

A release changes a few labels of hundreds. Their weights are fitted anew on all questions while all other
labels hold still: one block step of coordinate descent (Tseng, 2001) on the objective of the whole fit,
multinomial logistic regression with a ridge. Every release starts from the last *whole* training, so that
steps do not add up.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import logsumexp

from bot.components.encoder import RELEASE
from knowledge.encoder_stamp import MINILM, encoder_folder

FILE = "heads.npz"
MOST_CHANGED = 0.1  # of the labels; beyond, everything is learnt anew
Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Heads:
    """Weights [labels, dimensions] and [labels, grams] with their biases; ``marks`` are digests of each
    label's questions.
    """

    labels: tuple[str, ...]
    marks: tuple[str, ...]
    weights: Floats
    bias: Floats
    grams: tuple[str, ...]
    lexical: Floats
    lexical_bias: Floats

    def changed(self, marks: dict[str, str]) -> list[str] | None:
        """The labels of a new base whose questions are not those that were learnt; None when there are too
        many of them.
        """
        learnt = dict(zip(self.labels, self.marks, strict=True))
        labels = [label for label, mark in marks.items() if learnt.get(label) != mark]
        gone = len(learnt.keys() - marks.keys())
        return labels if len(labels) + gone <= MOST_CHANGED * len(marks) else None

    def meaning_for(self, labels: list[str]) -> tuple[Floats, Floats]:
        """Weights and bias of the embedding head for these labels, zeros for new ones."""
        return _rows(self.weights, self.labels, labels), _rows(self.bias, self.labels, labels)

    def words_for(self, labels: list[str], grams: list[str]) -> tuple[Floats, Floats]:
        """The same of the lexical head, for these grams."""
        by_gram = _rows(np.ascontiguousarray(self.lexical.T), self.grams, grams)
        return _rows(np.ascontiguousarray(by_gram.T), self.labels, labels), _rows(
            self.lexical_bias, self.labels, labels
        )


def _rows(rows: Floats, names: Iterable[str], order: list[str]) -> Floats:
    places = {name: at for at, name in enumerate(names)}
    matrix = np.zeros((len(order), *rows.shape[1:]), dtype=np.float32)
    pairs = [(at, places[name]) for at, name in enumerate(order) if name in places]
    if pairs:
        to, since = zip(*pairs, strict=True)
        matrix[list(to)] = rows[list(since)]
    return matrix


def marks_of(texts: list[str], labels: list[str]) -> dict[str, str]:
    """A digest of each label's questions: the file says nothing of what customers ask."""
    questions: dict[str, list[str]] = {}
    for text, label in zip(texts, labels, strict=True):
        questions.setdefault(label, []).append(text)
    return {
        label: hashlib.sha256("\0".join(sorted(group)).encode("utf-8", "surrogatepass")).hexdigest()
        for label, group in questions.items()
    }


def refit(
    features: Any, targets: Places, head: tuple[Floats, Floats], free: Places, sharpness: float
) -> tuple[Floats, Floats]:
    """Weights and bias with those of the labels ``free`` fitted anew, the others as they were.

    ``features`` [questions, dimensions] may be sparse; ``targets`` are the labels' places; ``sharpness`` is
    scikit-learn's ``C``.
    """
    weights, bias = (part.astype(np.float64) for part in head)
    scores = np.asarray(features @ weights.T) + bias
    own = scores[np.arange(len(targets)), targets]
    scores[:, free] = -np.inf
    others = logsumexp(scores, axis=1)
    hit = targets[:, None] == free[None, :]
    owned, shape = hit.any(axis=1), (len(free), weights.shape[1])

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        rows, biases = flat[: -len(free)].reshape(shape), flat[-len(free) :]
        logits = np.asarray(features @ rows.T) + biases
        total = np.logaddexp(others, logsumexp(logits, axis=1))
        right = np.where(owned, (logits * hit).sum(axis=1), own)
        slope = sharpness * (np.exp(logits - total[:, None]) - hit)
        value = sharpness * float((total - right).sum()) + 0.5 * float((rows * rows).sum())
        return value, np.concatenate([(np.asarray(features.T @ slope).T + rows).ravel(), slope.sum(axis=0)])

    begin = np.concatenate([weights[free].ravel(), bias[free]])
    solution = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 300, "gtol": 1e-3}).x
    weights[free], bias[free] = solution[: -len(free)].reshape(shape), solution[-len(free) :]
    return weights.astype(np.float32), bias.astype(np.float32)


def known(encoder: str = MINILM) -> Heads | None:
    """The kept heads, if they were learnt with this encoder; only while a release is trained, never while
    something is measured.
    """
    file = encoder_folder().parent / FILE
    if RELEASE not in os.environ or not file.is_file():
        return None
    try:
        with np.load(file) as archive:
            if str(archive["code"]) != _code(encoder):
                return None
            labels, marks, grams = (
                tuple(str(text) for text in archive[name]) for name in ("labels", "marks", "grams")
            )
            return Heads(
                labels,
                marks,
                archive["weights"],
                archive["bias"],
                grams,
                archive["lexical"],
                archive["lexical_bias"],
            )
    except (
        ValueError,
        KeyError,
        OSError,
        BadZipFile,
    ):  # a file of another age, or half a file: everything is learnt anew
        return None


def keep(heads: Heads, encoder: str = MINILM) -> None:
    """Keep the heads of a whole training."""
    if RELEASE not in os.environ:
        return
    file = encoder_folder().parent / FILE
    scratch = file.with_suffix(".new.npz")
    fields = {name: np.asarray(getattr(heads, name)) for name in Heads.__slots__}
    np.savez(scratch, code=np.asarray(_code(encoder)), **fields)  # type: ignore[arg-type]
    scratch.replace(file)


def _code(encoder: str) -> str:
    """Other code or vectors, other heads."""
    files = [
        Path(__file__),
        Path(__file__).parent / "match_training.py",
        Path(__file__).parents[1] / "scoring" / "matching.py",
    ]
    return hashlib.sha256(encoder.encode() + b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
