"""What is wrong with data from outside, in words for whoever sent it: where, and what it should be.

msgspec checks the shapes and says what it found in the words of its types; here that becomes a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_PLACE = re.compile(r" - at `(?:key in )?\$\.?(?P<place>[^`]*)`$")
_KINDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object with named fields",
    "null": "null",
}
_BOUNDS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than", "==": "exactly"}
_UNITS = {"str": "characters", "array": "entries", "object": "entries"}
Words = Callable[[re.Match[str]], str]


def _length(match: re.Match[str]) -> str:
    kind, bound, number = match.groups()
    return f"{{}} must have {_BOUNDS[bound]} {number} {_UNITS.get(kind, 'characters')}"


def _bound(match: re.Match[str]) -> str:
    bound, number = match.groups()
    return f"{{}} must be {_BOUNDS[bound]} {number.removesuffix('.0')}"


def _kind(match: re.Match[str]) -> str:
    wanted = " or ".join(_KINDS.get(kind, kind) for kind in match[1].split(" | "))
    return f"{{}} must be {wanted}, not {_KINDS.get(match[2], match[2])}"


_SENTENCES: tuple[tuple[re.Pattern[str], Words], ...] = (
    (re.compile(r"Object missing required field `(.+)`"), lambda match: f"“{match[1]}” is missing"),
    (re.compile(r"Object contains unknown field `(.+)`"), lambda match: f"“{match[1]}” is not a known name"),
    (re.compile(r"Invalid enum value (.+)"), lambda match: f"{{}} cannot be {match[1]}"),
    (re.compile(r"Expected `(\w+)` of length (\S+) (\d+)"), _length),
    (re.compile(r"Expected `(?:\w+)` (>=|<=|>|<) (\S+)"), _bound),
    (re.compile(r"Expected `([^`]+)`, got `([^`]+)`"), _kind),
    (re.compile(r"Expected `str` matching regex .+"), lambda _match: "{} is not written as it should be"),
)


def explained(text: str) -> str:
    """``text`` of a ``msgspec.ValidationError`` as a sentence without a full stop, its place as
    ``labels[0].name``; what has no sentence here stays in the library's words.
    """
    found = _PLACE.search(text)
    place, fault = (found["place"], text[: found.start()]) if found else ("", text)
    for pattern, words in _SENTENCES:
        if match := pattern.fullmatch(fault):
            sentence = words(match)
            where = place.replace("[...]", " (one of them)").strip()
            return _put(sentence, where)
    return text


def _put(sentence: str, place: str) -> str:
    if "{}" in sentence:
        return sentence.replace("{}", f"“{place}”" if place else "it", 1)
    return f"{sentence} in “{place}”" if place else sentence
