"""What is wrong or doubtful in articles, before customers read it. Pure: the caller brings vectors and
policy.

Each finding says where, what, and how to mend it. An *error* stops a release (:mod:`knowledge.gate`) and
makes `baton knowledge lint` end with exit code 1; a *warning* is for a person to judge.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from knowledge import facts as facts_module
from knowledge import personal
from knowledge.articles import Article
from knowledge.readability import grade

ERROR, WARNING = "error", "warning"
FEW, SAME, TOO_LIKE, ABOUT_THE_SAME, HARD_GRADE = 10, 0.965, 0.93, 0.8, 12.0
Vectors = npt.NDArray[np.float32]
_LINK = re.compile(r"(!?)\[[^\[\]]{0,1000}\]\(([^)\s]{0,1000})(?:\s[^()]{0,300})?\)")
_GOOD_LINK = re.compile(
    r"(https?://[^\s/.]+(?:\.[^\s/.]+)+(?:/|$|[?#])|mailto:[^\s@]+@[^\s@]+\.[^\s@]+|tel:\+?[\d ()-]+$)",
    re.IGNORECASE,
)
_OWN_PICTURE = "media/"
_LOUD = re.compile(r"!{2,}|\b(?!FAQ|PDF|USB|GPS|DHL|VAT|BIC|SMS|IBAN)[A-Z]{5,}\b")
_BLAME = re.compile(
    r"\b(you (?:failed|forgot|neglected|should have)|as (?:already )?(?:stated|said|mentioned)|obviously|it"
    r" is your (?:own )?fault)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?<!\d)(\d{1,12}(?:[.,]\d{1,12})?)\s{0,3}(working"
    r" days?|days?|weeks?|months?|years?|hours?|minutes?|€|euros?|£|pounds?|%|kg)",
    re.IGNORECASE,
)
_PROMISE = re.compile(r"within (\d{1,6}) (days?|weeks?|months?)", re.IGNORECASE)
_DAYS = {"day": 1, "week": 7, "month": 30}
_JOBS = {"return": ("return", "send back", "sent back"), "cancel": ("cancel",)}


@dataclass(frozen=True, slots=True)
class Finding:
    """``where`` is a field of the article: title, answer, questions, steps; ``quote`` the words it is about;
    ``other`` the article that shares the fault.
    """

    article: str
    severity: str
    rule: str
    where: str
    quote: str
    words: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What articles are judged by: facts, the days policy allows for a job, vectors of questions by their
    text, the company's own mail domains, and the languages that each original is translated into; ``asked``
    are customers' own words for an article with few examples.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    days: Mapping[str, int] = field(default_factory=dict)
    vectors: Mapping[str, Vectors] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    translated: Mapping[str, frozenset[str]] = field(default_factory=dict)
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def lint(articles: list[Article], context: Context) -> list[Finding]:
    """Everything found, by article in the order given."""
    context = replace(context, own=context.own | own_domains(articles))
    apart = [finding for article in articles for finding in alone(article, context)]
    together = [
        *_same_questions(articles),
        *_near_questions(articles, context.vectors),
        *_contradictions(articles, context.vectors),
    ]
    together += _untranslated(articles, context.translated)
    order = {article.id: at for at, article in enumerate(articles)}
    return sorted(
        [*apart, *together], key=lambda finding: (order[finding.article], finding.severity != ERROR)
    )


def errors(articles: list[Article], context: Context) -> list[Finding]:
    """What must not go out, by article in the order given: the errors of :func:`lint`, without looking for
    anything doubtful. Of ``context`` the vectors of the titles are needed.
    """
    context = replace(context, own=context.own | own_domains(articles))
    findings = [finding for article in articles for finding in _certain(article, context)]
    findings += [*_same_questions(articles), *_contradictions(articles, context.vectors)]
    order = {article.id: at for at, article in enumerate(articles)}
    return sorted(
        (finding for finding in findings if finding.severity == ERROR),
        key=lambda finding: order[finding.article],
    )


def lint_one(one: Article, others: list[Article], context: Context) -> list[Finding]:
    """What is found in ``one``, alone and beside ``others``."""
    first, last = [one, *others], [*others, one]
    beside = [
        *_same_questions(last),
        *_near_questions(first, context.vectors),
        *_contradictions(first, context.vectors),
    ]
    findings = [*alone(one, context), *(finding for finding in beside if finding.article == one.id)]
    return sorted(findings, key=lambda finding: finding.severity != ERROR)


def own_domains(articles: list[Article]) -> frozenset[str]:
    """Mail domains that several answers name: the company's own."""
    groups = (
        personal.owned(domain for _, domain in personal.MAIL.findall(article.answer)) for article in articles
    )
    counts = Counter(domain for domains in groups for domain in domains)
    return frozenset(domain for domain, times in counts.items() if times > 1)


def alone(article: Article, context: Context) -> Iterator[Finding]:
    """What can be said of an article without the others."""
    yield from _certain(article, context)
    yield from _examples(article, context.vectors, context.asked.get(article.id, ()))
    yield from _tone(article)


def _certain(article: Article, context: Context) -> Iterator[Finding]:
    """What can be an error."""
    yield from _facts(article, context.facts)
    yield from _links(article)
    yield from _personal(article, context.own)
    yield from _promises(article, context.days)


def _finding(  # noqa: PLR0917
    article: Article, rule: str, where: str, quote: str, words: str, severity: str = WARNING, other: str = ""
) -> Finding:
    return Finding(article.id, severity, rule, where, quote[:120], words, other)


def _facts(article: Article, facts: Mapping[str, str]) -> Iterator[Finding]:
    for where, text in (("answer", article.answer), ("steps", article.steps)):
        for name in sorted(facts_module.missing([text], facts)):
            yield _finding(
                article,
                "unknown_fact",
                where,
                f"{{{{{name}}}}}",
                "This fact has no value. Add one under Facts.",
                ERROR,
            )
    for where, text in (("title", article.title), ("questions", "\n".join(article.questions))):
        for name in sorted(facts_module.used(text)):
            yield _finding(
                article,
                "fact_in_question",
                where,
                f"{{{{{name}}}}}",
                "Customers do not type facts. Use their words.",
                ERROR,
            )


def _examples(
    article: Article, vectors: Mapping[str, Vectors], messages: tuple[str, ...]
) -> Iterator[Finding]:
    count = len(article.questions)
    theirs = f" Customers wrote: {', '.join(f'“{message}”' for message in messages)}." if messages else ""
    if count < FEW:
        yield _finding(
            article,
            "few_questions",
            "questions",
            "",
            f"{count} example questions. Add more: with {FEW} or more the article is recognised far"
            f" better.{theirs}",
        )
    for first, second in _alike(
        [question for question in article.questions if question in vectors], vectors, SAME
    ):
        words = "These two are nearly the same. Reword one of them."
        yield _finding(article, "alike_questions", "questions", f"{first} / {second}", words)


def _alike(texts: list[str], vectors: Mapping[str, Vectors], least: float) -> Iterator[tuple[str, str]]:
    """Pairs of texts whose cosine is above ``least``."""
    if not texts:
        return
    matrix = np.stack([vectors[text] for text in texts])
    for at, text in enumerate(texts):
        for place in np.nonzero(matrix[at + 1 :] @ matrix[at] > least)[0]:
            yield text, texts[at + 1 + int(place)]


def _links(article: Article) -> Iterator[Finding]:
    for where, text in (("answer", article.answer), ("steps", article.steps)):
        for picture, address in _LINK.findall(text):
            own = picture and address.startswith(_OWN_PICTURE)
            if not own and not _GOOD_LINK.match(facts_module.filled(address, {})) and "{{" not in address:
                words = "This link is broken. Write the full address, with https://."
                yield _finding(article, "dead_link", where, address or "()", words, ERROR)


def _personal(article: Article, own: frozenset[str]) -> Iterator[Finding]:
    """One finding a kind and field: who mends the first sees the next."""
    fields = {
        "title": article.title,
        "questions": "\n".join(article.questions),
        "answer": article.answer,
        "steps": article.steps,
    }
    for where, text in fields.items():
        kinds: set[str] = set()
        for passage in personal.found_in(re.sub(r"\]\((?:tel|https?):[^()]{0,1000}\)", "]", text), own):
            if passage.what not in kinds:
                kinds.add(passage.what)
                words = (
                    f"This looks like {passage.what}. Remove it, or make it a fact if it is the company's"
                    " own."
                )
                yield _finding(
                    article,
                    "personal_data",
                    where,
                    passage.quote,
                    words,
                    ERROR if passage.certain else WARNING,
                )


def _tone(article: Article) -> Iterator[Finding]:
    if match := _LOUD.search(article.answer):
        yield _finding(article, "loud", "answer", match[0], "This reads as shouting. Use a calmer tone.")
    if match := _BLAME.search(article.answer):
        yield _finding(
            article,
            "blame",
            "answer",
            match[0],
            "This sounds as if it blames the customer. Say what can be done instead.",
        )
    if (level := grade(article.answer)) > HARD_GRADE:
        yield _finding(
            article,
            "hard_to_read",
            "answer",
            "",
            f"This text needs {level:.0f} years of school to read. Use shorter sentences and words.",
        )


def _promises(article: Article, days: Mapping[str, int]) -> Iterator[Finding]:
    subject = f"{article.title} {article.topic}".casefold()
    for job, allowed in days.items():
        if not any(word in subject for word in _JOBS.get(job, (job,))):
            continue
        for match in _PROMISE.finditer(article.answer):
            promised = int(match[1]) * _DAYS[match[2].casefold().rstrip("s")]
            if promised > allowed:
                words = (
                    f"This promises {promised} days, but the automation limits allow {allowed} for a {job}."
                    " Change one of them."
                )
                yield _finding(article, "policy", "answer", match[0], words, ERROR)


def _same_questions(articles: list[Article]) -> Iterator[Finding]:
    owner: dict[str, Article] = {}
    for article in articles:
        for text in dict.fromkeys((article.title, *article.questions)):
            key = " ".join(re.findall(r"\w+", text.casefold())) or text.strip()
            other = owner.setdefault(key, article)
            if other.id != article.id:
                words = f"“{other.title}” has this question too. Keep it in only one of them."
                where = "title" if text == article.title else "questions"
                yield _finding(article, "same_question", where, text, words, ERROR, other.id)


def _near_questions(articles: list[Article], vectors: Mapping[str, Vectors]) -> Iterator[Finding]:
    """Questions of different articles that hardly differ, one finding a pair of articles."""
    questions = [
        (article, text)
        for article in articles
        for text in dict.fromkeys((article.title, *article.questions))
        if text in vectors
    ]
    if not questions:
        return
    matrix = np.stack([vectors[text] for _, text in questions])
    pairs: set[tuple[str, str]] = set()
    for at, (article, text) in enumerate(questions):
        likeness = matrix[at] @ matrix[at + 1 :].T
        for place in np.nonzero(likeness > TOO_LIKE)[0]:
            other, words = questions[at + 1 + int(place)]
            if (
                other.id != article.id
                and (article.id, other.id) not in pairs
                and text.casefold() != words.casefold()
            ):
                pairs.add((article.id, other.id))
                message = (
                    f"“{other.title}” has “{words}”: the assistant can hardly tell them apart. Move one, or"
                    " merge the articles."
                )
                yield _finding(article, "near_duplicate", "questions", text, message, other=other.id)


def _contradictions(articles: list[Article], vectors: Mapping[str, Vectors]) -> Iterator[Finding]:
    """Articles about nearly the same thing whose answers give different amounts of the same unit, and share
    none.
    """
    titled: dict[str, list[Article]] = {}
    for article in articles:
        if article.title in vectors:
            titled.setdefault(article.title, []).append(article)
    same = [pair for group in titled.values() for pair in itertools.combinations(group, 2)]
    alike = (
        (one, two)
        for first, second in _alike(list(titled), vectors, ABOUT_THE_SAME)
        for one in titled[first]
        for two in titled[second]
    )
    for article, other in (*same, *alike):
        if unit := _differ(article.answer, other.answer):
            words = (
                f"“{other.title}” says {unit[1]} where this says {unit[0]}. If both are about the same thing,"
                " one is wrong. Use a fact to keep them equal."
            )
            yield _finding(article, "contradiction", "answer", unit[0], words, ERROR, other.id)


def _untranslated(articles: list[Article], translated: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    """Articles that lack a language which most of their topic has."""
    topics: dict[str, list[Article]] = {}
    for article in articles:
        if article.id in translated:
            topics.setdefault(article.topic, []).append(article)
    for originals in topics.values():
        had = Counter(language for original in originals for language in translated[original.id])
        for original in originals:
            for language in sorted(had.keys() - translated[original.id]):
                if had[language] * 2 >= len(originals):
                    words = (
                        f"Most of “{original.topic}” is translated into “{language}”, but this is not."
                        " Customers get it in another language."
                    )
                    yield _finding(original, "missing_language", "language", "", words)


def _differ(one: str, other: str) -> tuple[str, str] | None:
    first, second = _amounts(one), _amounts(other)
    for unit in first.keys() & second.keys():
        if not first[unit] & second[unit]:
            return f"{min(first[unit])} {unit}s", f"{min(second[unit])} {unit}s"
    return None


def _amounts(text: str) -> dict[str, set[str]]:
    amounts: dict[str, set[str]] = {}
    for number, unit in _AMOUNT.findall(text):
        amounts.setdefault(unit.casefold().rstrip("s").removeprefix("working "), set()).add(number)
    return amounts


def worst(findings: Iterable[Finding]) -> str | None:
    """``error`` if there is one, else ``warning`` if there is one, else None."""
    severities = {finding.severity for finding in findings}
    return ERROR if ERROR in severities else WARNING if severities else None
