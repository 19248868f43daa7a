"""Articles: what Baton can answer. Pure; the store keeps them, the bot is taught them, the hub words them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from knowledge.errors import ArticleError
from knowledge.steps import parse

MOST_STEPS_TEXT = 20_000
_ID = re.compile(r"[a-z][a-z0-9_]{1,63}")


@dataclass(frozen=True, slots=True)
class Article:
    """One version of an article. ``answer`` is Markdown; ``questions`` are examples of how customers ask;
    ``steps`` lead through a trouble, as :mod:`knowledge.steps` reads them.
    """

    id: str
    topic: str
    title: str
    answer: str
    questions: tuple[str, ...]
    version: int = 1
    steps: str = ""


def check(article: Article) -> Article:
    """The article itself; raises :class:`ArticleError` with what to mend."""
    if not _ID.fullmatch(article.id):
        raise ArticleError(
            f"“{article.id}” is not a valid article id. Use lowercase letters, digits and underscores,"
            " starting with a letter."
        )
    if len(article.steps) > MOST_STEPS_TEXT:
        raise ArticleError(f"The steps of article {article.id} are longer than {MOST_STEPS_TEXT} characters.")
    parse(article.steps)
    for name, value, most in (("title", article.title, 200), ("answer", article.answer, 10_000)):
        if not value.strip():
            raise ArticleError(f"Article {article.id} has no {name}.")
        if len(value) > most:
            raise ArticleError(f"The {name} of article {article.id} is longer than {most} characters.")
    if any(not question.strip() or len(question) > 500 for question in article.questions):
        raise ArticleError(
            f"Article {article.id} has an empty example question, or one of more than 500 characters."
        )
    return article


def _shape(article: Article) -> list[list[object]]:
    """What a model learns of the steps: names, choices and where they lead. Nothing for an article without
    steps.
    """
    return [
        [step.name, [[choice.label, choice.to] for choice in step.choices]] for step in parse(article.steps)
    ]


def digest(articles: list[Article]) -> str:
    """What a model learns of these articles: equal digests need no training. Words of answers and steps do
    not count.
    """
    learned = sorted(
        (article.id, article.title, sorted(article.questions), *_shape(article)) for article in articles
    )
    return hashlib.sha256(json.dumps(learned, ensure_ascii=False).encode()).hexdigest()[:16]
