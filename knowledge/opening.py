"""Which database keeps what this room remembers: the one module that names it. Another database is a folder
beside ``sqlite/`` and a few lines here.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from knowledge.articles import Article
from knowledge.ports import Storage, VectorCache, WordIndex
from knowledge.sqlite.vectors import SqliteVectors
from knowledge.sqlite.word_index import SqliteWordIndex


def storage(home: Path) -> Storage:
    """The knowledge base of ``home``, made or brought up to date where it has to be."""
    from knowledge.sqlite.storage import SqliteStorage  # noqa: PLC0415 - sqlite-utils is slow to import

    return SqliteStorage.open(home)


def storage_to_read(home: Path) -> Storage:
    """The knowledge base of ``home`` as it is. Raises :class:`KnowledgeError` when there is none."""
    from knowledge.sqlite.storage import SqliteStorage  # noqa: PLC0415

    return SqliteStorage.open_read_only(home)


def is_there(home: Path) -> bool:
    """Whether ``home`` has a knowledge base."""
    from knowledge.sqlite.storage import FILE  # noqa: PLC0415

    return (home / FILE).is_file()


def vectors(home: Path) -> VectorCache:
    """The sentence vectors that ``home`` remembers."""
    return SqliteVectors(home)


def word_index(articles: Iterable[Article]) -> WordIndex:
    """An index over the words of ``articles``; it never changes."""
    return SqliteWordIndex(articles)
