"""The lines of the bot and the system: a closed list of keys with variants and variables."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import KnowledgeError

SEED = Path(__file__).parent / "texts.yml"
Texts = dict[str, tuple[str, ...]]


def seed() -> Texts:
    """The texts that a new installation starts with."""
    return {key: tuple(variants) for key, variants in yaml.safe_load(SEED.read_text(encoding="utf-8")).items()}


def fill(texts: Mapping[str, tuple[str, ...]], key: str, variables: Mapping[str, Any], turn: int) -> str:
    """The words of a key; ``turn`` chooses the variant, so the same turn always reads the same.

    Raises :class:`KnowledgeError` for an unknown key or a variable the text needs and nobody gave.
    """
    variants = texts.get(key)
    if not variants:
        raise KnowledgeError(f"There is no text “{key}”.")
    words = variants[turn % len(variants)]
    needed = {name for _, name, _, _ in string.Formatter().parse(words) if name}
    if missing := needed - set(variables):
        raise KnowledgeError(f"Text “{key}” needs {', '.join(sorted(missing))}.")
    return words.format_map({name: _plain(value) for name, value in variables.items()})


def _plain(value: Any) -> str:
    """A value inside Markdown: what came from outside must not become a link or a heading."""
    return re.sub(r"([\\`*_\[\]<>#!])", r"\\\1", str(value))
