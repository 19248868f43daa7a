"""Complexity of a customer turn, apart from anger: how much there is to untangle, 0..1."""

from __future__ import annotations

from dataclasses import dataclass

from bot.scoring.mood import sigmoid

BIAS = -4.6
WEIGHTS = {
    "requests": 0.9,
    "conditions": 0.6,
    "entities": 0.25,
    "length": 1.6,
    "distance": 1.2,
    "ambiguity": 0.7,
    "stuck": 0.45,
}
LABELS = {
    "requests": "several requests",
    "conditions": "conditions and exceptions",
    "entities": "numbers and dates to check",
    "length": "a long message",
    "distance": "far from what the bot knows",
    "ambiguity": "could mean several things",
    "stuck": "turns without progress",
    "tangled": "sounds tangled, with what was said before",
}


@dataclass(frozen=True, slots=True)
class Complexity:
    """``score`` 0..1 and the parts that weighed most, in log-odds."""

    score: float
    parts: tuple[tuple[str, float], ...]


HEARD, GAIN = 0.35, 1.6  # the trained scale (0 to 3) from which it lifts the score, and by how much a step


def complexity(features: dict[str, float], odds: float = 0.0) -> Complexity:
    """Weighted evidence. ``requests`` expected (about 2 for a plain question), ``length`` as words / 50 (at
    most 2), others as counts or 0..1.

    ``odds`` is the trained head's scale, which also hears several short messages and short tangled ones.
    """
    parts = [
        *((name, weight * features.get(name, 0.0)) for name, weight in WEIGHTS.items()),
        ("tangled", GAIN * max(0.0, odds - HEARD)),
    ]
    contributions = tuple(sorted(((n, round(a, 3)) for n, a in parts if a >= 0.3), key=lambda part: -part[1]))
    return Complexity(sigmoid(BIAS + sum(amount for _, amount in parts)), contributions)
