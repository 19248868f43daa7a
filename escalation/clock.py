"""Time and identity for the shells; the core gets both as arguments."""

from __future__ import annotations

import secrets

from knowledge.clock import now_ms

__all__ = ["new_id", "now_ms"]


def new_id(kind: str) -> str:
    """An identifier nobody can guess, with a readable beginning: ``c_…``, ``t_…``."""
    return f"{kind}_{secrets.token_urlsafe(15)}"
