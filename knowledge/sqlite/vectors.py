"""Sentence vectors in ``home/vectors.db``, by a digest of their text."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

FILE = "vectors.db"
MOST = 300_000  # about 460 MB; what was added first goes first
PART = 500


class SqliteVectors:
    """See :class:`knowledge.ports.VectorCache`."""

    def __init__(self, home: Path) -> None:
        self._one_at_a_time = threading.Lock()
        self._db = sqlite3.connect(home / FILE, timeout=30, check_same_thread=False, isolation_level=None)
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")  # a lost vector is computed again
        self._db.execute(
            "create table if not exists vectors (id integer primary key, digest blob unique not null, vector"
            " blob not null)"
        )

    def known(self, digests: list[bytes]) -> dict[bytes, bytes]:
        vectors: dict[bytes, bytes] = {}
        with self._one_at_a_time:
            for part in _parts(digests):
                marks = ",".join("?" * len(part))
                query = f"select digest, vector from vectors where digest in ({marks})"  # noqa: S608 - marks
                vectors.update(self._db.execute(query, part))
        return vectors

    def keep(self, vectors: Mapping[bytes, bytes]) -> None:
        with self._one_at_a_time:
            self._db.execute("begin immediate")
            self._db.executemany(
                "insert or ignore into vectors (digest, vector) values (?, ?)", vectors.items()
            )
            self._db.execute("delete from vectors where id <= (select max(id) from vectors) - ?", [MOST])
            self._db.execute("commit")

    def close(self) -> None:
        self._db.close()


def _parts(digests: list[bytes]) -> Iterator[list[bytes]]:
    return (digests[start : start + PART] for start in range(0, len(digests), PART))
