"""Checking articles before they are published, and bringing in and taking out many at once."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from escalation.core.text import plain
from escalation.http.desk import DESK, READ, WRITE
from escalation.http.lint_context import context
from escalation.http.operations import LARGEST_BODY, Answer, Call, Operation
from escalation.http.search import SEARCH
from escalation.http.writing import Draft
from knowledge import exchange, seed
from knowledge.articles import Article
from knowledge.care import languages as languages_of
from knowledge.errors import ArticleError
from knowledge.lint import Finding, lint, lint_one, own_domains
from knowledge.records import Care
from knowledge.remembered import Remembered
from knowledge.store import KnowledgeStore

MOST_TEXT = 100_000
BESIDE = 24  # how many of the nearest articles a draft is held against


class Findings(Answer, frozen=True):
    """What is wrong or doubtful."""

    findings: list[Finding]


class Bundle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Many articles in one text: CSV, Markdown, YAML as `baton knowledge export` writes it, or a FAQ page
    pasted in (text or HTML); the articles of the last two get ``topic``.

    Without ``save`` nothing is changed: the answer shows what would be.
    """

    format: Literal["csv", "yaml", "markdown", "page"]
    text: Annotated[str, Meta(min_length=1, max_length=MOST_TEXT)]
    topic: Annotated[str, Meta(min_length=1, max_length=60)] = "general"
    save: bool = False


class Taken(msgspec.Struct, frozen=True):
    """One article of a bundle: new, changed, or as it is already."""

    id: str
    topic: str
    title: str
    state: Literal["new", "changed", "same"]


class Brought(Answer, frozen=True):
    """What a bundle holds, and whether it was saved."""

    articles: list[Taken]
    saved: bool


class Form(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How articles are taken out."""

    format: Literal["csv", "markdown"] = "csv"


class Export(Answer, frozen=True):
    """All articles as one text, and a name for its file."""

    name: str
    text: str


async def check_all(call: Call[None, None]) -> Findings:
    """What is wrong or doubtful in all articles as they are saved."""
    articles, facts, languages = await call.app[DESK].call(
        lambda store: (store.articles.all(), store.facts.values(), languages_of(store.articles.cares()))
    )
    work = partial(_lint, articles, facts, languages)
    return Findings(findings=await call.app[SEARCH].encode(work))


def _lint(
    articles: list[Article], facts: dict[str, str], languages: dict[str, frozenset[str]], encoder: Remembered
) -> list[Finding]:
    return lint(articles, context(articles, facts, encoder, translated=languages))


async def check_one(call: Call[Draft, None]) -> Findings:
    """What is wrong or doubtful in an article as it is being written, beside all others."""
    draft, identity = call.body, call.path["article"]
    one = Article(identity, draft.topic, draft.title, draft.answer, tuple(draft.questions), steps=draft.steps)
    near = await call.app[SEARCH].run(lambda index: index.beside(one, BESIDE))
    known, facts = await call.app[DESK].call(lambda store: (store.articles.all(), store.facts.values()))
    others = [other for other in known if other.id in near]
    own = own_domains(known)
    found = await call.app[SEARCH].encode(
        lambda encoder: lint_one(one, others, context([one, *others], facts, encoder, own))
    )
    return Findings(findings=found)


async def bring_in(call: Call[Bundle, None]) -> Brought:
    """Look at a bundle of articles, and save all of them or none."""
    user = call.user
    body = call.body

    def take(store: KnowledgeStore) -> Brought:
        found = _read(body)
        if len(found) > 2000:
            raise ArticleError("More than 2,000 articles. Import them with `baton knowledge import`.")
        known = {article.id: dataclasses.replace(article, version=0) for article in store.articles.all()}
        if body.save:
            store.articles.save_all(found, user.name, _cares(body))
        return Brought(
            articles=[
                Taken(article.id, article.topic, article.title, _state(article, known.get(article.id)))
                for article in found
            ],
            saved=body.save,
        )

    return await call.app[DESK].call(take)


def _read(given: Bundle) -> list[Article]:
    if given.format == "yaml":
        return seed.read_text(plain(given.text), Path(f"{plain(given.topic)}.yml"))
    return exchange.read(plain(given.text), given.format, plain(given.topic))


def _cares(given: Bundle) -> dict[str, Care]:
    if given.format == "yaml":
        return seed.care_in(plain(given.text))
    return exchange.read_care(given.text) if given.format == "csv" else {}


def _state(article: Article, known: Article | None) -> Literal["new", "changed", "same"]:
    if known is None:
        return "new"
    return "same" if dataclasses.replace(article, version=0) == known else "changed"


async def take_out(call: Call[None, Form]) -> Export:
    """All articles as one text, readable again without loss."""
    form = call.query.format
    if form == "csv":
        text = await call.app[DESK].call(
            lambda store: exchange.write_csv(store.articles.all(), store.articles.cares())
        )
        return Export(name="articles.csv", text=text)
    return Export(
        name="articles.md",
        text=await call.app[DESK].call(lambda store: exchange.write_markdown(store.articles.all())),
    )


OPERATIONS = [
    Operation("GET", "/api/checks", READ, check_all),
    Operation("POST", "/api/articles/{article}/check", READ, check_one),
    Operation("POST", "/api/import", WRITE, bring_in, most=LARGEST_BODY),
    Operation("GET", "/api/export", READ, take_out),
]
