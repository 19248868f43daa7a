"""Sentence vectors that were computed before: training, search and clustering encode only what is new.

A vector is kept under a digest of the text and the encoder's build. A digest says nothing of the text.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from knowledge.encoder import WIDTH, Encoder, Floats
from knowledge.encoder_stamp import BUILD, encoder_folder
from knowledge.opening import vectors


def _digest(text: str) -> bytes:
    return hashlib.sha256(f"{BUILD}\0{text}".encode("utf-8", "surrogatepass")).digest()[:16]


class Remembered:
    """An encoder with the memory of ``home``, which several processes may share."""

    def __init__(self, encoder: Encoder, home: Path) -> None:
        self._encoder, self._one_at_a_time = encoder, threading.Lock()
        self._vectors = vectors(home)

    def close(self) -> None:
        """Close the file."""
        self._vectors.close()

    def encode(self, texts: list[str], workers: int = 1) -> Floats:
        """As :meth:`Encoder.encode`: vectors of length one, float32 [len(texts), 384]."""
        with self._one_at_a_time:
            return self._encode(texts, workers)

    def _encode(self, texts: list[str], workers: int) -> Floats:
        digests = [_digest(text) for text in texts]
        kept = self._vectors.known(list(dict.fromkeys(digests)))
        memory: dict[bytes, Floats] = {key: np.frombuffer(vector, np.float32) for key, vector in kept.items()}
        fresh = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in memory}
        if fresh:
            encoded = self._encoder.encode(list(fresh.values()), workers)
            memory.update(zip(fresh, encoded, strict=True))
            self._vectors.keep({digest: memory[digest].tobytes() for digest in fresh})
        return (
            np.stack([memory[digest] for digest in digests])
            if texts
            else np.empty((0, WIDTH), dtype=np.float32)
        )

    def fresh(self, text: str) -> Floats:
        """The vector of one text that is not worth remembering."""
        vector: Floats = self._encoder.encode([text])[0]
        return vector


def memory_of(home: Path) -> Remembered:
    """The encoder of ``home`` with its memory, to be closed."""
    folder = home / "encoder"
    return Remembered(Encoder(folder if folder.is_dir() else encoder_folder()), home)


@contextmanager
def remembered(home: Path) -> Iterator[Remembered]:
    """The encoder of ``home`` with its memory, open while it is needed."""
    memory = memory_of(home)
    try:
        yield memory
    finally:
        memory.close()
