"""The chance of being right, from what the matcher sees: weights shipped with the bot, so that a threshold
means the same in every base.

They were fitted to thousands of real questions to bases of 12 to 83 answers with 2 to 40 examples each, a
part of them about topics the base lacks (`benchmarks/calibrate_match.py`). None is negative, and all are
drawn towards a pair that carries over everywhere: the probability of the best, and the likeness of the
nearest stored question.
"""

from __future__ import annotations

import functools
import json
import math
from dataclasses import dataclass
from pathlib import Path

from knowledge.encoder_stamp import MINILM

FILE = Path(__file__).resolve().parents[1] / "heads" / "match.json"
UNKNOWN_SHARE = 0.4  # how many messages fit nothing the base knows, where nothing else is set


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights and bias for “the first is right” and for “one of three is right”."""

    right: tuple[float, ...]
    among_three: tuple[float, ...]


@functools.lru_cache(maxsize=8)
def shipped(unknown_share: float = UNKNOWN_SHARE, encoder: str = MINILM) -> Calibration:
    """The shipped weights for an encoder and a desk where this share of all messages fits nothing it
    knows.
    """
    data = json.loads(FILE.read_text(encoding="utf-8"))[encoder]
    moved = _log_odds(data["unknown_share"]) - _log_odds(unknown_share)
    return Calibration(*((*data[name][:-1], data[name][-1] + moved) for name in ("right", "among_three")))


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))
