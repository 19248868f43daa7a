"""The thing a message asks for by name: "do you sell kayaks". Whether any article has ever named it, the
base's words tell. Pure.
"""

from __future__ import annotations

import re

# The cosine of two words from which one may stand for the other: rucksack and backpack, not kayak and stove
NEAR = 0.65
_ASKS = re.compile(
    r"\b(?:(?:do|does|did|can|could|would|will) (?:you|they|we|i|one) (?:guys )?(?:also |even |ever |still"
    r" |perhaps |please )*"
    r"(?:sell|stock|carry|offer|have|make|produce|supply|do|run|accept|take|buy|get|find|order)|have you(?:"
    r" got)?|"
    r"(?:is|are) there|^(?:got|sell|selling|stock)|looking for|(?:want|like|need) to buy)\s+"
    r"(?P<thing>[^.,;:!?\n]+)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:for|in|with|without|at|on|onto|to|from|of|about|by|into|near|here|that|which|who|when|while|if|and|or|but|as|"
    r"than|because|so|too|also|please|now|today|tomorrow|online|anymore|again|back|i|you|we|is|are|was)\b",
    re.IGNORECASE,
)
_DETERMINERS = re.compile(
    r"^(?:(?:any|a|an|the|some|your|my|our|these|those|this|such|more|other|new|good|nice)\s+)+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


_ABOUT = re.compile(
    r"^(?:(?:hi|hello|hey|and|so|but)\b[\s,]*)?(?:what(?:['’]?s| is| are| was)|who(?:['’]?s| is))"
    r" (?:the|your)\s+(?P<thing>[^.,;:!?\n]+)",
    re.IGNORECASE,
)


def thing_asked_for(text: str, about: bool = False) -> str | None:
    """The head of what is asked for ("avalanche courses" → "courses"), small letters; None where nothing is
    asked for by name. ``about`` also takes what is asked about: "what is the capital of".
    """
    match = _ASKS.search(text) or (_ABOUT.search(text) if about else None)
    if match is None:
        return None
    phrase = _DETERMINERS.sub("", match["thing"].strip())
    words = _WORD.findall(_ENDS.split(phrase, maxsplit=1)[0].lower())
    return words[-1] if words and len(words) <= 4 and len(words[-1]) >= 3 else None


_BUYS = re.compile(r"\b(?:sell|selling|stock|carry|offer|rent|hire|supply|produce|buy)\b", re.IGNORECASE)


def asks_to_buy(text: str) -> bool:
    """Whether the thing is asked for as goods: another word for what an article names is then hardly
    meant.
    """
    return bool(_BUYS.search(text))


def base_form(word: str) -> str:
    """Without the ending of a plural."""
    for ending, tail in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")):
        if word.endswith(ending):
            return word.removesuffix(ending) + tail
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
