"""The closed list of refusals. A refusal changes nothing and says what to do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Code(StrEnum):
    """Error codes of the protocol; docs/protocol.md describes each."""

    BAD_REQUEST = "bad_request"
    NOT_SIGNED_IN = "not_signed_in"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    STALE = "stale"
    FINDINGS = "findings"
    ILLEGAL = "illegal"
    TAKEN = "taken"
    TOO_LONG = "too_long"
    EMPTY = "empty"
    TOO_FAST = "too_fast"
    ORIGIN = "origin"
    UNKNOWN_COMMAND = "unknown_command"
    UNAVAILABLE = "unavailable"


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """A command that was not carried out. ``str()`` is the sentence for the person who sent it, ``more`` what
    a program may need.
    """

    def __init__(
        self,
        code: Code,
        sentence: str,
        *,
        retry_after_ms: int | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.retry_after_ms = retry_after_ms
        self.more = more or {}
