"""Troubleshooting steps of an article, as editors write them. Pure.

    ## gas
    Is there gas in the cartridge? Shake it: you should hear it.
    - Yes -> spark
    - No -> refill

The first step begins; a choice leads to another step, to ``solved``, or to ``person``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.errors import ArticleError

SOLVED, PERSON = "solved", "person"
ENDS = frozenset({SOLVED, PERSON})
MOST_STEPS, MOST_CHOICES = 40, 6
_HEAD = re.compile(r"##\s*(\S.*)")
_CHOICE = re.compile(r"[-*]\s+(.+?)\s*(?:->|→)\s*(\S+)\s*")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Choice:
    """What the customer can say, and the step or end it leads to."""

    label: str
    to: str


@dataclass(frozen=True, slots=True)
class Step:
    """What the assistant says (Markdown), and the choices it gives."""

    name: str
    say: str
    choices: tuple[Choice, ...]


def parse(text: str) -> tuple[Step, ...]:
    """The steps of a text, none for an empty one. Raises :class:`ArticleError` that names the line or step to
    mend.
    """
    sections: list[tuple[str, list[str], list[Choice]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if head := _HEAD.fullmatch(line.strip()):
            sections.append((_named(head[1].strip(), number), [], []))
        elif not sections:
            if line.strip():
                raise ArticleError(f"Steps, line {number}: start with a step name, like “## gas”.")
        elif choice := _CHOICE.fullmatch(line.strip()):
            sections[-1][2].append(Choice(choice[1], choice[2]))
        else:
            sections[-1][1].append(line)
    return _checked(
        tuple(Step(name, "\n".join(words).strip(), tuple(choices)) for name, words, choices in sections)
    )


def _named(name: str, line: int) -> str:
    if not _NAME.fullmatch(name) or name in ENDS:
        raise ArticleError(
            f"Steps, line {line}: “{name}” is not a valid step name. Use lowercase letters, digits and"
            " underscores. “solved” and “person” are reserved."
        )
    return name


def _checked(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    names = [step.name for step in steps]
    if len(steps) > MOST_STEPS:
        raise ArticleError(f"{len(steps)} steps are too many. The limit is {MOST_STEPS}.")
    for step in steps:
        _whole(step, names)
    for name in names:
        if not ENDS & _reached(steps, name):
            raise ArticleError(f"From step “{name}” no way leads to solved or person.")
    if lost := [name for name in names[1:] if name not in _reached(steps, names[0])]:
        raise ArticleError(f"No choice leads to step “{lost[0]}”.")
    return steps


def _whole(step: Step, names: list[str]) -> None:
    labels = [choice.label.casefold() for choice in step.choices]
    if names.count(step.name) > 1:
        raise ArticleError(f"There are two steps “{step.name}”.")
    if not step.say:
        raise ArticleError(f"Step “{step.name}” has no text.")
    if not 1 <= len(labels) <= MOST_CHOICES or len(set(labels)) < len(labels):
        raise ArticleError(
            f"Step “{step.name}” needs one to {MOST_CHOICES} different choices, like “- Yes -> solved”."
        )
    if unknown := [choice.to for choice in step.choices if choice.to not in {*names, *ENDS}]:
        raise ArticleError(
            f"Step “{step.name}” leads to “{unknown[0]}”, which is not a step, solved or person."
        )


def _reached(steps: tuple[Step, ...], start: str) -> set[str]:
    """Everything that can be reached from a step, ends too."""
    leads = {step.name: {choice.to for choice in step.choices} for step in steps}
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        fresh = leads.get(waiting.pop(), set()) - reached
        reached |= fresh
        waiting += fresh
    return reached
