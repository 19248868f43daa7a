"""Putting questions that mean the same together. Pure but for numpy.

The leader method (Hartigan, *Clustering Algorithms*, 1975), begun at the texts with most neighbours: one
pass, no number of groups to guess, and a new question joins a group or opens one without moving the others.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

LIKE = 0.62  # cosine from which two short questions are about the same thing
Vectors = npt.NDArray[np.float32]


def clusters(vectors: Vectors, like: float = LIKE) -> list[list[int]]:
    """Places of ``vectors`` (length one) by group; in each the most typical first, the largest group
    first.
    """
    if len(vectors) == 0:
        return []
    likeness = vectors @ vectors.T
    order = np.argsort(-(likeness > like).sum(axis=1), kind="stable")
    leaders: list[int] = []
    groups: list[list[int]] = []
    for at in map(int, order):
        near = likeness[at, leaders] if leaders else np.empty(0)
        if len(near) and float(near.max()) > like:
            groups[int(near.argmax())].append(at)
        else:
            leaders.append(at)
            groups.append([at])
    return sorted(groups, key=len, reverse=True)
