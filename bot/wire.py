"""How what bot and hub share travels and is stored: JSON in and out, the same for the wire, the log and
Rasa's messages. What reads or writes a :class:`Tag` as one word stands here alone.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from bot.judgement import Tag

T = TypeVar("T")


def _text(value: object) -> str:
    if isinstance(value, Tag):
        return str(value)
    raise NotImplementedError(f"{type(value).__name__} has no JSON form")


def _tag(kind: type, value: object) -> object:
    if kind is Tag and isinstance(value, str):
        return Tag.parse(value)
    raise ValueError(f"expected {kind.__name__}, got {type(value).__name__}")


def plain(value: object) -> Any:
    """A value as JSON has it: dictionaries, lists, words and numbers."""
    return msgspec.to_builtins(value, enc_hook=_text)


def encoded(value: object) -> bytes:
    """A value as JSON text."""
    return msgspec.json.encode(value, enc_hook=_text)


def typed(value: object, kind: type[T]) -> T:
    """The inverse of :func:`plain`. Raises :class:`msgspec.ValidationError` that names the place."""
    return msgspec.convert(value, kind, dec_hook=_tag)


def decoded(text: bytes | str, kind: type[T]) -> T:
    """The inverse of :func:`encoded`. Raises :class:`msgspec.MsgspecError` that names the place."""
    return msgspec.json.decode(text, type=kind, dec_hook=_tag)
