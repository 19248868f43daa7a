"""Which of the offered options a reply means when it names a place and not a topic: "the second one". Pure."""

from __future__ import annotations

import re

_PLACES = (("first", "1st", "1", "one"), ("second", "2nd", "2", "two"), ("third", "3rd", "3", "three"))
_LAST = re.compile(r"(?:the )?(?:last|bottom)(?: (?:one|option|answer))?")
_ONLY = re.compile(r"(?:yes,? )?(?:that one|this one|that|exactly that|that is it|that's it)")
_BEFORE = r"(?:(?:i (?:mean|meant|want|take|choose)|it's|it is|yes,?) )?(?:the |number |option |no\. ?|nr\. ?|# ?)?"
_AFTER = r"(?: (?:one|option|answer|please))*"
_NTH = tuple(re.compile(rf"{_BEFORE}(?:{'|'.join(map(re.escape, words))}){_AFTER}") for words in _PLACES)


def chosen(text: str, offered: tuple[str, ...]) -> str | None:
    """The label meant by an ordinal, by "the last one", or by "that one" where only one was offered; None otherwise."""
    said = text.lower().strip(" \t\n.!?,)(")
    if not offered:
        return None
    if _LAST.fullmatch(said):
        return offered[-1]
    if _ONLY.fullmatch(said):
        return offered[0] if len(offered) == 1 else None
    return next((label for label, place in zip(offered, _NTH, strict=False) if place.fullmatch(said)), None)
