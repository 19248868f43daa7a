"""Errors of this room: each is a sentence that says what, where and how to mend it."""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of what can be wrong with knowledge or the encoder; ``str()`` is fit for a person."""


class EncoderError(KnowledgeError):
    """The sentence encoder is missing, damaged or not equal to its reference."""


class ArticleError(KnowledgeError):
    """An article file or an article cannot be used."""


class FactError(KnowledgeError):
    """A fact cannot be used, or is used and not there."""


class VoiceError(KnowledgeError):
    """A line's new words cannot be used."""


class StaleError(KnowledgeError):
    """Someone else was faster: nothing was written."""


class ReviewError(KnowledgeError):
    """A second person has to look first."""


class MissingError(KnowledgeError):
    """What was named is not there."""


class ReleaseError(KnowledgeError):
    """A release cannot do what was asked of it."""


class DiskFullError(KnowledgeError):
    """There is no room for what was to be written."""


class NewerDatabaseError(RuntimeError):
    """The database was written by a newer Baton."""
