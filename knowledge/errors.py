"""Errors of this room: each is a sentence that says what, where and how to mend it."""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of what can be wrong with knowledge or the encoder; ``str()`` is fit for a person."""


class EncoderError(KnowledgeError):
    """The sentence encoder is missing, damaged or not equal to its reference."""


class ArticleError(KnowledgeError):
    """An article file or an article cannot be used."""
