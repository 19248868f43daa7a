"""Secrets that people type into a screen: one file each, readable by Baton alone, never shown again and in no
log.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

MAIL_PASSWORD, WEBHOOK = "mail_password", "webhook"


class SecretFiles:
    """``home/secrets/``."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "secrets"

    def get(self, name: str) -> str:
        """The secret, or empty."""
        file = self._folder / name
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    def set(self, name: str, value: str) -> None:
        """Keep a secret; an empty one is forgotten. The file is never readable by others, not for a
        moment.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file, new = self._folder / name, self._folder / f"{name}.new"
        if not value:
            file.unlink(missing_ok=True)
            return
        with os.fdopen(
            os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as out:
            out.write(value)
        new.replace(file)

    def made(self, name: str) -> str:
        """The secret, made at random if there is none yet."""
        if not self.get(name):
            self.set(name, secrets.token_urlsafe(32))
        return self.get(name)
