"""Articles: what Baton can answer. Pure; the store keeps them, the bot is taught them, the hub words them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from knowledge.errors import ArticleError

_ID = re.compile(r"[a-z][a-z0-9_]{1,63}")


@dataclass(frozen=True, slots=True)
class Article:
    """One version of an article. ``answer`` is Markdown; ``questions`` are examples of how customers ask."""

    id: str
    topic: str
    title: str
    answer: str
    questions: tuple[str, ...]
    version: int = 1


def check(article: Article) -> Article:
    """The article itself; raises :class:`ArticleError` with what to mend."""
    if not _ID.fullmatch(article.id):
        raise ArticleError(f"“{article.id}” cannot be an article's id: use small letters, digits and underscores, a letter first.")
    for name, value, most in (("title", article.title, 200), ("answer", article.answer, 10_000)):
        if not value.strip():
            raise ArticleError(f"Article {article.id} has no {name}.")
        if len(value) > most:
            raise ArticleError(f"The {name} of article {article.id} is longer than {most} characters.")
    if any(not each.strip() or len(each) > 500 for each in article.questions):
        raise ArticleError(f"Article {article.id} has an empty example question, or one of more than 500 characters.")
    return article


def digest(articles: list[Article]) -> str:
    """What a model learns of these articles: equal digests need no training. Words of answers do not count."""
    learned = sorted((each.id, each.title, sorted(each.questions)) for each in articles)
    return hashlib.sha256(json.dumps(learned, ensure_ascii=False).encode()).hexdigest()[:16]
