"""Sentence vectors that were computed before: training, search and clustering encode only what is new.

A vector is kept under a digest of the text and the encoder's build. A digest says nothing of the text.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from knowledge.encoder import WIDTH, Encoder, Floats
from knowledge.encoder_stamp import BUILD, encoder_folder

FILE = "vectors.db"
MOST = 300_000  # about 460 MB; what was added first goes first
PART = 500


def _digest(text: str) -> bytes:
    return hashlib.sha256(f"{BUILD}\0{text}".encode("utf-8", "surrogatepass")).digest()[:16]


def _parts(digests: list[bytes]) -> Iterator[list[bytes]]:
    return (digests[start : start + PART] for start in range(0, len(digests), PART))


class Remembered:
    """An encoder with a memory in ``home/vectors.db``. Several processes may use the same file."""

    def __init__(self, encoder: Encoder, home: Path) -> None:
        self._encoder, self._one_at_a_time = encoder, threading.Lock()
        self._db = sqlite3.connect(home / FILE, timeout=30, check_same_thread=False, isolation_level=None)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")  # a lost vector is computed again
        self._db.execute(
            "create table if not exists vectors (id integer primary key, digest blob unique not null, vector"
            " blob not null)"
        )

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def encode(self, texts: list[str], workers: int = 1) -> Floats:
        """As :meth:`Encoder.encode`: vectors of length one, float32 [len(texts), 384]."""
        with self._one_at_a_time:
            return self._encode(texts, workers)

    def _encode(self, texts: list[str], workers: int) -> Floats:
        digests = [_digest(text) for text in texts]
        memory = self._known(list(dict.fromkeys(digests)))
        fresh = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in memory}
        if fresh:
            vectors = self._encoder.encode(list(fresh.values()), workers)
            memory.update(zip(fresh, vectors, strict=True))
            self._keep(fresh.keys(), memory)
        return (
            np.stack([memory[digest] for digest in digests])
            if texts
            else np.empty((0, WIDTH), dtype=np.float32)
        )

    def fresh(self, text: str) -> Floats:
        """The vector of one text that is not worth remembering."""
        vector: Floats = self._encoder.encode([text])[0]
        return vector

    def _known(self, digests: list[bytes]) -> dict[bytes, Floats]:
        memory: dict[bytes, Floats] = {}
        for part in _parts(digests):
            marks = ",".join("?" * len(part))
            query = f"select digest, vector from vectors where digest in ({marks})"  # noqa: S608 - marks
            rows = self._db.execute(query, part)
            memory.update((digest, np.frombuffer(vector, dtype=np.float32)) for digest, vector in rows)
        return memory

    def _keep(self, digests: Iterable[bytes], memory: dict[bytes, Floats]) -> None:
        rows = [(digest, memory[digest].tobytes()) for digest in digests]
        self._db.execute("begin immediate")
        self._db.executemany("insert or ignore into vectors (digest, vector) values (?, ?)", rows)
        self._db.execute("delete from vectors where id <= (select max(id) from vectors) - ?", [MOST])
        self._db.execute("commit")


@contextmanager
def remembered(home: Path) -> Iterator[Remembered]:
    """The encoder of ``home`` with its memory, open while it is needed."""
    folder = home / "encoder"
    memory = Remembered(Encoder(folder if folder.is_dir() else encoder_folder()), home)
    try:
        yield memory
    finally:
        memory.close()
