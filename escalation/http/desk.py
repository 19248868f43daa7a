"""What the desk's operations share: the knowledge base on a thread of its own, and its errors as refusals."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import TypeVar

from aiohttp import web

from escalation.conversations.rendering import Words
from escalation.core.errors import Code, Refused
from knowledge.errors import (
    DiskFullError,
    KnowledgeError,
    MissingError,
    ReleaseError,
    ReviewError,
    StaleError,
)
from knowledge.gate import FindingsError, mark
from knowledge.store import KnowledgeStore

T = TypeVar("T")
READ, WRITE = "articles.read", "articles.write"
_CODES = {
    StaleError: Code.STALE,
    MissingError: Code.NOT_FOUND,
    ReviewError: Code.ILLEGAL,
    ReleaseError: Code.ILLEGAL,
    DiskFullError: Code.UNAVAILABLE,
}


class Desk:
    """Calls to the knowledge store, one at a time and beside the hub's loop: a call is a piece of work, with
    all it reads and writes, and one hop to the thread that has the store.
    """

    def __init__(self, store: KnowledgeStore, words: Words) -> None:
        self._store, self.words = store, words
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")

    async def call(self, work: Callable[[KnowledgeStore], T]) -> T:
        """Run ``work`` with the store; what is wrong with knowledge is a :class:`Refused` with its own
        sentence.
        """
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, self._store)
        except FindingsError as problem:
            more = {
                "findings": [asdict(finding) for finding in problem.findings],
                "seen": mark(problem.findings),
            }
            raise Refused(Code.FINDINGS, str(problem), more=more) from None
        except KnowledgeError as problem:
            raise Refused(_CODES.get(type(problem), Code.BAD_REQUEST), str(problem)) from None

    async def refresh(self) -> None:
        """What was published is said from now on."""
        await asyncio.to_thread(self.words.refresh)

    def close(self) -> None:
        """Close the store."""
        self._thread.shutdown()
        self._store.close()


DESK: web.AppKey[Desk] = web.AppKey("desk", Desk)
