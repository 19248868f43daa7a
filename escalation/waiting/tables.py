"""Distributions as tables over a grid of seconds, and what follows from them for places that are taken again
and again.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CELL_S = 30.0
CELLS = 480  # four hours ahead are looked at
LONG = 1440  # contacts are told apart up to half a day
SPAN_S = CELL_S * CELLS
_EDGES = np.arange(LONG + 1) * CELL_S
_SURE = 0.01  # with less than this left, experience ends


def log_normal(median: float, spread: float, count: int) -> list[float]:
    """A guess worth so many observations."""
    normal = NormalDist(float(np.log(median)), spread)
    return [float(np.exp(normal.inv_cdf((place + 0.5) / count))) for place in range(count)]


def table(sample: Iterable[float]) -> Floats:
    """The share of the sample that is over at each edge of the grid, between two observations in even
    steps.
    """
    ordered = np.sort(np.fromiter(sample, float))
    shares = (np.arange(len(ordered)) + 0.5) / len(ordered)
    over: Floats = np.interp(_EDGES, ordered, shares, left=0.0, right=1.0)
    return over


def remaining(over: Floats, age_s: float) -> Floats:
    """Of something that has lasted ``age_s``, the chance that it is over at each edge from now on. Beyond all
    experience it lasts about half as long again.
    """
    cell = int(age_s / CELL_S)
    left = 1.0 - float(over[cell]) if cell < LONG else 0.0
    if left < _SURE:
        beyond: Floats = 1.0 - np.exp(-_EDGES[: CELLS + 1] * 2 / max(age_s, CELL_S))
        return beyond
    known: Floats = (over[cell : cell + CELLS + 1] - over[cell]) / left
    return np.concatenate([known, np.ones(CELLS + 1 - len(known))])


def renewals(over: Floats) -> Floats:
    """How often a place is free again by each edge, on average, if it is always taken at once."""
    size = 1 << (2 * CELLS).bit_length()
    once = np.diff((over[: CELLS + 1] + over[1 : CELLS + 2]) / 2, prepend=0.0)  # to the nearest edge
    power, total = once.copy(), once.copy()
    for _ in range(6):  # up to 64 times in a row
        spectrum = np.fft.rfft(power, size)
        total += np.fft.irfft(spectrum * np.fft.rfft(total, size), size)[: CELLS + 1]
        power = np.fft.irfft(spectrum * spectrum, size)[: CELLS + 1]
    return np.cumsum(np.maximum(total, 0.0))


def after(first: Floats, again: Floats) -> Floats:
    """What happens by each edge if it begins as ``first`` says and then goes as ``again`` says."""
    steps = np.diff(first, prepend=0.0)
    return np.convolve(steps, again)[: CELLS + 1]
