"""Customers' own words for articles with few examples, read from the log beside a running hub or without
one.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from escalation.clock import now_ms
from escalation.conversations.insights import DAYS
from escalation.core.insight import Served, asked_for, read
from escalation.store.sqlite.database import FILE
from escalation.store.sqlite.insights import events_of, recent
from knowledge.articles import Article
from knowledge.lint import FEW
from knowledge.scrub import scrubbed

MOST, SHORTEST, LONGEST, SHOWN = 5000, 8, 120, 3


def proposed(home: Path, articles: list[Article]) -> dict[str, tuple[str, ...]]:
    """For each article with few examples what it answered of late and nobody minded, without personal data;
    nothing without a log.
    """
    few = [each for each in articles if len(each.questions) < FEW]
    if not few or not (home / FILE).is_file():
        return {}
    served = _served(home / FILE)
    return {each.id: tuple(_new(each, asked_for(each.id, served)))[:SHOWN] for each in few}


def _new(article: Article, asked: list[str]) -> list[str]:
    known = {article.title.casefold(), *(each.casefold() for each in article.questions)}
    return [
        each
        for each in asked
        if SHORTEST <= len(each) <= LONGEST and each.casefold() not in known and scrubbed(each) == each
    ]


def _served(file: Path) -> list[Served]:
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        ids = [identity for identity, _ in recent(db, now_ms() - DAYS * 86_400_000, MOST)]
        return [served for identity in ids for served in read(identity, events_of(db, identity))[1]]
    except sqlite3.OperationalError:  # a log of another age: what was asked is only a help
        return []
    finally:
        db.close()
