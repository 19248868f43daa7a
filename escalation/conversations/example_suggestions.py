"""Customers' own words for articles with few examples, read from the log beside a running hub or without
one.
"""

from __future__ import annotations

from escalation.clock import now_ms
from escalation.conversations.insights import DAYS, folds
from escalation.core.insight import Served, asked_for
from escalation.store.ports import InsightRepository
from escalation.store.records import StoreError
from knowledge.articles import Article
from knowledge.lint import FEW
from knowledge.scrub import scrubbed

MOST, SHORTEST, LONGEST, SHOWN = 5000, 8, 120, 3


async def proposed(log: InsightRepository, articles: list[Article]) -> dict[str, tuple[str, ...]]:
    """For each article with few examples what it answered and nobody minded, without personal data."""
    few = [article for article in articles if len(article.questions) < FEW]
    served = await _served(log) if few else []
    return {article.id: tuple(_new(article, asked_for(article.id, served)))[:SHOWN] for article in few}


def _new(article: Article, asked: list[str]) -> list[str]:
    known = {article.title.casefold(), *(question.casefold() for question in article.questions)}
    return [
        question
        for question in asked
        if SHORTEST <= len(question) <= LONGEST
        and question.casefold() not in known
        and scrubbed(question) == question
    ]


async def _served(log: InsightRepository) -> list[Served]:
    try:
        recent = await log.recent(now_ms() - DAYS * 86_400_000, MOST)
        conversations = await folds(log, dict(recent))
    except StoreError:  # a log of another age: what was asked is only a help
        return []
    return [answer for _, _, served in conversations.values() for answer in served]
