"""The sentence vector as a Rasa feature."""

from __future__ import annotations

import contextlib
import functools
import os
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.base import digest_of, text_of
from knowledge.encoder import Encoder, tokenizer
from knowledge.encoder_stamp import MINILM, MPNET, STAMP, encoder_folder
from knowledge.remembered import Remembered

Floats = npt.NDArray[np.float32]
REMEMBERED = 4096
RELEASE = "BATON_RELEASE"  # set while a release is trained


class Vectors:
    """The encoder with its latest texts remembered: a customer's earlier lines are compared with every new
    one.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: OrderedDict[str, Floats] = OrderedDict()

    def of(self, texts: list[str]) -> Floats:
        """Vectors of length one, float32 [len(texts), width]; equal for equal texts whatever came before."""
        missing = list(dict.fromkeys(text for text in texts if text not in self._known))
        fresh = {text: self._encoder.encode([text])[0] for text in missing}
        self._known.update(fresh)
        rows = [self._known[text] for text in texts]
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return np.stack(rows) if rows else np.empty((0, self._encoder.width), dtype=np.float32)


@functools.lru_cache(maxsize=1)
def vectors() -> Vectors:
    """One encoder a process, loaded at first use."""
    return Vectors(Encoder(encoder_folder()))


@functools.lru_cache(maxsize=1)
def _larger() -> Vectors:
    return Vectors(Encoder(encoder_folder(), MPNET))


def matching_vectors(model: str) -> Vectors:
    """The encoder that a matcher was taught with, loaded at first use; the small one is the one all else is
    judged by.
    """
    return vectors() if model == MINILM else _larger()


@functools.lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """The whole words of the encoder's vocabulary: what anybody may write, whatever a base is about."""
    return frozenset(word for word in tokenizer().get_vocab() if word.isalpha())


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Sets the sentence feature (all-MiniLM-L6-v2, 384 numbers). Needs no tokens."""

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, {FEATURIZER_CLASS_ALIAS: name, **config})

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoder:
        """Called by Rasa's graph."""
        return cls(config, execution_context.node_name or cls.__name__)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Another encoder, other vectors."""
        return digest_of(encoder_folder() / STAMP)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to configure."""

    def _add(self, message: Message, vector: Floats) -> None:
        message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._identifier))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector to each message at run time."""
        for message in messages:
            self._add(message, vectors().of([text_of(message)])[0])
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors in batches; texts without words (rules, stories) are left alone."""
        worded = [example for example in training_data.training_examples if example.get(TEXT)]
        rows = encoded([text_of(example) for example in worded])
        for message, vector in zip(worded, rows, strict=True):
            self._add(message, vector)
        return training_data


@contextlib.contextmanager
def remembered() -> Iterator[Remembered]:
    """The encoder with the memory of this installation."""
    memory = Remembered(Encoder(encoder_folder()), encoder_folder().parent)
    try:
        yield memory
    finally:
        memory.close()


def encoded(texts: list[str], model: str = MINILM) -> Floats:
    """A release's questions are mostly those of the release before; what is measured is computed, and so is
    what the larger encoder reads.
    """
    if model != MINILM:
        return Encoder(encoder_folder(), model).encode(texts, workers=2)
    if RELEASE not in os.environ:
        return Encoder(encoder_folder()).encode(texts, workers=2)
    with remembered() as encoder:
        return encoder.encode(texts, workers=2)


def vector_of(message: Message) -> Floats:
    """The sentence vector a message carries; zeros when there is none (an empty text)."""
    for feature in message.features:
        if feature.type == FEATURE_TYPE_SENTENCE and feature.attribute == TEXT:
            return np.asarray(feature.features, dtype=np.float32).reshape(-1)
    return np.zeros(384, dtype=np.float32)
