"""What can be a postal address, for the form that asks for one. Pure."""

from __future__ import annotations

import re

_OBJECTION = re.compile(
    r"\A(?:(?:no|nope|sorry|wrong|wait|actually|i meant?|it['’]?s|it is)\b[\s,.;:!-]*)+", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?=.*\d)(?=(?:.*[^\W\d_]){5})[^\n?]{8,200}")


def corrected_address(text: str) -> str:
    """The address in "no, 14 Rose Street": what is left without the objection."""
    return _OBJECTION.sub("", text.strip())


def looks_like_address(text: str) -> bool:
    """One line with a number and at least five letters, and no question; the company's system knows
    better.
    """
    return bool(_ADDRESS.fullmatch(text.strip()))
