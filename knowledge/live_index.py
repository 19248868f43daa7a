"""Search for people: one index over what is saved, made anew beside the hub's loop when something is
saved.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from knowledge.encoder import Encoder
from knowledge.encoder_stamp import encoder_folder
from knowledge.index import Index
from knowledge.remembered import Remembered
from knowledge.store import KnowledgeStore

T = TypeVar("T")
WORKERS = 2
LOOK_S = 1.0  # how often somebody's search looks whether something was saved


class Search:
    """Loads the encoder with the first question, so that a hub nobody searches stays small."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="search")
        self._builder = ThreadPoolExecutor(1, thread_name_prefix="index")
        self._building = threading.Lock()
        self._memory: Remembered | None = None
        self._store: KnowledgeStore | None = None
        self._index: Index | None = None
        self._saved, self._looked = -1, 0.0

    async def run(self, work: Callable[[Index], T]) -> T:
        """Run ``work`` with the index. Raises :class:`EncoderError` when there is no encoder."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: work(self._current()))

    async def encode(self, work: Callable[[Remembered], T]) -> T:
        """Run ``work`` with the encoder alone."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: work(self._encoder()))

    def close(self) -> None:
        """Close what was opened."""
        self._pool.shutdown()
        self._builder.shutdown()
        for resource in (self._memory, self._store):
            if resource is not None:
                resource.close()

    def _encoder(self) -> Remembered:
        with self._building:
            return self._remembered()

    def _remembered(self) -> Remembered:
        if self._memory is None:
            folder = self._home / "encoder"
            self._memory = Remembered(Encoder(folder if folder.is_dir() else encoder_folder()), self._home)
        return self._memory

    def _current(self) -> Index:
        """The index of what is saved. The first asker waits for it; later ones read the last while a newer
        one is made.
        """
        index = self._index
        if index is None:
            return self._build()
        if time.monotonic() - self._looked > LOOK_S:
            self._looked = time.monotonic()
            self._builder.submit(self._build)
        return index

    def _build(self) -> Index:
        with self._building:
            self._store = self._store or KnowledgeStore.open(self._home)
            saved = self._store.articles.saved()
            if self._index is None or saved != self._saved:
                self._index, self._saved = Index(self._store.articles.all(), self._remembered()), saved
            return self._index
