"""Phrase lists an operator can edit, matched by spaCy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot.components.tokenizer import blank, words_in

FOLDER = Path(__file__).resolve().parents[1] / "lexicon"


class LexiconError(ValueError):
    """A phrase file that cannot be used; says which file and where."""


@dataclass(frozen=True, slots=True)
class Found:
    """One phrase found: its list's name and the customer's own words."""

    name: str
    words: str


class Phrases:
    """One file of named phrase lists. Longer phrases win over those inside them."""

    def __init__(self, file: Path, language: str = "en") -> None:
        self._language = language
        self._matcher = PhraseMatcher(blank(language).vocab, attr="LOWER")
        for name, phrases in _lists(file).items():
            self._matcher.add(name, [blank(language).make_doc(phrase) for phrase in phrases])

    def read(self, text: str) -> Doc:
        """The text as spaCy words, with typographic apostrophes made plain."""
        return words_in(text.replace("\u2019", "'"), self._language)

    def find(self, text: str) -> list[Found]:
        """The phrases in a text, in order, without overlaps."""
        words = self.read(text)
        taken: set[int] = set()
        found = []
        for mark, start, end in sorted(self._matcher(words), key=lambda hit: (hit[1] - hit[2], hit[1])):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                found.append((start, Found(words.vocab.strings[mark], words[start:end].text)))
        return [each for _, each in sorted(found, key=lambda pair: pair[0])]


def _lists(file: Path) -> dict[str, list[str]]:
    try:
        lists = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as problem:
        raise LexiconError(f"{file.name} is not YAML: {problem}") from problem
    for name, phrases in lists.items():
        if not isinstance(phrases, list) or not all(isinstance(each, str) and each.strip() for each in phrases):
            raise LexiconError(f"{file.name}: “{name}” must be a list of phrases.")
    return dict(lists)
