"""Files that people bring: what they are is read from their bytes, never from their names, and they lie
outside what is served.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

import filetype

from escalation.core.errors import Code, Refused

MOST_BYTES = 5 * 1024 * 1024
IMAGES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
PAPERS = {
    "application/pdf": "pdf",
    "text/plain": "txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.text": "odt",
}
KINDS = {suffix: kind for kind, suffix in (IMAGES | PAPERS).items()}
NAME = re.compile(r"[0-9a-f]{32}\.[a-z]{3,4}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was kept: ``name`` is ours and says nothing, ``kind`` its media type, ``size`` in bytes."""

    name: str
    kind: str
    size: int


def kind_of(data: bytes) -> str | None:
    """The media type by content; text is what reads as UTF-8 without control characters; None for everything
    else.
    """
    if found := filetype.guess_mime(data):
        return str(found)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "text/plain" if text.strip() and not re.search(r"[\x00-\x08\x0e-\x1f]", text) else None


class Files:
    """One folder of files. ``kinds`` maps the media types it takes to their suffixes."""

    def __init__(self, folder: Path, kinds: dict[str, str], most: int = MOST_BYTES) -> None:
        self._folder, self._kinds, self._most = folder, kinds, most

    def keep(self, data: bytes, shared: bool = False) -> Kept:
        """Keep a file under a name nobody can guess, or with ``shared`` under one made from its content.

        Raises :class:`Refused` for what is empty, too large or of another kind.
        """
        kind = kind_of(data) if 0 < len(data) <= self._most else None
        if len(data) > self._most:
            raise Refused(Code.TOO_LONG, f"Files can be up to {self._most // 2**20} MB.")
        if kind not in self._kinds:
            raise Refused(
                Code.BAD_REQUEST, f"You can send these files: {', '.join(sorted(self._kinds.values()))}."
            )
        stem = hashlib.sha256(data).hexdigest()[:32] if shared else secrets.token_hex(16)
        name = f"{stem}.{self._kinds[kind]}"
        self._folder.mkdir(parents=True, exist_ok=True)
        scratch = self._folder / f".{secrets.token_hex(8)}"
        scratch.write_bytes(data)
        scratch.replace(self._folder / name)
        return Kept(name, kind, len(data))

    def drop(self, name: str) -> None:
        """Forget a file."""
        (self._folder / name).unlink(missing_ok=True)

    def find(self, name: str) -> tuple[Path, str]:
        """Where a file lies, and its kind; raises :class:`Refused` for one that is not here."""
        path = self._folder / name
        if not NAME.fullmatch(name) or not path.is_file():
            raise Refused(Code.NOT_FOUND, "This file does not exist.")
        return path, KINDS[path.suffix[1:]]
