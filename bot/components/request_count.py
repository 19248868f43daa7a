"""How many things a message asks for or tells: a linear head on the sentence vector and on a few counts of
words.

Trained on NLU++ (Casanueva et al. 2022, CC BY 4.0) by benchmarks/train_heads.py; ten-fold Spearman with the
true number of intents is in the head's provenance.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.components.encoder import Floats
from bot.components.wording import OWN, Wording, blank

HEAD = Path(__file__).resolve().parents[1] / "heads" / "requests.npz"
MOST = 6.0
_SIGNS = re.compile(r"[.?!;,]")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def counts(wording: Wording) -> list[float]:
    """Words, different words that carry meaning, cues of a request, stretches between joints, and question
    marks.
    """
    low = wording.low
    words, small = _WORD.findall(low), blank(OWN).Defaults.stop_words
    content = {word for word in words if word not in small}
    cues = {
        phrase.words.lower().partition("'")[0] for phrase in wording.own.get("request_cues", ())
    }  # "can't" asks like "can"
    stretches = sum(len(_WORD.findall(part)) >= 3 for part in _stretches(wording))
    return [
        math.log1p(len(words)),
        math.sqrt(len(content)),
        float(len(cues)),
        float(stretches),
        float(low.count("?")),
    ]


def _stretches(wording: Wording) -> list[str]:
    """The text between signs and joints."""
    text, doc = wording.doc.text, wording.doc
    joints = [
        (doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
        for start, end in (joint.place for joint in wording.own.get("joints", ()))
    ]
    borders = sorted([*joints, *(sign.span() for sign in _SIGNS.finditer(text))])
    return [
        text[end:start]
        for (_, end), (start, _) in itertools.pairwise([(0, 0), *borders, (len(text), len(text))])
    ]


@functools.lru_cache(maxsize=1)
def _head() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    arrays = np.load(HEAD)
    return arrays["vector"], arrays["counts"]


def expected_requests(counted: list[float], vector: Floats) -> float:
    """The expected number by :func:`counts` and the sentence vector, 0 to :data:`MOST`; about 2 for one plain
    question, which names an action and its object.
    """
    embedded, weights = _head()
    value = float(vector @ embedded) + float(np.dot(weights[:-1], counted)) + float(weights[-1])
    return min(MOST, max(0.0, value))
