"""Order numbers, e-mail addresses, phone numbers, dates and amounts, by spaCy's entity ruler."""

from __future__ import annotations

import functools
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message
from spacy.pipeline import EntityRuler

from bot.components.base import Component
from bot.components.wording import OWN, Wording, blank, wording_of

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
DAYS = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
    "tomorrow",
]
PATTERNS: list[dict[str, Any]] = [
    {"label": "email", "pattern": [{"LIKE_EMAIL": True}]},
    {"label": "order_number", "pattern": [{"TEXT": {"REGEX": r"(?i)^#?[a-z]{2}-?\d{5}$"}}]},
    {
        "label": "order_number",
        "pattern": [
            {"TEXT": {"REGEX": r"(?i)^#?[a-z]{2}$"}},
            {"TEXT": "-", "OP": "?"},
            {"TEXT": {"REGEX": r"^\d{5}$"}},
        ],
    },
    {"label": "order_number", "pattern": [{"TEXT": "#", "OP": "?"}, {"TEXT": {"REGEX": r"^\d{5}$"}}]},
    {"label": "phone", "pattern": [{"TEXT": {"REGEX": r"^\+?\d[\d/().-]{6,}$"}}]},
    {"label": "date", "pattern": [{"TEXT": {"REGEX": r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$"}}]},
    {"label": "date", "pattern": [{"LIKE_NUM": True}, {"LOWER": {"IN": MONTHS}}]},
    {"label": "date", "pattern": [{"LOWER": {"IN": MONTHS}}, {"LIKE_NUM": True}]},
    {"label": "date", "pattern": [{"LOWER": {"IN": DAYS}}]},
    {"label": "amount", "pattern": [{"IS_CURRENCY": True}, {"LIKE_NUM": True}]},
    {
        "label": "amount",
        "pattern": [
            {"LIKE_NUM": True},
            {"LOWER": {"IN": ["€", "$", "£", "euro", "euros", "dollars", "pounds"]}},
        ],
    },
]
OWN_LABELS = frozenset(pattern["label"] for pattern in PATTERNS)
TRAINED_LABELS = {
    "DATE": "date",
    "MONEY": "amount",
}  # what a trained pipeline may add; its other kinds of names are no business of ours


@functools.lru_cache(maxsize=1)
def ruler() -> EntityRuler:
    """The patterns above, loaded once; they win over what a trained pipeline found."""
    matcher = EntityRuler(blank(OWN), overwrite_ents=True)
    matcher.add_patterns(PATTERNS)
    return matcher


def normal(label: str, words: str) -> str:
    """The value as the business system writes it: ``bw10234`` and ``#10234`` are ``BW-10234``."""
    if label == "order_number":
        return f"BW-{''.join(word for word in words if word.isdigit())}"
    return words.lower() if label == "email" else words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityRules(EntityExtractorMixin, Component):
    """Adds entities found by rule; what another extractor found stays."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Extract at run time."""
        for message in messages:
            entities = [*(message.get(ENTITIES) or []), *self.extract(wording_of(message))]
            message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def extract(self, wording: Wording) -> list[dict[str, Any]]:
        """Entities of one message in Rasa's form, with normalised values."""
        labelled = (
            (TRAINED_LABELS.get(span.label_, span.label_), span) for span in ruler()(wording.doc).ents
        )
        return [
            {
                "entity": label,
                "start": span.start_char,
                "end": span.end_char,
                "value": normal(label, span.text),
                "extractor": "EntityRules",
                "confidence_entity": 1.0,
            }
            for label, span in labelled
            if label in OWN_LABELS
        ]
