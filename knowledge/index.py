"""Searching articles by meaning and by words. Built beside the hub's loop; a built index is never changed,
only replaced.

By meaning: the cosine between the question and an article's nearest stored question, looked up among the
articles whose centroid is near. By words: SQLite's full-text search (BM25) over titles, questions and
answers. The two orders are fused by reciprocal rank (Cormack et al., SIGIR 2009), so that neither's scale
matters.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.articles import Article
from knowledge.remembered import Remembered

Floats = npt.NDArray[np.float32]
NEAR, LEXICAL = 24, 16  # articles looked at by meaning, and by words
# How many words are looked up, and in which share of the articles a word tells nothing.
TELLING, COMMON = (
    6,
    0.05,
)
BLOCK = 8192
RANK_K = 60  # the constant of reciprocal rank fusion
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found: ``likeness`` is the cosine of its nearest question, −1 to 1."""

    id: str
    title: str
    topic: str
    question: str
    likeness: float


class Index:
    """An index over articles. Every method may be called from several threads."""

    def __init__(self, articles: Iterable[Article], encoder: Remembered) -> None:
        self._encoder = encoder
        self._articles = list(articles)
        questions = [
            (at, text)
            for at, article in enumerate(self._articles)
            for text in dict.fromkeys((article.title, *article.questions))
        ]
        vectors = encoder.encode([text for _, text in questions], workers=2)
        self._texts = [text for _, text in questions]
        self._owner = np.array([at for at, _ in questions], dtype=np.int32)
        self._vectors = vectors.astype(np.float16)  # half the memory; a cosine keeps three digits
        self._first = np.searchsorted(self._owner, np.arange(len(self._articles) + 1))
        self._centres = self._centred(vectors)
        self._words = self._lexical()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._articles)

    def encode(self, texts: list[str]) -> Floats:
        """Vectors of texts by the encoder the index was made with."""
        return self._encoder.encode(texts)

    def _centred(self, vectors: Floats) -> Floats:
        if not self._articles:
            return np.empty((0, vectors.shape[1]), dtype=np.float32)
        sums = np.add.reduceat(vectors, self._first[:-1], axis=0)
        return np.asarray(
            sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), dtype=np.float32
        )

    def _lexical(self) -> sqlite3.Connection:
        self._frequency = Counter(
            word
            for article in self._articles
            for word in set(
                _WORD.findall(f"{article.title} {' '.join(article.questions)} {article.answer}".casefold())
            )
        )
        words = sqlite3.connect(":memory:", check_same_thread=False)
        words.execute(
            "create virtual table words using fts5(title, questions, answer, tokenize='porter unicode61')"
        )
        rows = (
            (at, article.title, "\n".join(article.questions), article.answer)
            for at, article in enumerate(self._articles)
        )
        words.executemany("insert into words (rowid, title, questions, answer) values (?, ?, ?, ?)", rows)
        return words

    def search(self, text: str, most: int = 10) -> list[Hit]:
        """The articles that answer ``text`` best, best first."""
        if not self._articles or not text.strip():
            return []
        vector = self._encoder.fresh(text)
        neighbours = self._by_meaning(vector)
        scores: dict[int, float] = {}
        for ranked in ([at for at, _, _ in neighbours], self._by_words(text)):
            for rank, at in enumerate(ranked):
                scores[at] = scores.get(at, 0.0) + 1.0 / (RANK_K + rank)
        nearest = {at: (likeness, place) for at, likeness, place in neighbours}
        best = sorted(scores, key=lambda at: -scores[at])[:most]
        return [self._hit(at, *nearest.get(at) or self._nearest(vector, at)) for at in best]

    def _by_meaning(self, vector: Floats) -> list[tuple[int, float, int]]:
        """Places of articles with the cosine and the place of their nearest question, nearest first."""
        likeness = self._centres @ vector
        near = np.argpartition(-likeness, min(NEAR, len(likeness)) - 1)[:NEAR]
        starts, ends = self._first[near], self._first[near + 1]
        rows = np.concatenate([np.arange(start, end) for start, end in zip(starts, ends, strict=True)])
        cosines = self._vectors[rows].astype(np.float32) @ vector
        cuts = np.cumsum(ends - starts) - (ends - starts)
        best = [
            int(cut + cosines[cut : cut + size].argmax())
            for cut, size in zip(cuts, ends - starts, strict=True)
        ]
        return sorted(
            (
                (int(at), float(cosines[place]), int(rows[place]))
                for at, place in zip(near, best, strict=True)
            ),
            key=lambda hit: -hit[1],
        )

    def _nearest(self, vector: Floats, at: int) -> tuple[float, int]:
        start, end = int(self._first[at]), int(self._first[at + 1])
        likeness = self._vectors[start:end].astype(np.float32) @ vector
        place = int(likeness.argmax())
        return float(likeness[place]), start + place

    def _by_words(self, text: str) -> list[int]:
        words = self._telling(text)
        if not words:
            return []
        query = " OR ".join(f'"{word}"' for word in words)
        with self._lock:
            rows = self._words.execute(
                "select rowid from words where words match ? order by bm25(words, 4, 2, 1) limit ?",
                (query, LEXICAL),
            )
            return [int(row[0]) for row in rows]

    def _telling(self, text: str) -> list[str]:
        """The words of a question that few articles share: the others cost time and tell nothing apart."""
        words = list(dict.fromkeys(_WORD.findall(text.casefold())))
        rare = sorted(
            (word for word in words if word in self._frequency), key=lambda word: self._frequency[word]
        )
        return [
            word
            for at, word in enumerate(rare[:TELLING])
            if at < 1 or self._frequency[word] < len(self._articles) * COMMON
        ]

    def _hit(self, at: int, likeness: float, place: int) -> Hit:
        article = self._articles[at]
        return Hit(article.id, article.title, article.topic, self._texts[place], round(likeness, 4))

    def nearest(self, texts: list[str], apart_from: str | None = None) -> list[Hit | None]:
        """For each text the article whose question is nearest, leaving out the one with the id
        ``apart_from``.
        """
        if not texts or not self._articles:
            return [None] * len(texts)
        own = next((at for at, article in enumerate(self._articles) if article.id == apart_from), None)
        if own is not None and len(self._articles) == 1:
            return [None] * len(texts)
        likeness = self._all_likeness(self._encoder.encode(texts))
        if own is not None:
            likeness[:, self._first[own] : self._first[own + 1]] = -1.0
        places = [int(place) for place in likeness.argmax(axis=1)]
        return [
            self._hit(int(self._owner[place]), float(likeness[row, place]), place)
            for row, place in enumerate(places)
        ]

    def beside(self, article: Article, most: int) -> frozenset[str]:
        """The ids of the articles whose questions come nearest to any of this one's."""
        texts = list(dict.fromkeys((article.title, *article.questions)))
        if not self._articles:
            return frozenset()
        nearest = self._all_likeness(self._encoder.encode(texts)).max(axis=0)
        best = np.maximum.reduceat(nearest, self._first[:-1])
        ids = [self._articles[int(at)].id for at in np.argsort(-best)[: most + 1]]
        return frozenset(key for key in ids if key != article.id)

    def _all_likeness(self, vectors: Floats) -> Floats:
        """Cosines [len(vectors), questions], in blocks: half precision is for keeping, not for computing."""
        blocks = (
            self._vectors[start : start + BLOCK].astype(np.float32)
            for start in range(0, len(self._vectors), BLOCK)
        )
        return np.hstack([vectors @ block.T for block in blocks])
