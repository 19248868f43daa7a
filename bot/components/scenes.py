"""Danger told between the lines: a swollen battery on a bedside table is two harmless things that are danger
together.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from bot.components.lexicon import Found, LexiconError

ASKED = "asked"
MOST = 4  # places of one list that are tried
ABSENT = frozenset({"no", "without", "any"})  # right before a phrase: what is told of is not there


@dataclass(frozen=True, slots=True)
class Scene:
    """A kind of danger, what is told of in words an agent reads, and how many lists must all be found."""

    kind: str
    name: str
    lists: int


class Scenes:
    """One file of scenes, matched by spaCy in the words of ``pipeline``."""

    def __init__(self, pipeline: Language, file: Path) -> None:
        self._matcher = PhraseMatcher(pipeline.vocab, attr="LOWER")
        self._scenes = []
        for kind, scenes in _read(file).items():
            for name, lists in (scenes if kind != ASKED else {ASKED: [scenes]}).items():
                self._scenes.append(Scene(kind, name, len(lists)))
                for at, phrases in enumerate(lists):
                    self._matcher.add(
                        f"{kind}/{name}/{at}", [pipeline.make_doc(phrase) for phrase in phrases]
                    )

    def find(self, words: Doc) -> Found | None:
        """The first scene that is whole: its kind, and the customer's words of it in order."""
        hits: dict[str, list[Span]] = {}
        for mark, start, end in self._matcher(words):
            if not _absent(words, start):
                hits.setdefault(words.vocab.strings[mark], []).append(words[start:end])
        if f"{ASKED}/{ASKED}/0" in hits:
            return None
        return next((match for scene in self._scenes if (match := _whole(scene, hits))), None)


def _absent(words: Doc, start: int) -> bool:
    return start > 0 and words[start - 1].lower_ in ABSENT


def _whole(scene: Scene, hits: dict[str, list[Span]]) -> Found | None:
    """The scene if a phrase of each list was found, none inside another."""
    spans = [hits.get(f"{scene.kind}/{scene.name}/{at}", [])[:MOST] for at in range(scene.lists)]
    for combination in itertools.product(*spans):
        phrases = sorted(combination, key=lambda span: span.start)
        if all(one.end <= other.start for one, other in itertools.pairwise(phrases)):
            return Found(
                scene.kind, " … ".join(span.text for span in phrases), (phrases[0].start, phrases[-1].end)
            )
    return None


def _read(file: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    except yaml.YAMLError as problem:
        raise LexiconError(f"{file.name} is not YAML: {problem}") from problem
    for kind, scenes in document.items():
        for name, lists in (scenes if kind != ASKED else {ASKED: [scenes]}).items():
            if not all(
                isinstance(phrases, list) and all(isinstance(phrase, str) for phrase in phrases)
                for phrases in lists
            ):
                raise LexiconError(f"{file.name}: “{kind}”, “{name}” must be lists of phrases.")
    return document
