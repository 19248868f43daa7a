"""Linear heads: log-odds as a sum of named parts, so that each part is evidence and its absence a
counterfactual. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
MEANING, EARLIER = "meaning", "earlier"  # the parts of the sentence vector, and of the earlier lines' vectors


class Numbers(dict[str, float]):
    """Named numbers that several heads weigh: put in a row once for all heads that go by the same names."""

    def __init__(self, numbers: Mapping[str, float]) -> None:
        super().__init__(numbers)
        self._rows: dict[tuple[str, ...], Floats] = {}

    def of(self, names: tuple[str, ...]) -> Floats:
        """The numbers of these names, 0 for those that are not there."""
        if names not in self._rows:
            self._rows[names] = np.array([self.get(name, 0.0) for name in names], dtype=np.float32)
        return self._rows[names]


@dataclass(frozen=True, slots=True)
class Head:
    """Weights for a sentence vector, for the faded vectors of earlier lines (either may be empty), and for
    named numbers.

    A number counts from its usual value ``centre`` on and at most ``LIMIT`` of its spreads away.
    """

    vector: Floats
    earlier: Floats
    names: tuple[str, ...]
    centre: Floats
    spread: Floats
    weights: Floats
    bias: float

    def parts(self, features: Mapping[str, float], vector: Floats, earlier: Floats) -> dict[str, float]:
        """The parts by name; together with ``bias`` they are the log-odds."""
        return dict(
            zip((*self.names, MEANING, EARLIER), self._amounts(features, vector, earlier), strict=True)
        )

    def log_odds(self, features: Mapping[str, float], vector: Floats, earlier: Floats) -> float:
        """The sum of the parts and the bias."""
        return self.bias + sum(self._amounts(features, vector, earlier))

    def _amounts(self, features: Mapping[str, float], vector: Floats, earlier: Floats) -> list[float]:
        values = (
            features.of(self.names) if isinstance(features, Numbers) else Numbers(features).of(self.names)
        )
        # Np.clip costs three times as much.
        deviations = np.minimum(np.maximum((values - self.centre) / self.spread, -LIMIT), LIMIT)
        amounts: list[float] = (self.weights * deviations).tolist()
        meaning = float(self.vector @ vector) if self.vector.size else 0.0
        before = float(self.earlier @ earlier) if self.earlier.size else 0.0
        return [*amounts, meaning, before]

    def to_arrays(self, name: str) -> dict[str, Floats]:
        """The weights as they are kept in a npz file."""
        return {
            f"{name}.vector": self.vector,
            f"{name}.earlier": self.earlier,
            f"{name}.names": np.array(self.names),
            f"{name}.numbers": np.stack([self.centre, self.spread, self.weights]).astype(np.float32),
            f"{name}.bias": np.array([self.bias], dtype=np.float32),
        }

    @classmethod
    def from_arrays(cls, name: str, arrays: Mapping[str, Floats]) -> Head:
        """The inverse of :meth:`to_arrays`."""
        centre, spread, weights = arrays[f"{name}.numbers"]
        names = tuple(map(str, arrays[f"{name}.names"]))
        return cls(
            arrays[f"{name}.vector"],
            arrays[f"{name}.earlier"],
            names,
            centre,
            spread,
            weights,
            float(arrays[f"{name}.bias"][0]),
        )


LIMIT = 4.0
