"""How much speaks for a person by now: the heads' scores of this turn, and what is left of those before it.
Pure.

A head on numbers that have names, so what brought a person is told in words: a talk that stands still, anger,
much to untangle.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.scoring.mood import sigmoid

FADE = 0.75  # what is left of a turn's scores one turn on
HELD = 5.0
HEADS = ("upset", "angry", "stuck", "person", "danger", "tangled", "person_due")
PLAIN = ("asked_person", "risk_list", "bot_again", "bot_failures", "own_again")
Marks = dict[str, float]


def numbers(
    odds: Mapping[str, float], features: Mapping[str, float], before: Mapping[str, float], turn: int
) -> dict[str, float]:
    """The named numbers; ``before`` are the marks of the turns so far."""
    values = {name: features.get(name, 0.0) for name in PLAIN}
    values |= {
        "later": float(turn > 0),
        "turn": float(min(turn, 12)),
        "fallbacks": before.get("fallbacks", 0.0),
    }
    for name in HEADS:
        values[f"{name}_odds"] = max(-HELD, min(HELD, odds[name])) / 2
        values[f"{name}_now"] = sigmoid(odds[name])
        values[f"{name}_so_far"] = before.get(f"{name}_so_far", 0.0)
        values[f"{name}_most"] = before.get(f"{name}_most", 0.0)
    return values


def marked(odds: Mapping[str, float], before: Mapping[str, float]) -> Marks:
    """The marks after the turn: for each head the faded sum and the most so far."""
    marks: Marks = {}
    for name in HEADS:
        share = sigmoid(odds[name])
        marks[f"{name}_so_far"] = round(FADE * before.get(f"{name}_so_far", 0.0) + share, 4)
        marks[f"{name}_most"] = round(max(before.get(f"{name}_most", 0.0), share), 4)
    return marks


def themes(parts: Mapping[str, float]) -> dict[str, float]:
    """The parts of the need by what they speak of: each head's own four, and the plain ones as “stuck”."""
    sums = dict.fromkeys(HEADS, 0.0)
    for name, amount in parts.items():
        head = next(
            (prefix for prefix in sorted(HEADS, key=len, reverse=True) if name.startswith(f"{prefix}_")), None
        )
        if head is not None:
            sums[head] += amount
        elif name in ("bot_again", "bot_failures", "own_again", "fallbacks"):
            sums["stuck"] += amount
    return sums
