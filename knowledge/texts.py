"""The lines of the bot and the system: a closed list of keys with variants and variables."""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from knowledge import facts as facts_module
from knowledge.errors import KnowledgeError, VoiceError

SEED = Path(__file__).parent / "texts.yml"
MOST_WORDS, MOST_VARIANTS = 1000, 8
IN = "@"  # "miss@de" is the line "miss" in German
LANGUAGE = re.compile(r"[a-z]{2}")
Texts = dict[str, tuple[str, ...]]


@functools.lru_cache(maxsize=1)
def _seed() -> Texts:
    return {
        key: tuple(variants) for key, variants in yaml.safe_load(SEED.read_text(encoding="utf-8")).items()
    }


def seed() -> Texts:
    """The texts that a new installation starts with."""
    return dict(_seed())


def variables(words: str) -> frozenset[str]:
    """The names a line leaves open; raises :class:`VoiceError` for braces that say nothing."""
    try:
        return frozenset(
            name
            for _, name, _, _ in string.Formatter().parse(facts_module.filled(words, _Anything()))
            if name
        )
    except ValueError as problem:
        raise VoiceError(f"The braces in “{words[:80]}” do not match ({problem}).") from None


class _Anything(dict[str, str]):
    """Facts of any name, as a word."""

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ARG002 - as dict's
        return key


def check(key: str, variants: tuple[str, ...]) -> None:
    """Raises :class:`VoiceError` that says what to mend: an unknown line, no words, or a variable nobody will
    fill.
    """
    name, mark, language = key.partition(IN)
    originals = _seed().get(name)
    if mark and not LANGUAGE.fullmatch(language):
        raise VoiceError(f"“{language}” is not a language code. Write two letters, like de.")
    if originals is None:
        raise VoiceError(f"There is no system text “{key}”.")
    if not variants or not all(variant.strip() for variant in variants):
        raise VoiceError("Enter a text for every variant.")
    if len(variants) > MOST_VARIANTS or any(len(variant) > MOST_WORDS for variant in variants):
        raise VoiceError(f"Use no more than {MOST_VARIANTS} variants of up to {MOST_WORDS} characters.")
    allowed = frozenset().union(*map(variables, originals))
    for variant in variants:
        if unknown := variables(variant) - allowed:
            there_are = (
                f"You can use {', '.join(sorted(f'{{{name}}}' for name in allowed))}"
                if allowed
                else "This text has no variables"
            )
            raise VoiceError(f"{{{min(unknown)}}} is not known here. {there_are}.")


def fill(
    texts: Mapping[str, tuple[str, ...]],
    key: str,
    variables: Mapping[str, Any],
    turn: int,
    language: str | None = None,
) -> str:
    """The words of a key, in ``language`` where the line has words in it; ``turn`` chooses the variant, so
    the same turn always reads the same.

    Raises :class:`KnowledgeError` for an unknown key or a variable the text needs and nobody gave.
    """
    variants = texts.get(f"{key}{IN}{language}") or texts.get(key)
    if not variants:
        raise KnowledgeError(f"There is no text “{key}”.")
    words = variants[turn % len(variants)]
    needed = {name for _, name, _, _ in string.Formatter().parse(words) if name}
    if missing := needed - set(variables):
        raise KnowledgeError(f"Text “{key}” needs {', '.join(sorted(missing))}.")
    return words.format_map({name: _plain(value) for name, value in variables.items()})


def with_facts(texts: Texts, facts: facts_module.Facts) -> Texts:
    """Every line with its facts filled in; a value's own braces stay braces."""
    safe = {name: value.replace("{", "{{").replace("}", "}}") for name, value in facts.items()}
    return {
        key: tuple(facts_module.filled(variant, safe) for variant in variants)
        for key, variants in texts.items()
    }


def _plain(value: Any) -> str:
    """A value inside Markdown: what came from outside must not become a link or a heading."""
    return re.sub(r"([\\`*_\[\]<>#!])", r"\\\1", str(value))
