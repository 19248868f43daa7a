"""Lists of words and patterns that an operator can edit (bot/lexicon), checked when they are read and matched
by spaCy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

FOLDER = Path(__file__).resolve().parents[1] / "lexicon"
Lists = dict[str, list[str]]
Place = tuple[int, int]


class LexiconError(ValueError):
    """A file of lists that cannot be used; says which file, which line and which list."""


@dataclass(frozen=True, slots=True)
class Found:
    """One phrase found: its list's name, the customer's own words, and the places of the first and after the
    last of them.
    """

    name: str
    words: str
    place: Place


class Phrases:
    """Named lists of phrases, whatever their case. Longer phrases win over those inside them: in all the
    lists, or where they stand ``apart`` in each by itself; then none ends inside a written word either, as
    "can" does in "cannot".
    """

    def __init__(self, vocab: Vocab, phrases: Mapping[str, Iterable[Doc]], *, apart: bool = False) -> None:
        self._matcher, self._apart = PhraseMatcher(vocab, attr="LOWER"), apart
        for name, docs in phrases.items():
            self._matcher.add(name, list(docs))

    def find(self, words: Doc, without: frozenset[int] = frozenset()) -> list[Found]:
        """The phrases in a text, in order, without overlaps; none that touches one of the places
        ``without``.
        """
        places: dict[str, set[int]] = {}
        phrases = []
        for mark, start, end in sorted(self._matcher(words), key=lambda hit: (hit[1] - hit[2], hit[1])):
            name, place = words.vocab.strings[mark], range(start, end)
            used = places.setdefault(name if self._apart else "", set(without))
            if used.isdisjoint(place) and not (self._apart and _goes_on(words, end)):
                used.update(place)
                phrases.append(Found(name, words[start:end].text, (start, end)))
        return sorted(phrases, key=lambda phrase: phrase.place[0])


def _goes_on(words: Doc, end: int) -> bool:
    return end < len(words) and not words[end - 1].whitespace_ and words[end].text[0].isalpha()


class Patterns:
    """Patterns of spaCy's matcher under one name; the longest wins."""

    def __init__(self, vocab: Vocab, file: Path, name: str) -> None:
        self._matcher = Matcher(vocab, validate=True)
        self._matcher.add(name, list(_patterns(vocab, file, name)), greedy="LONGEST")

    def find(self, words: Doc) -> list[Place]:
        """Where they match."""
        return [(start, end) for _, start, end in self._matcher(words)]


def lists(file: Path, names: Iterable[str] = ()) -> Lists:
    """The lists of one file by name, everything in them read as text (an unquoted ``no`` too). Raises
    :class:`LexiconError`, also where a list of one of the ``names`` is not there.
    """
    phrases = {
        name.value: [_phrase(file, name, entry) for entry in _items(file, name, node)]
        for name, node in _entries(file)
    }
    for name in names:
        if name not in phrases:
            raise LexiconError(f"{file.name}: the list “{name}” is missing.")
    return phrases


def _entries(file: Path) -> Iterator[tuple[ScalarNode, Node]]:
    """The names and nodes of a file's top level."""
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), yaml.SafeLoader)
    except yaml.YAMLError as problem:
        raise LexiconError(f"{file.name} is not YAML: {problem}") from problem
    if not isinstance(root, MappingNode):
        raise LexiconError(f"{file.name}, line 1: there must be lists with names.")
    names: set[str] = set()
    for name, node in root.value:
        if name.value in names:
            raise LexiconError(f"{_place(file, name)}: the list “{name.value}” stands twice.")
        names.add(name.value)
        yield name, node


def _items(file: Path, name: ScalarNode, node: Node) -> list[Node]:
    if not isinstance(node, SequenceNode) or not node.value:
        raise LexiconError(f"{_place(file, name)}: “{name.value}” must be a list of phrases.")
    return list(node.value)


def _phrase(file: Path, name: ScalarNode, node: Node) -> str:
    if not isinstance(node, ScalarNode) or not node.value.strip():
        raise LexiconError(
            f"{_place(file, node)}: in the list “{name.value}” there is something that is no phrase."
        )
    return str(node.value).replace("\u2019", "'")


def _place(file: Path, node: Node) -> str:
    return f"{file.name}, line {node.start_mark.line + 1}"


def _patterns(vocab: Vocab, file: Path, key: str) -> Iterator[list[dict[str, Any]]]:
    """The patterns under a name, each tried by itself, so that a wrong one is named with its line."""
    name, node = next(((name, node) for name, node in _entries(file) if name.value == key), (None, None))
    if name is None or node is None:
        raise LexiconError(f"{file.name}: the list “{key}” is missing.")
    for entry in _items(file, name, node):
        pattern = SafeConstructor().construct_document(entry)
        try:
            Matcher(vocab, validate=True).add(key, [pattern])
        except ValueError as problem:
            raise LexiconError(
                f"{_place(file, entry)}: in the list “{key}” there is no pattern of spaCy's matcher."
                f" {problem}"
            ) from problem
        yield pattern
