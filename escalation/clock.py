"""Time and identity for the shells; the core gets both as arguments."""

from __future__ import annotations

import secrets
import time


def now_ms() -> int:
    """UTC milliseconds."""
    return time.time_ns() // 1_000_000


def new_id(kind: str) -> str:
    """An identifier nobody can guess, with a readable beginning: ``c_…``, ``t_…``."""
    return f"{kind}_{secrets.token_urlsafe(15)}"
