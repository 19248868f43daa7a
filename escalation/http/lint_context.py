"""What articles are judged by here: the facts as they are edited, the days policy allows, and vectors of
questions.
"""

from __future__ import annotations

from actions import policy
from knowledge.articles import Article
from knowledge.lint import Context
from knowledge.remembered import Remembered


def context(
    articles: list[Article],
    facts: dict[str, str],
    encoder: Remembered,
    own: frozenset[str] = frozenset(),
    translated: dict[str, frozenset[str]] | None = None,
) -> Context:
    """For :func:`knowledge.lint.lint`. Raises :class:`PolicyError` for a policy that cannot be read."""
    texts = list(dict.fromkeys(text for article in articles for text in (article.title, *article.questions)))
    vectors = dict(zip(texts, encoder.encode(texts, workers=2), strict=True))
    return Context(facts=facts, days=_days(), vectors=vectors, own=own, translated=translated or {})


def gate_context(titles: list[str], encoder: Remembered) -> Context:
    """What a release is stopped by: for :meth:`knowledge.publishing.Publishing.publish`, with vectors of the
    titles alone.
    """
    return Context(days=_days(), vectors=dict(zip(titles, encoder.encode(titles, workers=2), strict=True)))


def _days() -> dict[str, int]:
    return {job: limits.days for job, limits in policy.read().jobs.items() if limits.days is not None}
