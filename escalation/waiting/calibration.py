"""Keeps ranges honest: how waits came out against what was forecast widens, narrows and shifts the next
ranges, until one in ten waits ends before a range and one in ten after it.

A wait that its customer gave up counts as one that would have lasted longer (Kaplan and Meier): leaving it
out would make long waits rare.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import exp, isfinite, log
from statistics import NormalDist

from escalation.waiting.forecast import Forecast

KEPT = 300
GUESSES = 30  # how many waits the guess is worth that the forecast is right
SHORT_S, LONG_S = 60.0, 600.0
_NORMAL = NormalDist(0, 1 / NormalDist().inv_cdf(0.9))
_GUESS = tuple((_NORMAL.inv_cdf((place + 0.5) / GUESSES), True) for place in range(GUESSES))
_SOFT_S, _NARROWEST = 10.0, 0.1
Outcome = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Range:
    """Seconds from now between which eight of ten waits end."""

    low: float
    high: float


def _past() -> list[deque[Outcome]]:
    return [deque(_GUESS, maxlen=KEPT) for _ in range(3)]


@dataclass(slots=True)
class Calibration:
    """Learns apart from waits that were forecast to be short, middling and long."""

    past: list[deque[Outcome]] = field(default_factory=_past)

    def learn(self, forecast: Forecast, waited_s: float, answered: bool) -> None:
        """A wait of this forecast ended so."""
        if isfinite(forecast.high):
            self._like(forecast).append((_off(forecast, waited_s), answered))

    def range(self, forecast: Forecast) -> Range | None:
        """The range to be said; None if the end cannot be seen."""
        if not isfinite(forecast.high):
            return None
        low, high = quantiles(self._like(forecast), (0.1, 0.9))
        return Range(_at(forecast, low), _at(forecast, high))

    def _like(self, forecast: Forecast) -> deque[Outcome]:
        return self.past[(forecast.middle >= SHORT_S) + (forecast.middle >= LONG_S)]


def _spreads(forecast: Forecast) -> tuple[float, float, float]:
    low, middle, high = (log(value + _SOFT_S) for value in (forecast.low, forecast.middle, forecast.high))
    return middle, max(middle - low, _NARROWEST), max(high - middle, _NARROWEST)


def _off(forecast: Forecast, waited_s: float) -> float:
    """How far off a wait is: 0 in the middle, -1 and 1 at the ends of what was forecast."""
    middle, down, up = _spreads(forecast)
    distance = log(waited_s + _SOFT_S) - middle
    return distance / (up if distance > 0 else down)


def _at(forecast: Forecast, off: float) -> float:
    """The inverse of :func:`_off`."""
    middle, down, up = _spreads(forecast)
    return max(0.0, exp(middle + off * (up if off > 0 else down)) - _SOFT_S)


def quantiles(outcomes: Iterable[Outcome], levels: Iterable[float]) -> list[float]:
    """Where so much has come out, counting who left before as still open then."""
    ordered = sorted(outcomes, key=lambda row: (row[0], not row[1]))
    there, wanted = 1.0, list(levels)
    found: list[float] = []
    for place, (off, answered) in enumerate(ordered):
        if answered:
            there *= 1 - 1 / (len(ordered) - place)
        while len(found) < len(wanted) and 1 - there >= wanted[len(found)] - 1e-9:
            found.append(off)
    return [*found, *[ordered[-1][0]] * (len(wanted) - len(found))]
