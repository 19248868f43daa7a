"""What can be a postal address, for the form that asks for one. Pure."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"(?=.*\d)(?=(?:.*[^\W\d_]){5})[^\n?]{8,200}")


def looks_like_address(text: str) -> bool:
    """One line with a number and at least five letters, and no question; the company's system knows better."""
    return bool(_ADDRESS.fullmatch(text.strip()))
