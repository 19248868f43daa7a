"""Which language a message is in, by the small words every language is full of (spaCy's stop-word lists).

For a few short words nothing is claimed: a product's name or a greeting is no language.
"""

from __future__ import annotations

import functools
import re
import runpy
from collections import Counter
from pathlib import Path

import spacy

CODES = ("de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "ro", "tr", "hu")
OWN = "en"
FEWEST = 2  # small words of a language before it is claimed
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FOREIGN_LETTER = re.compile(r"[^\x00-\x7f\u2018-\u201d\u2013\u2014\u2026£€]")
_OTHER_SCRIPT = re.compile(
    r"[\u0370-\u03ff\u0400-\u04ff\u0590-\u05ff\u0600-\u06ff\u0900-\u097f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
)
UNKNOWN = "other"


@functools.lru_cache(maxsize=1)
def _small_words() -> dict[str, frozenset[str]]:
    """Each list read as a file: importing the language itself takes seconds for French."""
    languages = Path(spacy.__file__).parent / "lang"
    lists = {
        code: runpy.run_path(str(languages / code / "stop_words.py"))["STOP_WORDS"] for code in (OWN, *CODES)
    }
    return {code: frozenset(word.lower() for word in words) for code, words in lists.items()}


@functools.lru_cache(maxsize=1)
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    """For each small word the languages that have it."""
    languages: dict[str, tuple[str, ...]] = {}
    for code, words in _small_words().items():
        for word in words:
            languages[word] = (*languages.get(word, ()), code)
    return languages


def language_of(text: str) -> str | None:
    """The language a message is surely in, English too; None where nothing is claimed."""
    words = set(_WORD.findall(text.lower()))
    return other_language(text) or (
        OWN if len(words) >= 3 and len(words & _small_words()[OWN]) >= FEWEST else None
    )


def other_language(text: str) -> str | None:
    """The code of the language if it is surely not English, :data:`UNKNOWN` for one of another script, else
    None.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) >= 4 and len(_OTHER_SCRIPT.findall(text)) > len(letters) / 2:
        return UNKNOWN
    words = set(_WORD.findall(text.lower()))
    languages = _languages_of_words()
    counts = Counter(code for word in words for code in languages.get(word, ()))
    own, best = counts[OWN], max(CODES, key=lambda code: counts[code])
    claimed = counts[best] + bool(_FOREIGN_LETTER.search(text))
    return best if len(words) >= 3 and counts[best] >= FEWEST and claimed > own + 1 else None
