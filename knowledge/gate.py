"""What stops a release, and who may let it out all the same: by name, with a reason. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.articles import Article
from knowledge.errors import KnowledgeError, ReleaseError
from knowledge.lint import Context, Finding, errors

MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class Anyway:
    """Somebody's word that a release goes out in spite of its errors. ``seen`` is the mark of the errors they
    were shown (:func:`mark`): others that have come since are not meant by it; None means whatever there is.
    """

    reason: str
    seen: str | None = None


@dataclass(frozen=True, slots=True)
class Overruled:
    """Kept with a release that went out in spite of its errors."""

    by: str
    reason: str
    at: int
    findings: tuple[Finding, ...]


class FindingsError(KnowledgeError):
    """Errors stop a release: nothing was published. ``str()`` says how many; :meth:`sentences` names each."""

    def __init__(self, findings: list[Finding], titles: Mapping[str, str]) -> None:
        count = f"{len(findings)} errors block" if len(findings) > 1 else "An error blocks"
        super().__init__(
            f"{count} this release, so nothing was published. Fix it, or publish anyway with a reason."
        )
        self.findings, self.titles = findings, titles

    def sentences(self) -> list[str]:
        """Each error with its article, its field and how to mend it."""
        return [told(finding, self.titles) for finding in self.findings]


def told(finding: Finding, titles: Mapping[str, str]) -> str:
    """One finding as a sentence."""
    quote = f" “{finding.quote}”" if finding.quote else ""
    return (
        f"{finding.article} ({finding.where}), “{titles.get(finding.article, finding.article)}”:{quote}"
        f" {finding.words}"
    )


def stopping(articles: list[Article], changed: frozenset[str], context: Context) -> list[Finding]:
    """The errors that have to do with ``changed`` articles. What is live already with its error stops nothing
    else; a fact without a value is no error that anybody could answer for, and the release itself refuses it.
    """
    return [
        error
        for error in errors(articles, context)
        if error.rule != "unknown_fact" and {error.article, error.other} & changed
    ]


def mark(findings: Iterable[Finding]) -> str:
    """A short name for exactly these findings, in any order."""
    rows = sorted(
        repr((finding.article, finding.rule, finding.where, finding.quote, finding.words))
        for finding in findings
    )
    return hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def pass_by(findings: list[Finding], anyway: Anyway | None, titles: Mapping[str, str]) -> None:
    """Raises :class:`FindingsError` unless there are none or somebody answers for exactly these, and
    :class:`ReleaseError` for a reason that is none.
    """
    if anyway is not None and not 0 < len(anyway.reason.strip()) <= MOST_REASON:
        raise ReleaseError(f"Give a reason of 1 to {MOST_REASON} characters for publishing despite errors.")
    if findings and (anyway is None or anyway.seen not in (None, mark(findings))):
        raise FindingsError(findings, titles)
