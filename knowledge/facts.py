"""Facts: values like ``{{return_days}}`` that articles, steps and lines share. Pure.

A fact is edited in one place and read everywhere; a release freezes the values with the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge.errors import FactError

MOST_VALUE = 300
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_USE = re.compile(r"\{\{\s*([A-Za-z0-9_]*)\s*\}\}")
Facts = Mapping[str, str]


def check(name: str, value: str) -> None:
    """Raises :class:`FactError` with what to mend."""
    if not _NAME.fullmatch(name):
        raise FactError(
            f"“{name}” is not a valid fact name. Use up to 40 lowercase letters, digits and underscores,"
            " starting with a letter."
        )
    if not value.strip():
        raise FactError(f"The fact {name} has no value.")
    if len(value) > MOST_VALUE:
        raise FactError(f"The value of {name} is longer than {MOST_VALUE} characters.")
    if _USE.search(value):
        raise FactError(f"The fact {name} cannot use another fact.")


def used(text: str) -> frozenset[str]:
    """The names of the facts a text uses."""
    return frozenset(_USE.findall(text))


def missing(texts: Iterable[str], facts: Facts) -> frozenset[str]:
    """The names used in ``texts`` that nobody has given a value."""
    return frozenset(name for text in texts for name in used(text) if name not in facts)


def filled(text: str, facts: Facts) -> str:
    """``text`` with its facts; a fact without a value stays as it is written, so that it is seen and never
    silently empty.
    """
    return _USE.sub(lambda match: facts.get(match[1], match[0]), text)
