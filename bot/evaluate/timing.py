"""How near in time a hand-over is to where it was due. Pure."""

from __future__ import annotations

import math

TOLERANCES = (1, 2, 3)


def in_time(handoffs: list[int], gold: list[int], tolerance: int) -> float:
    """Golden transfer within tolerance: the mean over the hand-offs told of how near the nearest right one
    is, 0..1.
    """
    if not handoffs or not gold:
        return 1.0 if not handoffs and not gold else 0.0
    return sum(max(math.exp(-((p - q) ** 2) / (2 * tolerance**2)) for q in gold) for p in handoffs) / len(
        handoffs
    )
