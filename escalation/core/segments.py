"""Segments: which customers are treated differently, by rules over their profile. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Segment:
    """Customers with one of these email addresses (``*@big.example``) or from one of these sites.

    An agent can also set it by hand. ``priority``: 0 and 1 bring them forward in the queue, 2 leaves them
    where they are.
    """

    id: str
    name: str
    emails: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    priority: int = 2


def segment_of(segments: Iterable[Segment], email: str, site: str) -> str | None:
    """The first whose rules fit; a segment without rules is set by hand alone."""
    address = email.casefold()
    for segment in segments:
        if any(fnmatchcase(address, pattern.casefold()) for pattern in segment.emails) or any(
            fnmatchcase(site, one) for one in segment.sites
        ):
            return segment.id
    return None
