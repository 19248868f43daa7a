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
from spacy.tokens import Doc


@functools.lru_cache(maxsize=8)
def blank(language: str) -> Language:
    """One blank spaCy pipeline a language and process."""
    return spacy.blank(language)


@functools.lru_cache(maxsize=4)
def words_in(text: str, language: str = "en") -> Doc:
    """A text as spaCy words. Several components read the same message; it is taken apart once."""
    return blank(language).make_doc(text)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyWords(Tokenizer):
    """Tokens with their places in the text. Config: ``language``, and Rasa's own tokenizer keys."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's tokenizer keys and the language of the blank pipeline."""
        return {"language": "en", "intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._language = config["language"]

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SpacyWords:
        """Called by Rasa's graph."""
        return cls(config)

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of one attribute, spaces dropped."""
        return [Token(word.text, word.idx) for word in words_in(message.get(attribute), self._language) if not word.is_space]
