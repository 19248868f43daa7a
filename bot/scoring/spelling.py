"""One wrong letter is no doubt: words nobody knows, put right by the words a base is asked with. Pure."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

LONGEST = 24  # letters
MOST = 60  # words; in a longer letter a wrong one weighs nothing
SHORTEST, LONG = 5, 8  # letters from which a word is put right, and from which two letters may be wrong
_WORD = re.compile(r"[^\W\d_]+")


class Speller:
    """Puts words right that are neither in a base nor ordinary, where one word of the base is clearly
    meant.
    """

    def __init__(self, words: Iterable[str], ordinary: Container[str]) -> None:
        self._ordinary, self._words = ordinary, frozenset(words)
        self._by_start: dict[str, list[str]] = {}
        for word in sorted(self._words):
            if len(word) >= SHORTEST - 1:
                self._by_start.setdefault(word[0], []).append(word)
        self._seen: dict[str, str] = {}

    def corrected(self, text: str) -> str:
        """The text with such words replaced; the same text when there are none."""
        if len(text.split()) > MOST or len(text) > 12 * MOST:
            return text
        return _WORD.sub(lambda match: self._word(match[0]), text)

    def _word(self, token: str) -> str:
        word = token.lower()
        if (
            not SHORTEST <= len(word) <= LONGEST
            or word in self._words
            or word in self._ordinary
            or token.isupper()
        ):
            return token
        if word not in self._seen:
            self._seen[word] = _meant(word, self._by_start.get(word[0], ())) or ""
            if len(self._seen) > 5000:
                self._seen.clear()
                return self._word(token)
        return self._seen[word] or token


def _meant(word: str, words: Iterable[str]) -> str | None:
    """The nearest known word, if one alone is near enough."""
    most = 2 if len(word) >= LONG else 1
    candidates = [
        (steps, candidate)
        for candidate in words
        if abs(len(candidate) - len(word)) <= most and (steps := distance(word, candidate, most)) <= most
    ]
    if not candidates:
        return None
    least = min(steps for steps, _ in candidates)
    best = [candidate for steps, candidate in candidates if steps == least]
    return best[0] if len({_stem(candidate) for candidate in best}) == 1 else None


def _stem(word: str) -> str:
    return word.removesuffix("s")


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, take, change or swap with their neighbour (Damerau's, each place once); ``most + 1``
    stands for more.
    """
    before, row = [], list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [at]
        for place, there in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != there))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == there:
                cost = min(cost, last[place - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
