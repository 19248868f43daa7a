"""Words as spaCy's English tokenizer sees them. A blank pipeline: no model, no download."""

from __future__ import annotations

import functools
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language


@functools.lru_cache(maxsize=8)
def blank(language: str) -> Language:
    """One blank spaCy pipeline a language and process."""
    return spacy.blank(language)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyWords(Tokenizer):
    """Tokens with their places in the text. Config: ``language``, and Rasa's own tokenizer keys."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's tokenizer keys and the language of the blank pipeline."""
        return {"language": "en", "intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._words = blank(config["language"]).tokenizer

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SpacyWords:
        """Called by Rasa's graph."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of one attribute, spaces dropped."""
        found = self._words(message.get(attribute))
        return [Token(word.text, word.idx) for word in found if not word.is_space]
