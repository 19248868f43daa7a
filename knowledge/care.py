"""What goes with an article and not with a version: what may be written, and what follows from it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.errors import ArticleError
from knowledge.records import Care

LANGUAGE = re.compile(r"[a-z]{2}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def care_of(metadata: Mapping[str, str]) -> Care:
    """What travels with an article from one installation to another: not its dates of publishing."""
    return Care(
        owner=metadata.get("owner"),
        review_on=metadata.get("review_on"),
        language=metadata.get("language"),
        translates=metadata.get("translates"),
    )


def check(identity: str, care: Care, original: Care) -> None:
    """Raises :class:`ArticleError` for a date or language that is none; ``original`` is the care of the
    article that this one translates.
    """
    if care.review_on and not DAY.fullmatch(care.review_on):
        raise ArticleError(f"“{care.review_on}” is not a valid date. Write it like 2027-03-31.")
    if care.language and not LANGUAGE.fullmatch(care.language):
        raise ArticleError(f"“{care.language}” is not a language code. Write two letters, like en or de.")
    if care.translates and (care.translates == identity or not care.language or original.translates):
        raise ArticleError("A translation needs a language and an original that is not a translation itself.")
    if care.publish_at and care.expires_at and care.expires_at <= care.publish_at:
        raise ArticleError("The unpublish date is before the publish date.")


def languages(cares: Mapping[str, Care]) -> dict[str, frozenset[str]]:
    """The languages that each original is translated into; none for most."""
    translations: dict[str, set[str]] = {}
    for key, care in cares.items():
        translations.setdefault(care.translates or key, set()).update(
            {care.language} if care.translates and care.language else set()
        )
    return {key: frozenset(languages) for key, languages in translations.items()}
