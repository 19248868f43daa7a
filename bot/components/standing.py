"""How a talk stands: what the turns so far say about progress, as named numbers. None is a feeling, none
decides by itself.

Everything is read from the case and the message, so the same numbers come out live, in replay and in
training.
"""

from __future__ import annotations

import math
import re

import numpy as np

from bot.components.encoder import Floats, vectors
from bot.components.wording import LOOKED_BACK, Wording
from bot.turn import DialogueState, Past

FADE = 0.7  # what an earlier line still weighs, one turn on
FAILED = frozenset({"fallback", "ask", "error"})
ANSWERED = frozenset({"answer", "reply", "step"})
_NUMBER = re.compile(r"\b\d+(?:st|nd|rd|th|x)?\b")
_DIGITS = re.compile(r"\+?\d[\d ]{7,}\d")


def faded(case: DialogueState) -> Floats:
    """The customer's earlier lines as one vector, the latest weighing most; zeros at the start."""
    lines = case.said[-LOOKED_BACK:]
    if not lines:
        return np.zeros(384, dtype=np.float32)
    weights = FADE ** np.arange(len(lines) - 1, -1, -1, dtype=np.float32)
    return np.asarray(weights @ vectors().of(list(lines)), dtype=np.float32)


def again(line: Past, earlier: list[Past]) -> float:
    """How alike a bot's line is to those before it, 0..1: the same article or key is 1, other words count by
    their meaning.
    """
    if any(
        other.article == line.article and other.text == line.text
        for other in earlier
        if other.article or other.text
    ):
        return 1.0
    worded = [other.text for other in earlier if " " in other.text]
    if " " not in line.text or not worded:
        return 0.0
    matrix = vectors().of([line.text, *worded])
    return max(0.0, float((matrix[1:] @ matrix[0]).max()))


def _run(bots: list[Past]) -> int:
    """The bot's latest lines in a row that gave no answer."""
    count = 0
    for bot in reversed(bots):
        if bot.kind not in FAILED:
            break
        count += 1
    return count


def standing(wording: Wording, vector: Floats, case: DialogueState) -> dict[str, float]:
    """The named numbers, most between 0 and 2."""
    low, cues = wording.low, wording.cues
    bots = [turn for turn in case.turns if turn.who == "bot" and turn.kind not in ("acknowledge", "offer")]
    lines = list(case.said[-LOOKED_BACK:])
    own = vectors().of(lines) @ vector if lines else np.zeros(1, dtype=np.float32)
    last = bots[-1] if bots else None
    told_before = ["no_help" in names for names in wording.earlier.said]
    offered = case.last_bot is not None and case.last_bot.kind == "offer"
    words = low.split()
    return {
        "no_help": float("no_help" in cues),
        "no_help_before": _fading(told_before),
        "no_help_after_answer": float("no_help" in cues and last is not None and last.kind in ANSWERED),
        "person_cue": float("person_cue" in cues),
        "person_abroad": float("person_abroad" in cues),
        "own_again": max(0.0, float(own.max())) if len(words) > 2 else 0.0,
        "own_mean": max(0.0, float(own.mean())) if len(words) > 2 else 0.0,
        "bot_again": again(last, bots[:-1]) if last else 0.0,
        "bot_failures": float(min(3, _run(bots))),
        "bot_failed_share": sum(bot.kind in FAILED for bot in bots) / len(bots) if bots else 0.0,
        "answers_so_far": math.log1p(sum(bot.kind in ANSWERED for bot in bots)),
        "offered": float(offered),
        "turn_number": math.log1p(len(lines)),
        "said_but": float(wording.has("but")),
        "asks_help": float(wording.has("asks_help")),
        "polite": float(wording.has("polite")),
        "polite_stuck": float(wording.has("polite") and "no_help" in cues),
        "about_us": float(wording.has("about_us")),
        "about_others": float(wording.has("about_others")),
        "numbers": float(min(4, len(_NUMBER.findall(low)))),
        "phone_given": float(bool(_DIGITS.search(low))),
        "short": float(len(words) <= 3),
        "closing": float(len(words) <= 8 and "?" not in low),
        "long_talk": math.log1p(sum(len(line.split()) for line in lines) / 20),
        "lines": math.log1p(low.count("\n") + low.count("- ")),
    }


def _fading(marks: list[bool]) -> float:
    return float(sum(FADE ** (len(marks) - at) for at, mark in enumerate(marks) if mark))
