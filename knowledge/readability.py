"""How many years of school a text asks for. Pure.

Flesch-Kincaid grade level (Kincaid et al., 1975, Naval Technical Training Command, report 8-75), with
syllables counted as runs of vowels: good enough to compare two wordings, and for English only.
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z']+")
_VOWELS = re.compile(r"[aeiouy]+")
FEWEST_WORDS = 25


def syllables(word: str) -> int:
    """At least one; a silent final e does not count."""
    low = word.casefold()
    runs = len(_VOWELS.findall(low))
    silent = low.endswith("e") and not low.endswith(("le", "ee")) and runs > 1
    return max(1, runs - silent)


def grade(markdown: str) -> float:
    """The grade, about 0 to 18; 0 for a text too short to say."""
    plain = re.sub(r"\]\([^)]*\)|[*_#>`|-]", " ", markdown)
    words = _WORD.findall(plain)
    if len(words) < FEWEST_WORDS:
        return 0.0
    sentences = max(1, sum(bool(_WORD.search(word)) for word in _SENTENCE.split(plain)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
