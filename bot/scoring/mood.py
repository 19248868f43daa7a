"""Sentiment and frustration of one customer turn, from named features.

Evidence is added as log-odds, the fusion that held best over seven sentiment sets; frustration accumulates
over turns with recency weights, which beats both the maximum and noisy-or [Hernandez Caralt 2025].
"""

from __future__ import annotations

import math
from dataclasses import dataclass

DECAY = 0.75  # what is left of the mood level after one more turn
BIAS = -2.4  # the level at rest: frustration 0.08
WEIGHTS = {
    "anger": 1.5,
    "negative": 0.45,
    "positive": -0.6,
    "lexicon": 1.1,
    "service_words": 1.45,
    "insult": 2.2,
    "swearing": 1.1,
    "sarcasm": 2.6,
    "shouting": 1.8,
    "exclamation": 0.5,
    "repeat": 0.9,
    "bot_failed": 0.7,
    "starts_no": 0.4,
    "thanks": -2.0,
}
# Displeasure: wording and behaviour that lean one way or the other without being anger. It shades the score
# of its own turn and is not carried on; within its bounds it can neither bring a person nor keep one away.
DISPLEASURE = {
    "negative_logit": 0.25,
    "positive_logit": -0.25,
    "compound": -0.6,
    "negations": 0.5,
    "begins_no": 1.3,
    "agrees": -0.8,
    "corrects": 0.5,
    "says_thanks": -1.2,
    "goodbye": -0.5,
    "bot_repeats": 0.4,
}
# The weight of likeness to an own earlier line, and the cosine from which it counts.
LIKENESS, UNLIKE = (
    1.5,
    0.4,
)
USUAL, SCALE, LOWEST, HIGHEST = 1.2, 0.6, -1.6, 1.3
LABELS = {
    "displeasure": "objects or corrects",
    "anger": "sounds angry",
    "negative": "sounds negative",
    "positive": "sounds positive",
    "lexicon": "negative words",
    "service_words": "words of a let-down customer",
    "insult": "insult",
    "swearing": "strong words",
    "sarcasm": "praise that is none",
    "shouting": "written in capitals",
    "exclamation": "exclamation marks",
    "repeat": "says it again",
    "bot_failed": "the bot had just failed",
    "starts_no": "begins with no",
    "thanks": "thanks",
}


@dataclass(frozen=True, slots=True)
class Mood:
    """``sentiment`` -1..1; ``frustration`` 0..1; ``level`` is the log-odds carried to the next turn;
    ``worded`` those of this turn's wording and behaviour with it, which the trained heads take further.
    """

    sentiment: float
    frustration: float
    level: float
    parts: tuple[tuple[str, float], ...]
    worded: float = 0.0


def sigmoid(value: float) -> float:
    """The logistic function, safe for any finite value."""
    return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))


def logit(probability: float) -> float:
    """The inverse of :func:`sigmoid`, held within ±6."""
    chance = min(max(probability, 0.0025), 0.9975)
    return math.log(chance / (1 - chance))


def sentiment(features: dict[str, float]) -> float:
    """-1 (negative) to 1: a lexical and an embedding view, fused as log-odds.

    Features used: ``positive`` and ``negative`` (log-odds of the heads), ``compound`` (lexicon, -1..1),
    ``service_words`` and ``insult`` (counts), ``thanks`` (0 or 1).
    """
    embedded = 0.5 * (features.get("positive_logit", 0.0) - features.get("negative_logit", 0.0))
    lexical = 2.2 * features.get("compound", 0.0)
    words = (
        -1.2 * features.get("service_words", 0.0)
        - 1.5 * features.get("insult", 0.0)
        + 1.2 * features.get("thanks", 0.0)
    )
    return math.tanh((embedded + lexical + words) / 2.5)


def displeasure(features: dict[str, float]) -> float:
    """How the wording leans, in log-odds from :data:`LOWEST` to :data:`HIGHEST`."""
    worded = sum(weight * features.get(name, 0.0) for name, weight in DISPLEASURE.items())
    alike = LIKENESS * max(0.0, features.get("like_own", 0.0) - UNLIKE)
    return min(HIGHEST, max(LOWEST, SCALE * (worded + alike - USUAL)))


def frustration(features: dict[str, float], before: float) -> Mood:
    """The mood after this turn. ``before`` is the level of the turn before, 0 at the start or after a cut."""
    parts = tuple((name, weight * features.get(name, 0.0)) for name, weight in WEIGHTS.items())
    level = max(0.0, DECAY * before + sum(amount for _, amount in parts))
    leaning = displeasure(features)
    amounts = (*parts, ("displeasure", max(0.0, leaning)))
    contributions = tuple(
        sorted(((n, round(a, 3)) for n, a in amounts if abs(a) >= 0.2), key=lambda part: -abs(part[1]))
    )
    return Mood(
        sentiment(features), sigmoid(BIAS + level + leaning), level, contributions, BIAS + level + leaning
    )
