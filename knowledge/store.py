"""The knowledge base: what is kept, behind its ports, and the rules over it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from knowledge import opening
from knowledge.content import Content
from knowledge.ports import Storage
from knowledge.publishing import Publishing
from knowledge.rollout import Rollout


class KnowledgeStore:
    """The repositories of one knowledge base by noun, and what is decided over several of them. A
    :class:`Storage` itself; one thread at a time may use it.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.articles, self.plans, self.reviews = storage.articles, storage.plans, storage.reviews
        self.drafts, self.facts, self.texts = storage.drafts, storage.facts, storage.texts
        self.releases, self.trainings = storage.releases, storage.trainings
        self.overrules, self.gaps = storage.overrules, storage.gaps
        self.marks, self.feedback = storage.marks, storage.feedback
        self.transaction, self.stamp, self.close = storage.transaction, storage.stamp, storage.close
        self.content, self.rollout = Content(storage), Rollout(storage)
        self.publishing = Publishing(storage, self.content, self.rollout)

    @classmethod
    def open(cls, home: Path) -> KnowledgeStore:
        """Open or create the knowledge base of ``home`` for writing."""
        return cls(opening.storage(home))

    @classmethod
    def open_read_only(cls, home: Path) -> KnowledgeStore:
        """Open an existing knowledge base without the right to change it. Raises :class:`KnowledgeError` when
        there is none.
        """
        return cls(opening.storage_to_read(home))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
