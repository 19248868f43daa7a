"""A message's wording: its text, spaCy's words, and what the lists of bot/lexicon find in them. Read once,
shared by all components.
"""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import spacy
from rasa.shared.nlu.training_data.message import Message
from spacy.attrs import NORM, ORTH
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from bot.components.base import case_of, text_of
from bot.components.lexicon import FOLDER, Found, Lists, Patterns, Phrases, lists
from bot.components.scenes import Scenes
from bot.turn import DialogueState

OWN = "en"
HANDED = "wording"  # under which name a message carries it; no output, so Rasa keeps it to this turn
# The lists of en.yml that the code asks for.
WANTED = (
    "but",
    "asks_help",
    "polite",
    "about_us",
    "about_others",
    "negations",
    "begins_no",
    "agrees",
    "corrects",
    "goodbye",
    "sorry",
    "starts_no",
    "request_cues",
    "joints",
    "conditions",
    "not_yet",
    "wonders",
    "alone",
)
ABROAD = ("yes", "no", "person")  # those of the languages the bot has lines in
# Hints that "no" and "without" take back; "not breathing" takes nothing back.
NO_SUCH_THING = frozenset({"harm", "gas"})
LOOKED_BACK = 6  # of the customer's own earlier lines
BREAK = "\n\n"  # between lines that are read together: no phrase reaches over it


def plain(text: str) -> str:
    """With typographic apostrophes made plain: as long as before."""
    return text.replace("\u2019", "'")


def shouting(pipeline: Language) -> Language:
    """The pipeline, which from now on takes DON'T apart as it does don't."""
    rules = pipeline.tokenizer.rules if isinstance(pipeline.tokenizer, Tokenizer) else {}
    for text, words in list(rules.items()):
        if (
            text.islower()
            and text.upper() not in rules
            and ("'" in text or any(word.get(NORM) == "not" for word in words))
        ):
            pipeline.tokenizer.add_special_case(text.upper(), [{ORTH: word[ORTH].upper()} for word in words])
    return pipeline


@functools.lru_cache(maxsize=2)
def blank(language: str) -> Language:
    """A pipeline without a model, loaded at first use."""
    return shouting(spacy.blank(language))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists, ready to be matched."""

    cues: Phrases
    hints: Phrases
    risk: Phrases
    service: Phrases
    own: Phrases
    sorry: Phrases
    asks_person: Patterns
    absent: Patterns
    starts_no: tuple[str, ...]
    scenes: Scenes
    wishes: Scenes
    alone: frozenset[str]


@functools.lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lists of bot/lexicon, loaded at first use. Raises :class:`bot.components.lexicon.LexiconError`."""
    own, vocab = lists(FOLDER / f"{OWN}.yml", WANTED), blank(OWN).vocab
    people = [phrase for code in abroad() for phrase in abroad()[code]["person"]]
    return Lexicon(
        cues=_phrases({**lists(FOLDER / "cues.yml"), "person_abroad": people}),
        hints=_phrases(lists(FOLDER / "hints.yml")),
        risk=_phrases(lists(FOLDER / "risk.yml")),
        service=_phrases(lists(FOLDER / "service.yml")),
        own=_phrases(
            {name: phrases for name, phrases in own.items() if name not in ("sorry", "alone")}, apart=True
        ),
        sorry=_phrases({"sorry": own["sorry"]}, apart=True),
        asks_person=Patterns(vocab, FOLDER / "person.yml", "asks_person"),
        absent=Patterns(vocab, FOLDER / "absent.yml", "absent"),
        starts_no=tuple(own["starts_no"]),
        scenes=Scenes(blank(OWN), FOLDER / "scenes.yml"),
        wishes=Scenes(blank(OWN), FOLDER / "wishes.yml"),
        alone=frozenset(own["alone"]),
    )


def _phrases(entries: Lists, *, apart: bool = False) -> Phrases:
    make = blank(OWN).make_doc
    return Phrases(
        blank(OWN).vocab,
        {name: [make(phrase) for phrase in phrases] for name, phrases in entries.items()},
        apart=apart,
    )


@functools.lru_cache(maxsize=1)
def abroad() -> dict[str, Lists]:
    """The lists of the other languages the bot has lines in, by code."""
    files = [file for file in sorted(FOLDER.glob("??.yml")) if file.stem != OWN]
    return {file.stem: lists(file, ABROAD) for file in files}


class Wording:
    """One message as all components read it. What is found is found once, when it is first asked for."""

    def __init__(self, text: str, doc: Doc, case: DialogueState | None = None) -> None:
        """``doc`` are the words of ``plain(text)``; ``case`` is the conversation before them."""
        self.text, self.doc, self.case = text, doc, case or DialogueState()

    @classmethod
    def of(cls, text: str, case: DialogueState | None = None) -> Wording:
        """Of a text that did not come through Rasa."""
        return cls(text, blank(OWN).make_doc(plain(text)), case)

    @functools.cached_property
    def low(self) -> str:
        """In small letters."""
        return self.text.lower()

    @functools.cached_property
    def cues(self) -> dict[str, str]:
        """Cues of a standstill, of a wish for a person and of a good end: each list's name with the words
        found.
        """
        return _named(lexicon().cues.find(self.doc))

    @functools.cached_property
    def risks(self) -> list[Found]:
        """Phrases of danger that decide by themselves."""
        return lexicon().risk.find(self.doc)

    @functools.cached_property
    def service(self) -> list[Found]:
        """Words of let-down customers, insults, thanks."""
        return lexicon().service.find(self.doc)

    @functools.cached_property
    def own(self) -> dict[str, list[Found]]:
        """The small words of en.yml by list."""
        return _by_list(lexicon().own.find(self.doc))

    @functools.cached_property
    def hints(self) -> list[Found]:
        """Words that danger is often told with; what is said not to be there is none."""
        phrases, absent = lexicon().hints.find(self.doc), self._absent()
        there = lexicon().hints.find(self.doc, absent) if phrases and absent else phrases
        return [phrase for phrase in there if phrase.name in NO_SUCH_THING] + [
            phrase for phrase in phrases if phrase.name not in NO_SUCH_THING
        ]

    def _absent(self) -> frozenset[int]:
        """Places of words that are said not to be there."""
        return frozenset(
            at for start, end in lexicon().absent.find(self.doc) for at in range(start, self._whole(end))
        )

    def _whole(self, end: int) -> int:
        """The end of the word that a place ends in."""
        while (
            end < len(self.doc) and not self.doc[end - 1].whitespace_ and self.doc[end].text.startswith("'")
        ):
            end += 1
        return end

    @functools.cached_property
    def wonders(self) -> bool:
        """Whether the customer only asks what they are talking to, or tells of somebody they talked to."""
        return "wonders" in self.own

    @functools.cached_property
    def person(self) -> str:
        """The words that ask for a person, or an empty string."""
        if self.wonders:
            return ""
        if places := lexicon().asks_person.find(self.doc):
            return str(self.doc[places[0][0] : places[0][1]].text)
        if wish := lexicon().wishes.find(self.doc):
            return wish.words
        return self.text if self.text.strip(" .!?").lower() in lexicon().alone else ""

    @functools.cached_property
    def scene(self) -> Found | None:
        """Danger told between the lines: harmless words that are danger together."""
        return lexicon().scenes.find(self.doc)

    def has(self, name: str) -> bool:
        """Whether a list of en.yml finds anything."""
        return name in self.own

    def begins(self, name: str) -> bool:
        """Whether the first word is one of a list's; signs before it do not count."""
        first = next((word.i for word in self.doc if any(sign.isalnum() for sign in word.text)), None)
        return any(phrase.place[0] == first for phrase in self.own.get(name, ()))

    @property
    def starts_no(self) -> bool:
        """Whether it begins with the letters of a no."""
        return self.low.startswith(lexicon().starts_no)

    @functools.cached_property
    def earlier(self) -> Earlier:
        """What the lists find in the lines before this message."""
        return Earlier.of(self.case)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The names of the lists that find something in each of the customer's last lines, and in the bot's last
    one.
    """

    said: tuple[frozenset[str], ...]
    bot: frozenset[str]

    @classmethod
    def of(cls, case: DialogueState) -> Earlier:
        """All lines are taken apart in one go."""
        bot = next((turn.text for turn in reversed(case.turns) if turn.who == "bot"), "")
        names = found_in([*case.said[-LOOKED_BACK:], bot]) if case.turns else [frozenset()]
        return cls(tuple(names[:-1]), names[-1])


def found_in(lines: Sequence[str]) -> list[frozenset[str]]:
    """For each line the names of the lists of cues, and of the bot's sorry, that find something in it."""
    words = blank(OWN).make_doc(BREAK.join(map(plain, lines)))
    ends = list(itertools.accumulate(len(line) + len(BREAK) for line in lines))
    names: list[set[str]] = [set() for _ in lines]
    for phrase in (*lexicon().cues.find(words), *lexicon().sorry.find(words)):
        names[bisect.bisect_right(ends, words[phrase.place[0]].idx)].add(phrase.name)
    return [frozenset(name) for name in names]


def _by_list(phrases: Sequence[Found]) -> dict[str, list[Found]]:
    lists_found: dict[str, list[Found]] = {}
    for phrase in phrases:
        lists_found.setdefault(phrase.name, []).append(phrase)
    return lists_found


def _named(phrases: Sequence[Found]) -> dict[str, str]:
    return {
        name: ", ".join(phrase.words for phrase in several) for name, several in _by_list(phrases).items()
    }


def hand_on(message: Message, wording: Wording) -> None:
    """The message carries its wording to the components that follow."""
    message.set(HANDED, wording)


def wording_of(message: Message) -> Wording:
    """The wording that a message carries; made here for one that came past the tokenizer, as in an
    examination of one component.
    """
    carried = message.get(HANDED)
    return carried if isinstance(carried, Wording) else Wording.of(text_of(message), case_of(message))
