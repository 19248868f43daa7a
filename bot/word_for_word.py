"""Stored questions asked word for word, thousands at once: the matcher reads them by vectors made in batches,
without the rest of the graph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.components.article_match import ArticleMatch
from bot.components.encoder import Floats
from bot.judgement import ANSWERED
from bot.runner import Runner


@dataclass(frozen=True, slots=True)
class Stored:
    """A question that a release stores for an article."""

    text: str
    article: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a model makes of one question on its own."""

    band: str
    article: str | None

    @property
    def answered(self) -> str | None:
        """The article it would answer with, None if it would ask or admit."""
        return self.article if self.band in ANSWERED else None


def word_for_word(runner: Runner, questions: Sequence[Stored], vectors: Floats) -> list[Found]:
    """What a model makes of each question as the first of a conversation; ``vectors`` are theirs."""
    readings = runner.component(ArticleMatch).read_alone([question.text for question in questions], vectors)
    return [Found(band, article) for band, article in readings]
