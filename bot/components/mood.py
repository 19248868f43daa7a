"""Sentiment and frustration of the turn: features from words, vector and behaviour, handed to
bot.scoring.mood.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.training_data.message import Message
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from bot.components import talk_evidence, talk_heads
from bot.components.base import Component, note, noted, show
from bot.components.encoder import Floats, vector_of, vectors
from bot.components.lexicon import Found
from bot.components.objection import objections
from bot.components.wording import Wording, wording_of
from bot.judgement import Evidence, Tag, Topic
from bot.lines import START
from bot.scoring import mood
from bot.turn import DialogueState

HEADS = Path(__file__).resolve().parents[1] / "heads" / "emotions.npz"
SAME_QUESTION = 0.8
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
FAILURES = frozenset({"fallback", "ask", "error"})
LET_DOWN = FAILURES - {"ask"}  # a question of ours ("anything else?") is no reason to mock


@functools.lru_cache(maxsize=1)
def _tools() -> tuple[SentimentIntensityAnalyzer, dict[str, Floats]]:
    return SentimentIntensityAnalyzer(), dict(np.load(HEADS))


def emotion(vector: Floats) -> dict[str, float]:
    """Log-odds of each emotion head for one sentence vector."""
    heads = _tools()[1]
    return {name: float(vector @ weights[:-1] + weights[-1]) for name, weights in heads.items()}


def _shouting(text: str) -> float:
    """1 when most of a message is in capitals, less for a shouted part of three words or more."""
    words = [word for word in _WORDS.findall(text) if len(word) > 1]
    loud = [word.isupper() for word in words]
    if len(words) >= 3 and sum(loud) / len(loud) > 0.6:
        return 1.0
    return 0.6 if any(all(loud[at : at + 3]) for at in range(len(loud) - 2)) else 0.0


def _sarcasm(count: int, negative: bool, failed: bool) -> float:
    """Praise counts against us beside a fact that went wrong, or right after a bot that failed; a "no" beside
    it is no such fact.
    """
    return float(count > 0 and (negative or failed))


def repeats(text: str, vector: Floats, case: DialogueState, guess: str = "") -> float:
    """The highest cosine to an earlier line of the customer, 0 below :data:`SAME_QUESTION` or for a few
    words.

    Who asked how to cancel and now says "cancel my order" goes on; only the same job asked for again is a
    repetition.
    """
    own = [
        turn for turn in case.turns if turn.who == "customer" and (guess not in START or turn.intent == guess)
    ]
    earlier = [turn.text for turn in own if len(turn.text.split()) > 3]
    if not earlier or len(text.split()) <= 3:
        return 0.0
    nearest = float((vectors().of(earlier) @ vector).max())
    return nearest if nearest >= SAME_QUESTION else 0.0


FIRST, LAST = 200, 100  # words of a long message that its mood is read from
PICTURE = "\u2300"  # from here on there are smileys, and each counts as the words that name it
NAMED = 4


def _telling(text: str) -> str:
    """The beginning and the end of a long message: the lexicon compares each word with every other."""
    words = text.split()
    costs = list(itertools.accumulate(1 + NAMED * sum(sign > PICTURE for sign in word) for word in words))
    if not costs or costs[-1] <= FIRST + LAST:
        return text
    first, rest = bisect.bisect_right(costs, FIRST), bisect.bisect_left(costs, costs[-1] - LAST)
    return " ".join([*words[:first], *words[max(first, rest + 1) :]])


LISTS = ("service_words", "insult", "swearing", "thanks", "sarcasm")


def features(
    wording: Wording, vector: Floats, case: DialogueState, repeats: float
) -> tuple[dict[str, float], list[Found]]:
    """The named features of one turn, and the phrases they come from; ``repeats`` is the likeness to a line
    said before.
    """
    text, phrases, objected = wording.text, wording.service, objections(wording, vector, case)
    counts = {name: float(sum(phrase.name == name for phrase in phrases)) for name in LISTS}
    failed = case.last_bot is not None and case.last_bot.kind in FAILURES
    let_down = case.last_bot is not None and case.last_bot.kind in LET_DOWN
    sarcasm = _sarcasm(
        int(counts["sarcasm"]),
        counts["service_words"] + counts["insult"] + ("no_help" in wording.cues) > 0,
        let_down,
    )
    compound = float(_tools()[0].polarity_scores(_telling(text))["compound"])
    return {
        **_felt(emotion(vector), -abs(compound) if sarcasm else compound, bool(sarcasm)),
        **_worded(counts, sarcasm),
        **_behaved(wording, case, failed, repeats),
        **objected,
        "exclamation": float(min(text.count("!"), 3)) / 2 if compound <= 0 or sarcasm else 0.0,
        "says_thanks": 0.0 if sarcasm else objected["says_thanks"],
    }, phrases


def _felt(heads: dict[str, float], compound: float, sarcastic: bool) -> dict[str, float]:
    """What the heads and the lexicon hear; in sarcasm praise is turned round."""
    positive = -abs(heads["positive"]) if sarcastic else heads["positive"]
    return {
        "anger": _above(heads["anger"], -1.6),
        "negative": _above(heads["negative"], -0.9),
        "positive": _above(positive, -0.4),
        "positive_logit": positive,
        "negative_logit": heads["negative"],
        "anger_logit": heads["anger"],
        "confusion_logit": heads["confusion"],
        "compound": compound,
        "lexicon": max(0.0, -compound),
    }


def _worded(counts: dict[str, float], sarcasm: float) -> dict[str, float]:
    bad = counts["service_words"] + counts["insult"] + sarcasm
    return {
        "service_words": min(counts["service_words"], 3.0),
        "insult": min(counts["insult"], 2.0),
        "swearing": min(counts["swearing"], 2.0),
        "thanks": min(counts["thanks"], 1.0) if bad == 0 else 0.0,
        "sarcasm": sarcasm,
    }


def _behaved(wording: Wording, case: DialogueState, failed: bool, repeats: float) -> dict[str, float]:
    answered = case.last_bot is not None and case.last_bot.kind == "answer"
    return {
        "shouting": _shouting(wording.text),
        "repeat": 1.0 if repeats else 0.0,
        "bot_failed": 1.0 if failed else 0.0,
        "starts_no": 1.0 if wording.starts_no and answered else 0.0,
    }


def _above(log_odds: float, threshold: float) -> float:
    """How far a head is above its usual level, 0 to 2."""
    return min(2.0, max(0.0, (log_odds - threshold) / 1.5))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class MoodScorer(IntentClassifier, Component):
    """Notes ``sentiment``, ``frustration``, ``level``, ``repeats`` and evidence. Only the customer's words
    count.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        """Score at run time."""
        for message in messages:
            self._score(message)
        return messages

    def _score(self, message: Message) -> None:
        wording, vector = wording_of(message), vector_of(message)
        case = wording.case
        if noted(message).get("picked"):  # our words, not theirs: there is no feeling in a pressed button
            note(message, **_nothing(case))
            return
        again = repeats(wording.text, vector, case, noted(message).get("guess", ""))
        numbers, phrases = features(wording, vector, case, again)
        listing = mood.frustration(numbers, case.level)
        every = talk_heads.numbers(
            wording, vector, case, {**numbers, **listed(wording), "worded": listing.worded}
        )
        view = talk_heads.told(vector, case, every)
        note(
            message,
            **talk_heads.scores(view, listing.worded, talk_heads.meant(numbers)),
            level=round(listing.level, 4),
            features={name: round(value, 4) for name, value in every.items()},
            repeats=round(again, 4),
        )
        show(message, *_evidence(listing, phrases), *talk_evidence.rows(view, wording))


def listed(wording: Wording) -> dict[str, float]:
    """Whether the lists of requests for a person, and of risks, know the words."""
    return {"asked_person": float(bool(wording.person)), "risk_list": float(bool(wording.risks))}


def _nothing(case: DialogueState) -> dict[str, Any]:
    rest = mood.frustration({}, case.level)
    quiet = {
        "sentiment": 0.0,
        "frustration": 0.0,
        "stuck": 0.0,
        "wants_person": 0.0,
        "need": 0.0,
        "tangled": 0.0,
    }
    return {
        **quiet,
        "level": round(rest.level, 4),
        "features": {},
        "repeats": 0.0,
        "marks": case.marks,
        "themes": {},
        "dangers": {},
    }


def _evidence(result: mood.Mood, phrases: list[Found]) -> list[Evidence]:
    def words(name: str) -> str:
        return ", ".join(phrase.words for phrase in phrases if phrase.name == name)

    rows = [
        Evidence(Tag(Topic.MOOD, mood.LABELS[name]), words(name), 0, weight) for name, weight in result.parts
    ]
    carried = result.level - sum(weight for name, weight in result.parts if name != "displeasure")
    if carried > 0.3:
        rows.append(Evidence(Tag(Topic.MOOD, "carried over from earlier turns"), "", 1, round(carried, 3)))
    return rows
