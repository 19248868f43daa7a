"""Passwords as argon2, worked out beside everything else: few at a time, few waiting, the rest are asked to
come again.

One password costs 64 MB and tens of milliseconds of a processor; who throws many at the sign-in makes only
the sign-in wait.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from escalation.core.errors import Code, Refused

WAITING = 8  # passwords that may wait for their turn
_hasher = PasswordHasher()
T = TypeVar("T")


class Passwords:
    """Hashes and compares in threads of its own; more than :data:`WAITING` at once are refused with a time to
    come again.
    """

    def __init__(self, workers: int = 1 if (os.cpu_count() or 1) < 4 else 2) -> None:
        self._most = workers + WAITING
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="password")
        self._at_once = 0

    async def hash(self, password: str) -> str:
        """What is stored of a password."""
        return await self._beside(lambda: _hasher.hash(password))

    async def matches(self, secret: str | None, password: str) -> bool:
        """Whether the password belongs to what is stored. Nothing stored takes as long."""
        return await self._beside(lambda: _matches(secret, password)) and secret is not None

    async def _beside(self, work: Callable[[], T]) -> T:
        if self._at_once >= self._most:
            raise Refused(
                Code.TOO_FAST,
                "Too many people are signing in right now. Please try again in a moment.",
                retry_after_ms=2000,
            )
        self._at_once += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._at_once -= 1


@cache
def _nobody() -> str:
    """What an unknown login's password is compared with, so that it takes as long as a known one's."""
    return _hasher.hash(secrets.token_urlsafe(16))


def _matches(secret: str | None, password: str) -> bool:
    nobody = _nobody()  # for every login: made at the first sign-in, it must not tell whose that is
    try:
        return _hasher.verify(secret or nobody, password)
    except (VerificationError, InvalidHashError):
        return False
