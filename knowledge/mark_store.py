"""The shape of a mark. It stands apart from :mod:`knowledge.records` because the browser's types carry the
name of this module.
"""

from __future__ import annotations

from dataclasses import dataclass

A_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Mark:
    """At this customer's message ``right`` would have been: the id of an article, or :data:`A_PERSON`."""

    conversation: str
    seq: int
    right: str
    author: str
    created_at: int
