"""The shapes the stored knowledge base gives and takes, whatever database keeps it. Times in UTC
milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.texts import Texts

# Of a training: WAITING for the trainer, TRAINING, READY (trained and examined; a person decides), STARTING
# its bot, DONE, FAILED.
WAITING, TRAINING, READY, STARTING, DONE, FAILED = (
    "waiting",
    "training",
    "ready",
    "starting",
    "done",
    "failed",
)
DISMISSED, ADDED, WRITTEN = "dismissed", "added", "written"  # decisions on a gap
PUBLISHED_ANYWAY = "published_anyway"  # a deed in the audit log


@dataclass(frozen=True, slots=True)
class Care:
    """What goes with an article and not with a version. Times in UTC milliseconds, ``review_on`` an ISO date;
    ``translates`` is the article that this one says in another language.
    """

    owner: str | None = None
    review_on: str | None = None
    language: str | None = None
    publish_at: int | None = None
    expires_at: int | None = None
    translates: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """Asked for, and perhaps decided; ``approved`` is None while nobody has looked."""

    article: str
    version: int
    asked_by: str
    asked_at: int
    decided_by: str | None
    decided_at: int | None
    approved: bool | None
    note: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What someone is writing, kept as they write; ``base`` is the version they began from."""

    article: str
    author: str
    base: int
    data: dict[str, Any]
    changed_at: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A value that texts share; ``about`` is for team members."""

    name: str
    value: str
    about: str
    author: str
    changed_at: int


@dataclass(frozen=True, slots=True)
class Release:
    """``learned`` is the digest of what its model was taught; ``model`` the model's file name, if trained.
    ``hold``: it waits for a person's word even when it is trained.
    """

    id: int
    created_at: int
    author: str
    note: str
    model: str | None
    learned: str
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a release is made of: versions by article, lines and facts. It never changes."""

    articles: Mapping[str, int]
    texts: Texts
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the changes goes into a release: these articles (None: all), the facts, the lines."""

    articles: frozenset[str] | None = None
    facts: bool = True
    voice: bool = True


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Training:
    """How far the training of a release is; ``detail`` is for people."""

    release: int
    state: str
    detail: str
    changed_at: int


@dataclass(frozen=True, slots=True)
class Decided:
    """``places`` are pairs of conversation and seq; ``article`` where the questions went, ``reason`` why they
    were dismissed.
    """

    places: tuple[tuple[str, int], ...]
    decision: str
    article: str | None
    reason: str
    author: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit log; it is never changed."""

    id: int
    at: int
    who: str
    deed: str
    subject: str
    reason: str
    detail: dict[str, Any]
