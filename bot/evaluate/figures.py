"""Figures with 95% intervals by bootstrap (percentiles of 500 resamples, seeded)."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import f1_score, matthews_corrcoef, roc_auc_score

RESAMPLES, SEED = 500, 11
Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and its interval, in the unit of the value."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """For people: percentages without the sign."""
        return f"{100 * self.value:5.1f}  [{100 * self.low:.1f}, {100 * self.high:.1f}]"


def with_interval(measure: Callable[..., float], *columns: Sequence[object] | Array) -> Figure:
    """``measure`` of the columns, and of resampled rows. Resamples it cannot measure (one class only) are
    left out.
    """
    arrays = [np.asarray(column) for column in columns]
    chance, count = np.random.default_rng(SEED), len(arrays[0])
    samples = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = measure(*arrays)
        for _ in range(RESAMPLES):
            rows = chance.integers(count, size=count)
            sample = measure(*(array[rows] for array in arrays))
            if not math.isnan(sample):
                samples.append(sample)
    low, high = np.percentile(samples, [2.5, 97.5]) if samples else (value, value)
    return Figure(float(value), float(low), float(high))


def share(values: Array) -> float:
    """The mean of true and false; not a number for none."""
    return float(np.mean(values)) if len(values) else math.nan


def macro_f1(truth: Array, answers: Array) -> float:
    """F1 averaged over the labels that occur."""
    return float(f1_score(truth, answers, average="macro"))


def auroc(truth: Array, score: Array) -> float:
    """The chance that a true row scores above a false one; not a number with one class only."""
    return float(roc_auc_score(truth, score)) if len(set(truth.tolist())) == 2 else math.nan


def mcc(truth: Array, answers: Array) -> float:
    """Matthews' correlation over all labels, "none" among them (HINT3's measure)."""
    return float(matthews_corrcoef(truth, answers))


def best_mcc(
    truth: Sequence[str], answers: Sequence[str], score: Sequence[float], none: str
) -> tuple[float, float]:
    """The highest :func:`mcc` over all cut-offs below which ``none`` is told, and the cut-off."""
    truths, best, scores = np.asarray(truth), np.asarray(answers), np.asarray(score, dtype=float)
    cuts = np.unique(np.quantile(scores, np.linspace(0, 1, 101)))
    pairs = [(mcc(truths, np.where(scores >= cut, best, none)), float(cut)) for cut in cuts]
    return max(pairs)


def best_f1(truth: Array, score: Array) -> tuple[float, float]:
    """The highest F1 over all cut-offs, and the cut-off."""
    order = np.argsort(-score.astype(float), kind="stable")
    hits = np.cumsum(truth[order].astype(int))
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + max(1, int(truth.sum())))
    best = int(f1.argmax())
    return float(f1[best]), float(score[order[best]])


def spearman(first: Array, second: Array) -> float:
    """Rank correlation."""
    from scipy.stats import spearmanr  # noqa: PLC0415 - 0.4 s that only this figure needs

    return float(spearmanr(first, second)[0])
