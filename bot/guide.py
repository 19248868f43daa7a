"""Where a customer is in the steps of a troubleshooting article, and which choice a reply means. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.choice import chosen

_YES = re.compile(
    r"(?:yes|yeah|yep|yup|sure|ok|okay|it does|it is|i do|i did|done|correct|right)\b[\s,.!]*(?:it"
    r" (?:does|is|works|did)|i (?:do|did|have))?[\s.!]*",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:no|nope|nah|not (?:yet|really|at all)|it (?:doesn['’]?t|isn['’]?t|does not|is not)|i"
    r" (?:don['’]?t|didn['’]?t)|still not?)\b.{0,30}",
    re.IGNORECASE,
)
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """The shape of one article's steps: the first, and each step's choices (label, target)."""

    first: str
    steps: dict[str, Choices]


def meant(text: str, choices: Choices) -> str | None:
    """The target of the choice a reply means: by its words, its place, or a plain yes or no; None when it is
    not clear.
    """
    reply = _plain(text)
    labels = tuple(label for label, _ in choices)
    leads = dict(choices)
    exact = next((label for label in labels if _plain(label) == reply), None) or chosen(text, labels)
    if exact is not None:
        return leads[exact]
    for pattern, word in ((_YES, "yes"), (_NO, "no")):
        if pattern.fullmatch(reply):
            return next((to for label, to in choices if _plain(label).split(" ")[0] == word), None)
    return None


def _plain(text: str) -> str:
    return re.sub(r"[\s.,!?…]+", " ", text.casefold()).strip()
