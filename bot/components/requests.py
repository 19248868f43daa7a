"""What is asked for: a person, something risky, and how much there is to untangle."""

from __future__ import annotations

import math
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from bot.components.base import Component, note, noted, show
from bot.components.encoder import vector_of
from bot.components.languages import other_language
from bot.components.request_count import counts, expected_requests
from bot.components.risk_head import likely_danger, likely_risk
from bot.components.wording import Wording, wording_of
from bot.judgement import ANSWERED, Evidence, Tag, Topic
from bot.scoring.complexity import LABELS, complexity


def _ambiguity(ranking: list[list[Any]]) -> float:
    """Entropy of the best labels as a share of its greatest value, 0..1."""
    shares = [share for _, share in ranking if share > 0]
    total = sum(shares)
    if len(shares) < 2 or total == 0:
        return 0.0
    return float(-sum(s / total * math.log(s / total) for s in shares) / math.log(len(shares)))


AGREES, LEANS, OFFERED, HELD = 0.80, 0.65, 0.84, 0.69


def _agreed(counted: float, tangled: float) -> float:
    """What is counted brings a person only where the head of tangled talks agrees, and an offer where it
    leans that way; what that head is sure of counts by itself.
    """
    if tangled >= AGREES:
        return max(counted, tangled)
    return min(counted, OFFERED if tangled >= LEANS else HELD)


def _risk(message: Message, wording: Wording) -> tuple[str | None, Evidence | None]:
    """The kind of danger a message speaks of and what shows it: the listed phrases, else a scene of them,
    else its meaning.
    """
    if phrases := wording.risks:
        return phrases[0].name, Evidence(Tag(Topic.RISK, phrases[0].name), phrases[0].words, 0, 1.0)
    if noted(message).get("picked"):
        return None, None
    if scene := wording.scene:
        return scene.name, Evidence(Tag(Topic.RISK, f"{scene.name}, between the lines"), scene.words, 0, 1.0)
    answered = noted(message).get("band") in ANSWERED
    likely = likely_danger(noted(message).get("dangers") or {}, answered) or likely_risk(
        vector_of(message), answered
    )
    if likely is None:
        return None, None
    tag = Tag(Topic.RISK, f"{likely[0]}, by its meaning")
    return likely[0], Evidence(tag, wording.text[:120], 0, round(likely[1], 3))


def _resolved(wording: Wording) -> bool:
    """Whether the customer says that it is well now; a question whether it is, or a "but", says nothing of
    the kind.
    """
    cues = wording.cues
    return (
        "resolved" in cues
        and "no_help" not in cues
        and "?" not in wording.text
        and not wording.has("not_yet")
    )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RequestScorer(IntentClassifier, Component):
    """Notes ``asks_person``, ``risk``, ``complexity``, ``wonders``, ``resolved`` and evidence; stands after
    the article match.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        """Score at run time."""
        for message in messages:
            self._score(message)
        return messages

    def _score(self, message: Message) -> None:
        wording = wording_of(message)
        text, words = wording.text, wording.person
        by_intent = (message.get("intent") or {}).get("name") == "ask_person"
        scored = complexity(self._features(message, wording), noted(message).get("complexity_odds", 0.0))
        risk, danger = _risk(message, wording)
        evidence = [danger] if danger else []
        if words or by_intent:
            wish = Tag(Topic.REQUEST, "asks for a person")
            evidence.append(Evidence(wish, words or text[:120], 0, 1.0))
        evidence += [
            Evidence(Tag(Topic.COMPLEXITY, LABELS[name]), "", 0, part) for name, part in scored.parts
        ]
        show(message, *evidence)
        note(
            message,
            asks_person=bool(words) or by_intent,
            risk=risk,
            complexity=round(_agreed(scored.score, noted(message).get("tangled", 0.0)), 4),
            language=other_language(text),
            wonders=wording.wonders,
            resolved=_resolved(wording),
        )

    def _features(self, message: Message, wording: Wording) -> dict[str, float]:
        notes, words = noted(message), wording.doc
        long_enough = len(words) >= 6
        return {
            "requests": expected_requests(counts(wording), vector_of(message)),
            "conditions": float(min(3, len(wording.own.get("conditions", ())))),
            "entities": float(min(4, len(message.get(ENTITIES) or []))),
            "length": min(2.0, len(words) / 50),
            "distance": max(0.0, 0.75 - notes.get("nearest", 0.0)) if long_enough else 0.0,
            "ambiguity": _ambiguity(notes.get("ranking", []))
            if long_enough and notes.get("band") not in ANSWERED
            else 0.0,
            "stuck": float(min(4, wording.case.misses)),
        }
