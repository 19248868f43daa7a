"""Intent and article in one pass, with four bands: answer, answer with what else may be meant, ask, admit."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import calibration, kept_heads, match_training
from bot.components.base import Component, digest_of, note, noted, text_of
from bot.components.encoder import encoded, matching_vectors, ordinary_words, vector_of
from bot.components.languages import other_language
from bot.components.match_training import Asked
from bot.components.reading import Reader, Reading, article_id
from bot.components.wording import wording_of
from bot.guide import Choices, Guide
from bot.judgement import ANSWERED
from bot.scoring import matching
from bot.scoring.matching import ADMIT, ANSWER, ASK, PROBABLE, Lexicon, Limits, Matcher, words_of
from bot.scoring.spelling import Speller
from bot.turn import DialogueState
from bot.wire import plain, typed
from knowledge.encoder_stamp import MINILM, chosen, encoder_folder
from knowledge.steps import parse

Guides = dict[str, Guide]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ArticleMatch(IntentClassifier, Component):
    """Sets ``intent``, ``intent_ranking`` and the findings ``article``, ``band``, ``ranking``, ``nearest``,
    and ``stranger``: the thing asked for that no article has ever named.

    Config: ``answer_at``, ``probable_at`` and ``ask_at``, the chances of being right from which the bot
    answers, answers with what else may be meant, or asks which of three is meant; below all it admits that it
    does not know. ``unknown_share`` is how many of all messages fit nothing the base knows: the more, the
    surer a match must be for the same chance.
    """

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        trained: tuple[Matcher, Guides, str] | None = None,
    ) -> None:
        super().__init__(config)
        self._storage, self._resource = storage, resource
        self._model: Matcher | None = trained[0] if trained else None
        self._guides: Guides = trained[1] if trained else {}
        self._encoder = trained[2] if trained else MINILM
        self._limits = limits_of(self.config)
        self._speller = speller_of(self._model) if self._model else None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Chosen by cost: a wrong answer that offers the right one costs a press, a question as much, an
        admission a person.
        """
        return {
            "answer_at": 0.65,
            "probable_at": 0.45,
            "ask_at": 0.25,
            "unknown_share": calibration.UNKNOWN_SHARE,
        }

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Trained anew when the arithmetic changes."""
        return (
            f"{digest_of(match_training.__file__, matching.__file__, calibration.__file__, calibration.FILE)}"
            f" {chosen(encoder_folder())}"
        )

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ArticleMatch:
        """Called by Rasa's graph before training."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> ArticleMatch:
        """Called by Rasa's graph at run time; the trained arrays are read from the model."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, _read(Path(folder)))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from every example that has words and an intent."""
        examples = [
            example
            for example in training_data.training_examples
            if example.get(TEXT) and example.get(INTENT)
        ]
        labels = [example.get(INTENT_RESPONSE_KEY) or example.get(INTENT) for example in examples]
        self._encoder, texts = chosen(encoder_folder()), [text_of(example) for example in examples]
        vectors = (
            np.stack([vector_of(example) for example in examples])
            if self._encoder == MINILM
            else encoded(texts, self._encoder)
        )
        questions = Asked(texts, vectors, labels, _beside(examples), _languages(examples, labels))
        heads = kept_heads.known(self._encoder)
        trained = match_training.train(
            questions, heads, calibration.shipped(self.config["unknown_share"], self._encoder)
        )
        encode = functools.partial(encoded, model=self._encoder)
        self._model, self._guides = (
            match_training.with_words(trained, questions, encode),
            _guides(examples, labels),
        )
        if len(self._model.weights) and (
            heads is None or heads.changed(kept_heads.marks_of(questions.texts, questions.labels)) is None
        ):
            kept_heads.keep(match_training.heads_of(self._model, questions), self._encoder)
        with self._storage.write_to(self._resource) as folder:
            _write(Path(folder), self._model, self._guides, self._encoder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify at run time. An answer the customer rejected is never matched again in this
        conversation.
        """
        for message in messages:
            self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        text = text_of(message).strip()
        if self._model is None or not text:
            _set(message, "nlu_fallback", 0.0, [])
            note(message, article=None, band=ADMIT, ranking=[], nearest=0.0)
            return
        encode, case = matching_vectors(self._encoder).of, wording_of(message).case
        reader = Reader(self._model, self._limits, encode, self._speller)
        vector = vector_of(message) if self._encoder == MINILM else encode([text])[0]
        _publish(message, reader.read(text, vector, case, self._choices(case)))
        begun = self._guides.get(noted(message)["article"] or "")
        note(message, begins=begun.first if begun else None)

    def read_alone(self, texts: list[str], vectors: matching.Floats) -> list[tuple[str, str | None]]:
        """For each text as the first of a conversation the band, and the article it would be answered
        with.
        """
        if self._model is None:
            return [(ADMIT, None)] * len(texts)
        if self._encoder != MINILM:  # the caller's are the small encoder's
            vectors = encoded(texts, self._encoder)
        reader = Reader(self._model, self._limits, matching_vectors(self._encoder).of, self._speller)
        readings = (
            reader.read(text, vector, DialogueState(), ())
            for text, vector in zip(texts, vectors, strict=True)
        )
        return [
            (reading.band, article_id(reading.found.labels[0]) if reading.band in ANSWERED else None)
            for reading in readings
        ]

    def _choices(self, case: DialogueState) -> Choices:
        """Those of the step the customer is at; none where this model does not know the step."""
        at = case.guide
        guide = self._guides.get(at.article) if at else None
        return guide.steps.get(at.step, ()) if at and guide else ()


def speller_of(model: Matcher) -> Speller | None:
    """Who puts words right by those of a base; None for one that keeps no words."""
    return (
        Speller({word for text in model.texts for word in words_of(text)}, ordinary_words())
        if model.words
        else None
    )


def limits_of(config: dict[str, Any]) -> Limits:
    """The thresholds of ``config.yml``."""
    return Limits(float(config["answer_at"]), float(config["probable_at"]), float(config["ask_at"]))


def _beside(examples: list[Message]) -> dict[str, str]:
    """Which intent stands beside which article, both ways, by the intents' metadata: ``beside:
    faq/cancel_order``.
    """
    others = {
        example.get(INTENT): ((example.get("metadata") or {}).get("intent") or {}).get("beside")
        for example in examples
    }
    pairs = {label: other for label, other in others.items() if other}
    return {**pairs, **{other: label for label, other in pairs.items()}}


def _languages(examples: list[Message], labels: list[str]) -> dict[str, str]:
    """The labels whose questions, taken together, are surely in another language."""
    texts: dict[str, list[str]] = {}
    for message, label in zip(examples, labels, strict=True):
        texts.setdefault(label, []).append(text_of(message))
    codes = {
        label: other_language(" ".join(questions)) for label, questions in texts.items() if article_id(label)
    }
    return {label: code for label, code in codes.items() if code}


def _guides(examples: list[Message], labels: list[str]) -> Guides:
    """The shape of the steps of each article that has any, by the intents' metadata: ``steps``."""
    metadata = [((example.get("metadata") or {}).get("intent") or {}) for example in examples]
    texts = {
        label: str(entry["steps"])
        for entry, label in zip(metadata, labels, strict=True)
        if entry.get("steps")
    }
    guides = {article_id(label) or label: parse(text) for label, text in texts.items()}
    return {
        name: Guide(
            steps[0].name,
            {step.name: tuple((choice.label, choice.to) for choice in step.choices) for step in steps},
        )
        for name, steps in guides.items()
    }


def _publish(message: Message, reading: Reading) -> None:
    match, band = reading.found, reading.band
    ranking = [
        (label, share)
        for label, share in zip(match.labels, match.probabilities, strict=True)
        if label not in reading.rejected
    ]
    best = match.labels[0]
    name = best.partition("/")[0]
    intent = (
        {ANSWER: name, PROBABLE: name, ASK: "clarify", ADMIT: "nlu_fallback"}[band]
        if reading.guide is None
        else "guide"
    )
    _set(message, intent, match.right, ranking)
    note(
        message,
        article=article_id(best) if band in ANSWERED and reading.guide is None else None,
        band=band,
        ranking=[[article_id(label) or label, round(share, 4)] for label, share in ranking],
        nearest=round(match.nearest, 4),
        nearest_text=match.nearest_text,
        guess=best,
        beside=match.beside,
        picked=reading.picked,
        rejects=reading.rejects,
        guide=reading.guide,
        stranger=reading.stranger,
    )


def _set(message: Message, intent: str, confidence: float, ranking: list[tuple[str, float]]) -> None:
    message.set(INTENT, {"name": intent, "confidence": confidence}, add_to_output=True)
    rows = [{"name": label, "confidence": share} for label, share in ranking]
    message.set("intent_ranking", rows, add_to_output=True)


def _write(folder: Path, model: Matcher, guides: Guides, encoder: str) -> None:
    arrays = {
        "weights": model.weights,
        "bias": model.bias,
        "questions": model.questions,
        "firsts": model.firsts,
        "idf": model.lexicon.idf,
        "lexical": model.lexicon.weights,
        "lexical_bias": model.lexicon.bias,
        "starts": model.lexicon.starts,
        "holders": model.lexicon.holders,
        "values": model.lexicon.values,
        "word_vectors": model.word_vectors.astype(np.float16),
    }
    np.savez(folder / "matcher.npz", **arrays)  # type: ignore[arg-type]
    words = {
        "labels": model.labels,
        "texts": model.texts,
        "vocabulary": model.lexicon.vocabulary,
        "right": model.right,
        "among_three": model.among_three,
        "beside": model.beside,
        "languages": model.languages,
        "words": model.words,
        "encoder": encoder,
        "guides": plain(guides),
    }
    (folder / "matcher.json").write_text(json.dumps(words))


def _read(folder: Path) -> tuple[Matcher, Guides, str]:
    arrays, words = np.load(folder / "matcher.npz"), json.loads((folder / "matcher.json").read_text())
    lexicon = Lexicon(
        words["vocabulary"],
        arrays["idf"],
        arrays["lexical"],
        arrays["lexical_bias"],
        arrays["starts"],
        arrays["holders"],
        arrays["values"],
    )
    guides = typed(words["guides"], Guides)
    model = Matcher(
        tuple(words["labels"]),
        arrays["weights"],
        arrays["bias"],
        lexicon,
        arrays["questions"],
        arrays["firsts"],
        tuple(words["texts"]),
        tuple(words["right"]),
        tuple(words["among_three"]),
        tuple(words["beside"]),
        tuple(words["languages"]),
        tuple(words["words"]),
        arrays["word_vectors"].astype(np.float32),
    )
    return model, guides, words["encoder"]
