"""Text from outside, made safe to keep: what people can see stays, what only misleads machines or eyes
goes.
"""

from __future__ import annotations

import unicodedata

from escalation.core.errors import Code, Refused

MOST = 4000
_KEPT = {"\n", "\t"}
_MISLEADING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\ufeff"}


def plain(text: str) -> str:
    """The text without control characters and direction overrides, with one kind of line end, trimmed."""
    return "".join(
        letter for letter in text.replace("\r\n", "\n").replace("\r", "\n") if _keep(letter)
    ).strip()


def cleaned(text: str, most: int = MOST) -> str:
    """The text as :func:`plain` leaves it.

    Raises :class:`Refused` when nothing is left, when it is longer than ``most`` characters, or when it holds
    half a character (a lone surrogate), which no database could give back.
    """
    if len(text) > most:
        raise Refused(
            Code.TOO_LONG, f"Your message has {len(text)} characters. The limit is {most}; please split it."
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused(
            Code.BAD_REQUEST, "The message contains an invalid character. Please type it again."
        ) from None
    kept = plain(text)
    if not kept:
        raise Refused(Code.EMPTY, "The message is empty.")
    return kept


def _keep(character: str) -> bool:
    return character in _KEPT or (unicodedata.category(character) != "Cc" and character not in _MISLEADING)


def masked(address: str) -> str:
    """An email address that its owner recognises and nobody else can use: ``a…@shop.example``."""
    name, _, host = address.partition("@")
    return f"{name[:1]}…@{host}"
