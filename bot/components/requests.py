"""What is asked for: a person, something risky, and how much there is to untangle."""

from __future__ import annotations

import functools
import math
import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.components.base import Component, case_of, note, noted, text_of
from bot.components.encoder import vector_of
from bot.components.languages import other_language
from bot.components.lexicon import FOLDER, Phrases
from bot.components.request_count import expected_requests
from bot.components.risk_head import likely_danger, likely_risk
from bot.components.scenes import scenes, wishes
from bot.components.tokenizer import blank
from bot.scoring.complexity import LABELS, complexity

SPEAK = ["speak", "speaking", "talking", "chatting", "escalate"]
PASS = ["connect", "connecting", "transfer", "transferring", "put", "forward", "pass"]
TALK = ["talk", "chat"]  # too short to forgive a slip: "what" is one letter from "chat"
REACH = ["contact", "contacting", "reach", "reaching", "get", "getting", "give", "call", "calling"]
WISH = ["need", "want", "see", "have"]
PEOPLE = [
    "human", "humans", "person", "people", "agent", "representative", "rep", "advisor", "adviser", "operator", "supervisor", "manager",
    "someone", "somebody", "colleague", "employee", "staff", "assistant",
]  # fmt: skip
DESK = ["team", "department", "service", "support", "assistance", "helpdesk"]
SOMEONE = [
    "human",
    "person",
    "representative",
    "agent",
    "operator",
    "supervisor",
    "manager",
    "advisor",
    "adviser",
    "rep",
    "someone",
    "somebody",
    "assistant",
]
ANSWERED = frozenset({"answer", "probable"})
LIVE = ["real", "live", "actual", "human"]
BETWEEN: dict[str, Any] = {"IS_PUNCT": False, "LOWER": {"NOT_IN": ["about"]}, "OP": "{0,4}"}
SMALL: dict[str, Any] = {
    "LOWER": {"IN": ["a", "an", "the", "your", "some", "with", "me", "through", "to", "of", "hold", "in", "touch", "from", "any", *LIVE]},
    "OP": "{0,4}",
}
CONDITIONS = {"if", "unless", "except", "although", "however", "otherwise", "instead", "provided", "whereas", "but"}
# Speaking with anyone of ours is asking for a person; contacting is so only where a person is named, for "how do I contact
# you" wants an address. One slip of the finger is forgiven in the words that matter.
PERSON_PATTERNS: list[list[dict[str, Any]]] = [
    [{"LOWER": {"FUZZY1": {"IN": SPEAK}}}, BETWEEN, {"LOWER": {"FUZZY1": {"IN": [*PEOPLE, *DESK]}}}],
    [{"LOWER": {"IN": TALK}}, BETWEEN, {"LOWER": {"FUZZY1": {"IN": [*PEOPLE, *DESK]}}}],
    [{"LOWER": {"IN": PASS}}, {"LOWER": {"IN": ["me", "us"]}}, BETWEEN, {"LOWER": {"FUZZY1": {"IN": [*PEOPLE, *DESK]}}}],
    [{"LOWER": {"IN": WISH}}, SMALL, {"LOWER": {"IN": [each for each in SOMEONE if not each.startswith("some")]}}],
    [{"LOWER": {"IN": REACH}}, SMALL, {"LOWER": {"IN": SOMEONE}}],
    [{"LOWER": {"IN": LIVE}}, {"LOWER": {"IN": ["person", "human", "agent", "being", "representative", "operator"]}}],
    [{"LOWER": {"IN": ["not", "no"]}}, {"LOWER": {"IN": ["a", "to", "with"]}, "OP": "{0,2}"}, {"LOWER": {"IN": ["bot", "robot", "machine", "chatbot"]}}],
]  # fmt: skip


# Who asks what they are talking to, or tells of somebody they talked to, has asked for nobody yet.
_NO_WISH = re.compile(r"\b(?:(?:am|was) i (?:talking|speaking|chatting)|i (?:talked|spoke|chatted)|is (?:there|this) a real)\b")


# Said alone these are a wish.
ALONE = frozenset({
    "person", "a person", "person pls", "person please", "human", "a human", "human please", "human pls", "agent", "agent please", "operator",
    "representative", "rep", "adviser", "advisor", "real person", "real person please", "live agent", "someone", "somebody",
})  # fmt: skip


@functools.lru_cache(maxsize=1)
def _person() -> Matcher:
    matcher = Matcher(blank("en").vocab)
    matcher.add("person", PERSON_PATTERNS, greedy="LONGEST")
    return matcher


@functools.lru_cache(maxsize=1)
def risk_phrases() -> Phrases:
    """The phrases of bot/lexicon/risk.yml, which decide by themselves."""
    return Phrases(FOLDER / "risk.yml")


def wonders(text: str) -> bool:
    """Whether the customer only asks what they are talking to, or tells of somebody they talked to."""
    return _NO_WISH.search(text.lower()) is not None


def person_words(words: Doc) -> str:
    """The words that ask for a person, or an empty string."""
    if wonders(words.text):
        return ""
    hits = _person()(words)
    if hits:
        return str(words[hits[0][1] : hits[0][2]].text)
    said, told = str(words.text), wishes().find(words.text)
    if told:
        return told.words
    return said if said.strip(" .!?").lower() in ALONE else ""


def _ambiguity(ranking: list[list[Any]]) -> float:
    """Entropy of the best labels as a share of its greatest value, 0..1."""
    shares = [share for _, share in ranking if share > 0]
    total = sum(shares)
    if len(shares) < 2 or total == 0:
        return 0.0
    return float(-sum(s / total * math.log(s / total) for s in shares) / math.log(len(shares)))


AGREES, LEANS, OFFERED, HELD = 0.80, 0.65, 0.84, 0.69


def _agreed(counted: float, tangled: float) -> float:
    """What is counted brings a person only where the head of tangled talks agrees, and an offer where it leans that way; what that head
    is sure of counts by itself.
    """
    if tangled >= AGREES:
        return max(counted, tangled)
    return min(counted, OFFERED if tangled >= LEANS else HELD)


def _risk(message: Message, text: str) -> tuple[str | None, list[dict[str, Any]]]:
    """The kind of danger a message speaks of and what shows it: the listed phrases, else a scene of them, else its meaning."""
    if found := risk_phrases().find(text):
        return found[0].name, [{"what": f"risk:{found[0].name}", "words": found[0].words, "ago": 0, "weight": 1.0}]
    if noted(message).get("picked"):
        return None, []
    if scene := scenes().find(text):
        return scene.name, [{"what": f"risk:{scene.name}, between the lines", "words": scene.words, "ago": 0, "weight": 1.0}]
    answered = noted(message).get("band") in ANSWERED
    likely = likely_danger(noted(message).get("dangers") or {}, answered) or likely_risk(vector_of(message), answered)
    if likely is None:
        return None, []
    return likely[0], [{"what": f"risk:{likely[0]}, by its meaning", "words": text[:120], "ago": 0, "weight": round(likely[1], 3)}]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RequestScorer(IntentClassifier, Component):
    """Notes ``asks_person``, ``risk``, ``complexity`` and evidence; stands after the article match."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Score at run time."""
        for message in messages:
            self._score(message)
        return messages

    def _score(self, message: Message) -> None:
        text = text_of(message)
        words = risk_phrases().read(text)
        asked = person_words(words)
        by_intent = (message.get("intent") or {}).get("name") == "ask_person"
        scored = complexity(self._features(message, words), noted(message).get("complexity_odds", 0.0))
        risk, evidence = _risk(message, text)
        if asked or by_intent:
            evidence.append({"what": "request:asks for a person", "words": asked or text[:120], "ago": 0, "weight": 1.0})
        evidence += [{"what": f"complexity:{LABELS[name]}", "words": "", "ago": 0, "weight": part} for name, part in scored.parts]
        note(
            message,
            asks_person=bool(asked) or by_intent,
            risk=risk,
            complexity=round(_agreed(scored.score, noted(message).get("tangled", 0.0)), 4),
            language=other_language(text),
            evidence=[*noted(message).get("evidence", []), *evidence],
        )

    def _features(self, message: Message, words: Doc) -> dict[str, float]:
        found = noted(message)
        long_enough = len(words) >= 6
        return {
            "requests": expected_requests(text_of(message), vector_of(message)),
            "conditions": float(min(3, sum(word.lower_ in CONDITIONS for word in words))),
            "entities": float(min(4, len(message.get(ENTITIES) or []))),
            "length": min(2.0, len(words) / 50),
            "distance": max(0.0, 0.75 - found.get("nearest", 0.0)) if long_enough else 0.0,
            "ambiguity": _ambiguity(found.get("ranking", [])) if long_enough and found.get("band") not in ANSWERED else 0.0,
            "stuck": float(min(4, case_of(message).misses)),
        }
