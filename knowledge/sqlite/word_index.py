"""The words of articles in SQLite's full-text search (BM25), in memory."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable

from knowledge.articles import Article


class SqliteWordIndex:
    """See :class:`knowledge.ports.WordIndex`."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._one_at_a_time = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute(
            "create virtual table words using fts5(title, questions, answer, tokenize='porter unicode61')"
        )
        rows = (
            (at, article.title, "\n".join(article.questions), article.answer)
            for at, article in enumerate(articles)
        )
        self._db.executemany("insert into words (rowid, title, questions, answer) values (?, ?, ?, ?)", rows)

    def find(self, words: Iterable[str], most: int) -> list[int]:
        match = " OR ".join(f'"{word}"' for word in words)
        query = "select rowid from words where words match ? order by bm25(words, 4, 2, 1) limit ?"
        with self._one_at_a_time:
            return [int(row[0]) for row in self._db.execute(query, (match, most))] if match else []
