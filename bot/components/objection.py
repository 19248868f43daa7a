"""What a turn objects to, agrees with or repeats: features of wording and behaviour, none of them a feeling by itself.

They carry over to other companies where topics do not [Sandbank 2018]; only the customer's words are scored, the bot's
apologies are not a mood.
"""

from __future__ import annotations

import math
import re

from bot.components.encoder import Floats, vectors
from bot.turn import Case

LATEST = 3
_NEGATION = re.compile(r"\b(?:no|not|never|none|nothing|wrong|incorrect|cannot|dont|doesnt|didnt|wont|\w+n['’]t)\b")
_BEGINS_NO = re.compile(r"\W*(?:no|nope|nah|not|don['’]?t|never|wrong|incorrect|that(?:['’]?s| is) not|that isn['’]t)\b")
_AGREES = re.compile(r"\W*(?:yes|yeah|yep|sure|ok|okay|great|perfect|correct|right|that['’]s right|sounds)\b")
_CORRECTS = re.compile(
    r"\b(?:i (?:said|meant|asked|told|want(?:ed)?)|actually|instead|that(?:['’]?s| is) not|not what|already|again|another|other|different"
    r"|else|change|rather|make (?:it|that)|should be|supposed)\b"
)
_GOODBYE = re.compile(r"\b(?:bye|goodbye|that['’]s all|that is all|have an? (?:good|nice|lovely|great|wonderful)|nothing else)\b")
_SORRY = re.compile(r"\b(?:sorry|apolog\w*|unfortunately|unable|could not|couldn['’]t|can['’]t|cannot)\b")


def objections(text: str, vector: Floats, case: Case) -> dict[str, float]:
    """Counts (at most 2 or 3), yes or no as 1 or 0, and cosines 0..1."""
    low = text.lower()
    own, bots = case.said[-LATEST:], [each.text for each in case.turns if each.who == "bot"]
    last = bots[-1] if bots else ""
    return {
        "negations": float(min(2, len(_NEGATION.findall(low)))),
        "begins_no": float(bool(_BEGINS_NO.match(low))),
        "agrees": float(bool(_AGREES.match(low))),
        "corrects": float(min(2, len(_CORRECTS.findall(low)))),
        "like_own": _nearest(vector, own),
        "bot_repeats": float(last in bots[:-1]),
        "says_thanks": float("thank" in low),
        "goodbye": float(bool(_GOODBYE.search(low))),
        "words": math.log1p(len(low.split())),
        "turn": math.log1p(case.count),
        "asks": float("?" in text),
        "bot_asked": float(last.rstrip().endswith("?")),
        "bot_sorry": float(bool(_SORRY.search(last.lower()))),
    }


def _nearest(vector: Floats, texts: tuple[str, ...]) -> float:
    """The highest cosine to any of the texts, 0 for none."""
    return max(0.0, float((vectors().of(list(texts)) @ vector).max())) if texts else 0.0
