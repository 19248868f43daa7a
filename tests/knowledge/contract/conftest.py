"""Every implementation of the ports, as two processes have it: nothing may rely on a lock in the process."""

import itertools
from types import SimpleNamespace

import pytest

from knowledge.articles import Article
from knowledge.records import Frozen
from knowledge.sqlite.storage import SqliteStorage
from knowledge.sqlite.vectors import SqliteVectors
from knowledge.sqlite.word_index import SqliteWordIndex

STORAGES = {"sqlite": SqliteStorage.open}
CACHES = {"sqlite": SqliteVectors}
WORD_INDEXES = {"sqlite": SqliteWordIndex}
ONE = Article("one", "returns", "One?", "One.", ("the first",))
TWO = Article("two", "delivery", "Two?", "Two.", ("the second",))


@pytest.fixture(params=STORAGES)
def two(request, tmp_path):
    """Two storages on one database. Another database is another line in :data:`STORAGES`."""
    storages = [STORAGES[request.param](tmp_path) for _ in range(2)]
    yield storages
    for storage in storages:
        storage.close()


@pytest.fixture(params=CACHES)
def caches(request, tmp_path):
    """Two caches on one database."""
    opened = [CACHES[request.param](tmp_path) for _ in range(2)]
    yield opened
    for cache in opened:
        cache.close()


@pytest.fixture(params=WORD_INDEXES)
def indexed(request):
    """What makes an index of articles."""
    return WORD_INDEXES[request.param]


@pytest.fixture
def ticking(monkeypatch):
    """A clock that never says the same time twice."""
    ticks = itertools.count(1)
    monkeypatch.setattr("knowledge.clock.time", SimpleNamespace(time_ns=lambda: next(ticks) * 1_000_000))


@pytest.fixture
def released(two):
    """What adds a release of the first article, by the first of :func:`two`."""
    two[0].articles.save(ONE, "ann")

    def add(model=None):
        content = Frozen({"one": 1}, {"greet": ("Hello.",)}, {"days": "30"})
        return two[0].releases.add(content, "ann", "first", learned="d1", model=model, hold=False)

    return add
