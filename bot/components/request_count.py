"""How many things a message asks for or tells: a linear head on the sentence vector and on a few counts of words.

Trained on NLU++ (Casanueva et al. 2022, CC BY 4.0) by benchmarks/train_heads.py; ten-fold Spearman with the true number
of intents is in the head's provenance.
"""

from __future__ import annotations

import functools
import math
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.components.encoder import Floats
from bot.components.tokenizer import blank

HEAD = Path(__file__).resolve().parents[1] / "heads" / "requests.npz"
MOST = 6.0
_CUES = re.compile(
    r"\b(?:want|need|would like|can|could|how|what|when|why|which|where|is|are|do|does|please|cancel|change|return|pay|send|tell|get|give"
    r"|make|set|open|transfer|check|refund|replace|order)\b"
)
_JOINTS = re.compile(r"[.?!;,]|\b(?:and|then|also|plus|but|or)\b")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def counts(text: str) -> list[float]:
    """Words, different words that carry meaning, cues of a request, stretches between joints, and question marks."""
    low = text.lower()
    words, small = _WORD.findall(low), blank("en").Defaults.stop_words
    content = {word for word in words if word not in small}
    stretches = sum(len(_WORD.findall(part)) >= 3 for part in _JOINTS.split(low))
    return [math.log1p(len(words)), math.sqrt(len(content)), float(len(set(_CUES.findall(low)))), float(stretches), float(low.count("?"))]


@functools.lru_cache(maxsize=1)
def _head() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    arrays = np.load(HEAD)
    return arrays["vector"], arrays["counts"]


def expected_requests(text: str, vector: Floats) -> float:
    """The expected number, 0 to :data:`MOST`; about 2 for one plain question, which names an action and its object."""
    embedded, counted = _head()
    value = float(vector @ embedded) + float(np.dot(counted[:-1], counts(text))) + float(counted[-1])
    return min(MOST, max(0.0, value))
