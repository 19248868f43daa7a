"""Which kind of risk a message speaks of without using any of the listed phrases: a linear head on the
sentence vector.

Trained on bot/heads/risk_examples.yml by benchmarks/train_heads.py; recall and false alarms out of fold are
in its provenance.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from bot.components.encoder import Floats

HEAD = Path(__file__).resolve().parents[1] / "heads" / "risk.npz"
# Who may be in danger is never left to an article, however well it fits.
DANGER = frozenset({"self_harm", "safety", "medical", "fraud"})
SURE = 1.0  # log-odds more, where an article answers


@functools.lru_cache(maxsize=1)
def _head() -> dict[str, Floats]:
    with np.load(HEAD) as arrays:
        return {name: arrays[name] for name in arrays.files}


def likely_risk(vector: Floats, answered: bool) -> tuple[str, float] | None:
    """The kind that is surest and how sure, 0..1; None when none is claimed.

    ``answered`` says that an article answers the message: then all but danger has to be surer, for "what do
    you do with my data" is a question first.
    """
    doubt = {kind: SURE if answered and kind not in DANGER else 0.0 for kind in _head()}
    margins = {
        kind: float(vector @ row[:-2] + row[-2] - row[-1]) - doubt[kind] for kind, row in _head().items()
    }
    best = max(margins, key=lambda kind: margins[kind])
    return (best, float(1 / (1 + np.exp(-margins[best])))) if margins[best] > 0 else None


def likely_danger(above: Mapping[str, float], answered: bool) -> tuple[str, float] | None:
    """The same by the heads that also hear the words danger is told with; ``above`` are log-odds above each
    kind's threshold.
    """
    margins = {
        kind: value - (SURE if answered and kind not in DANGER else 0.0) for kind, value in above.items()
    }
    best = max(margins, key=lambda kind: margins[kind], default=None)
    return (best, float(1 / (1 + np.exp(-margins[best])))) if best is not None and margins[best] > 0 else None
