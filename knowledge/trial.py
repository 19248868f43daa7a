"""A release on trial: which chats it answers. Pure."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from knowledge.errors import ReleaseError
from knowledge.records import Release


@dataclass(frozen=True, slots=True)
class Trial:
    """``share`` percent of the chats that began at or after ``since`` (UTC milliseconds)."""

    release: int
    share: int
    since: int

    def takes(self, conversation: str, opened_at: int) -> bool:
        """Whether this chat is part of the trial: the same answer for its whole life, and in every
        process.
        """
        return opened_at >= self.since and zlib.crc32(conversation.encode()) % 100 < self.share


def trained(release: Release) -> str:
    """The model of a release; raises :class:`ReleaseError` for one that has none and so can answer nobody."""
    if release.model is None:
        raise ReleaseError(f"Release {release.id} was never trained, so it cannot go live.")
    return release.model
