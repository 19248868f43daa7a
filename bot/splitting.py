"""Several requests in one message, taken apart where each can stand alone. Pure."""

from __future__ import annotations

import re

FEWEST_WORDS, MOST_PARTS = 4, 3
_BEGINS = (
    r"(?=(?:how|what|when|where|which|who|why|can|could|may|do|does|did"
    r"|is|are|will|would|should|have|has|i)\b)"
)
_BORDER = re.compile(
    rf"[?!.;]\s+(?:(?:and|also|plus|then)\s+)?|,?\s+(?:and also|and|also|plus)\s+{_BEGINS}|,\s+{_BEGINS}",
    re.IGNORECASE,
)
# What points back at another part cannot be understood without it.
_POINTS_BACK = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|their|one|ones|there|so|then|both|either|else)\b",
    re.IGNORECASE,
)


_ASKS = r"(?:how|what|when|where|which|who|can|could|may|do|does|did|is|are|will|would|should)"
_SENTENCE = re.compile(rf"(?<=[.!?])\s+|\n+|,\s+(?=(?:so |and |but )?{_ASKS}\b)", re.IGNORECASE)
_QUESTION = re.compile(rf"(?:(?:and|so|but|also|well|ok|okay),?\s+)?{_ASKS}\b", re.IGNORECASE)


def asks_like(text: str) -> bool:
    """Whether a sentence begins like a question, with or without its mark."""
    return bool(_QUESTION.match(text.strip()))


def question(text: str) -> str | None:
    """The one question in a message that tells a story around it; None when there is none, several, or
    nothing else.
    """
    sentences = [word.strip() for word in _SENTENCE.split(text) if word.strip()]
    questions = [sentence for sentence in sentences if sentence.endswith("?") or asks_like(sentence)]
    return (
        questions[0]
        if len(sentences) > 1 and len(questions) == 1 and len(questions[0].split()) >= FEWEST_WORDS
        else None
    )


def parts(text: str) -> list[str]:
    """Two or three requests that stand alone, or an empty list when the message is better taken as one."""
    requests = [part.strip(" ,;.!?\n") for part in _BORDER.split(text)]
    requests = [part for part in requests if part]
    if not 2 <= len(requests) <= MOST_PARTS:
        return []
    alone = all(len(part.split()) >= FEWEST_WORDS and not _POINTS_BACK.search(part) for part in requests)
    return requests if alone else []
