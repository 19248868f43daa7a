"""Tokens of 256 random bits. They are handed out once; what is stored is their hash."""

from __future__ import annotations

import hashlib
import secrets

DAY_MS = 86_400_000


def new_token() -> str:
    """A token nobody can guess."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is stored of a token. It carries 256 random bits, so a plain hash cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()
