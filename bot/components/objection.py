"""What a turn objects to, agrees with or repeats: features of wording and behaviour, none of them a feeling
by itself.

They carry over to other companies where topics do not [Sandbank 2018]; only the customer's words are scored,
the bot's apologies are not a mood.
"""

from __future__ import annotations

import math

from bot.components.encoder import Floats, vectors
from bot.components.wording import Wording
from bot.turn import DialogueState

LATEST = 3


def objections(wording: Wording, vector: Floats, case: DialogueState) -> dict[str, float]:
    """Counts (at most 2 or 3), yes or no as 1 or 0, and cosines 0..1."""
    low = wording.low
    own, bots = case.said[-LATEST:], [turn.text for turn in case.turns if turn.who == "bot"]
    last = bots[-1] if bots else ""
    return {
        "negations": float(min(2, len(wording.own.get("negations", ())))),
        "begins_no": float(wording.begins("begins_no")),
        "agrees": float(wording.begins("agrees")),
        "corrects": float(min(2, len(wording.own.get("corrects", ())))),
        "like_own": _nearest(vector, own),
        "bot_repeats": float(last in bots[:-1]),
        "says_thanks": float("thank" in low),
        "goodbye": float(wording.has("goodbye")),
        "words": math.log1p(len(low.split())),
        "turn": math.log1p(case.count),
        "asks": float("?" in low),
        "bot_asked": float(last.rstrip().endswith("?")),
        "bot_sorry": float("sorry" in wording.earlier.bot),
    }


def _nearest(vector: Floats, texts: tuple[str, ...]) -> float:
    """The highest cosine to any of the texts, 0 for none."""
    return max(0.0, float((vectors().of(list(texts)) @ vector).max())) if texts else 0.0
