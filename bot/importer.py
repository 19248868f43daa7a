"""Training data: the files in data/, with the articles of a release in place of data/faq when one is
named.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.encoder import RELEASE
from knowledge.articles import Article
from knowledge.store import KnowledgeStore

FAQ = "faq"
DOMAIN = Path(__file__).with_name("domain.yml")


def _article(message: Message) -> bool:
    return message.get(INTENT) == FAQ or str(message.get(INTENT_RESPONSE_KEY) or "").startswith(f"{FAQ}/")


def release_examples(home: Path, release: int) -> list[Message]:
    """The example questions of a release as Rasa messages; titles are examples too."""
    with KnowledgeStore.open_read_only(home) as store:
        articles = store.releases.articles(release)
    return [
        _example(question, article)
        for article in articles
        for question in dict.fromkeys([article.title, *article.questions])
    ]


@functools.lru_cache(maxsize=1)
def _released(home: Path, release: int) -> list[Message]:
    """Rasa asks for the training data several times."""
    return release_examples(home, release)


def _example(question: str, article: Article) -> Message:
    example = Message.build(text=question, intent=f"{FAQ}/{article.id}")
    if article.steps and question == article.title:
        example.set("metadata", {"intent": {"steps": article.steps}})
    return example


class ReleaseImporter(RasaFileImporter):
    """Rasa's file importer; ``BATON_RELEASE`` names the release whose articles are taught."""

    def get_domain(self) -> Domain:
        """The bot's own domain; a plain ``rasa train`` looks for a domain.yml that stands elsewhere here."""
        self._domain_path = str(DOMAIN)
        return super().get_domain()

    @functools.lru_cache(maxsize=1)  # noqa: B019 - lives as long as one training
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """All examples, read once: Rasa asks twice, and parses slowly. Answers are left out: the hub words
        them, and 500 of them would become 500 actions.
        """
        release = os.environ.get(RELEASE)
        if (
            release
        ):  # the files of the articles are not read at all: parsing them takes as long as learning them
            files: list[str] = self._nlu_files  # type: ignore[has-type]
            self._nlu_files = [file for file in files if Path(file).parent.name != FAQ]
        data = super().get_nlu_data(language)
        examples = data.training_examples
        if release:
            examples = [example for example in examples if not _article(example)] + _released(
                Path(os.environ["BATON_HOME"]), int(release)
            )
        else:
            examples = examples + _titles(examples)
        return TrainingData(
            training_examples=examples,
            entity_synonyms=data.entity_synonyms,
            regex_features=data.regex_features,
        )


def _titles(examples: list[Message]) -> list[Message]:
    """In a bare clone the titles come from the files' own metadata."""
    titles: dict[str, Any] = {}
    for example in examples:
        title = ((example.get("metadata") or {}).get("intent") or {}).get("title")
        if title and _article(example):
            titles[str(example.get(INTENT_RESPONSE_KEY))] = title
    return [Message.build(text=title, intent=key) for key, title in titles.items()]
