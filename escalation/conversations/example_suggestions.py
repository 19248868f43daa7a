"""Customers' own words for articles with few examples, read from the log beside a running hub or without one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from escalation.clock import now_ms
from escalation.conversations.insights import DAYS
from escalation.core.insight import Served, asked_for, read
from escalation.store.codec import from_row
from escalation.store.database import FILE
from knowledge.articles import Article
from knowledge.lint import FEW
from knowledge.scrub import scrubbed

MOST, SHORTEST, LONGEST, SHOWN = 5000, 8, 120, 3
_EVENTS = "select seq, at, kind, version, data, text from events where conversation = ? order by seq"


def proposed(home: Path, articles: list[Article]) -> dict[str, tuple[str, ...]]:
    """For each article with few examples what it answered of late and nobody minded, without personal data; nothing without a log."""
    few = [each for each in articles if len(each.questions) < FEW]
    if not few or not (home / FILE).is_file():
        return {}
    served = _served(home / FILE)
    return {each.id: tuple(_new(each, asked_for(each.id, served)))[:SHOWN] for each in few}


def _new(article: Article, asked: list[str]) -> list[str]:
    known = {article.title.casefold(), *(each.casefold() for each in article.questions)}
    return [each for each in asked if SHORTEST <= len(each) <= LONGEST and each.casefold() not in known and scrubbed(each) == each]


def _served(file: Path) -> list[Served]:
    since = now_ms() - DAYS * 86_400_000
    db = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        recent = db.execute("select id from conversations where updated_at > ? order by updated_at desc limit ?", (since, MOST)).fetchall()
        return [each for (identity,) in recent for each in read(identity, map(from_row, db.execute(_EVENTS, (identity,))))[1]]
    except sqlite3.OperationalError:  # a log of another age: what was asked is only a help
        return []
    finally:
        db.close()
