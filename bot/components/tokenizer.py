"""Words as spaCy sees them, made once a message and handed on to every component that follows."""

from __future__ import annotations

import functools
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language
from spacy.tokens import Doc

from bot.components.base import case_of, text_of
from bot.components.lexicon import LexiconError
from bot.components.wording import OWN, Wording, blank, hand_on, lexicon, plain, shouting, wording_of


@functools.lru_cache(maxsize=2)
def trained(package: str, language: str) -> Language:
    """An installed spaCy pipeline. Raises Rasa's configuration error, with the remedy, for one that cannot be
    used.
    """
    try:
        pipeline = spacy.load(package)
    except (OSError, ImportError) as problem:
        raise InvalidConfigException(
            f"config.yml: the spacy_pipeline “{package}” is not installed or does not fit this spaCy"
            f" ({spacy.__version__}). Install it as a package into Baton's environment, or set spacy_pipeline"
            " to null."
        ) from problem
    if pipeline.lang != language:
        raise InvalidConfigException(
            f"config.yml: the spacy_pipeline “{package}” reads “{pipeline.lang}”, and language is"
            f" “{language}”."
        )
    return shouting(pipeline)


class Word(Token):
    """A token without data of its own. Rasa hashes every token of the training data after every step, and
    slowly.
    """

    def fingerprint(self) -> str:
        """Its text and where it stands."""
        return f"{self.start}:{self.text}"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SpacyWords(Tokenizer):
    """Tokens with their places in the text, and the message's :class:`Wording` for the components that
    follow.

    Config: ``language``; ``spacy_pipeline``, a trained pipeline of that language that is installed as a
    package (null: a blank one, no model); and Rasa's own tokenizer keys.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's tokenizer keys, the language, and no trained pipeline."""
        return {
            "language": "en",
            "spacy_pipeline": None,
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        package, language = config["spacy_pipeline"], config["language"]
        try:
            lexicon()  # a fault in a list is told when the bot starts, not at the first message
        except LexiconError as problem:
            raise InvalidConfigException(f"bot/lexicon: {problem}") from problem
        self._pipeline = trained(package, language) if package else blank(language)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpacyWords:
        """Called by Rasa's graph."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Take each message apart, once, and hand on its wording."""
        for message in messages:
            text = text_of(message)
            hand_on(message, Wording(text, self._read(plain(text)), case_of(message)))
        super().process(messages)
        return messages

    def _read(self, text: str) -> Doc:
        """With the vocabulary that the lists are matched by, whatever the pipeline's own is."""
        doc, vocab = self._pipeline(text), blank(OWN).vocab
        return doc if doc.vocab is vocab else Doc(vocab).from_bytes(doc.to_bytes())

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of one attribute, spaces dropped; where Rasa sees the customer's own words, those of the
        wording.
        """
        text = str(message.get(attribute))
        wording = wording_of(message) if attribute == TEXT else None
        doc = wording.doc if wording and wording.text == text else self._pipeline.make_doc(plain(text))
        return [Word(text[word.idx : word.idx + len(word)], word.idx) for word in doc if not word.is_space]
