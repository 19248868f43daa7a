"""``baton knowledge lint``: what is wrong with articles, with its place and an exit code for CI."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path

import click

from escalation.cli.articles import read
from escalation.conversations.example_suggestions import proposed
from escalation.http.lint_context import context
from escalation.settings import load
from escalation.store.sqlite.insights import SqliteInsights
from escalation.store.sqlite.reader import Reader
from knowledge.articles import Article
from knowledge.care import languages as languages_of
from knowledge.errors import KnowledgeError
from knowledge.lint import ERROR, Finding
from knowledge.lint import lint as findings_of
from knowledge.opening import is_there
from knowledge.remembered import remembered
from knowledge.store import KnowledgeStore


@click.command()
@click.argument("source", type=Path, required=False)
def lint(source: Path | None) -> int:
    """Report errors and warnings in the stored articles, or in files."""
    articles, findings = _judged(load().home, source)
    topics = {article.id: article.topic for article in articles}
    for finding in findings:
        print(
            f"{_place(source, finding, topics[finding.article])}: {finding.severity}: {finding.rule}:"
            f" {finding.words}"
        )
    errors = sum(finding.severity == ERROR for finding in findings)
    print(f"{len(articles)} articles: {errors} errors, {len(findings) - errors} warnings")
    return 1 if errors else 0


def _judged(home: Path, source: Path | None) -> tuple[list[Article], list[Finding]]:
    """What was looked at, and what is wrong with it."""
    facts: dict[str, str] = {}
    languages: dict[str, frozenset[str]] = {}
    if is_there(home):
        with KnowledgeStore.open(home) as store:
            facts, stored = store.facts.values(), store.articles.all()
            languages = languages_of(store.articles.cares())
    elif source is None:
        raise KnowledgeError(f"There is no knowledge base in {home}. Name a folder or file to check.")
    articles = read(source) if source else stored
    with remembered(home) as memory:
        judged_by = context(articles, facts, memory, translated=languages)
    asked = asyncio.run(proposed(SqliteInsights(Reader(home)), articles))
    return articles, findings_of(articles, dataclasses.replace(judged_by, asked=asked))


def _place(source: Path | None, finding: Finding, topic: str) -> str:
    """File and line where the words stand; the article and field where there is no file."""
    if source is None:
        return f"{finding.article} ({finding.where})"
    file = source / f"{topic}.yml" if source.is_dir() else source
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    start = next((at for at, line in enumerate(lines) if finding.article in line), 0)
    quote = finding.quote.split(" / ")[0]
    there = next((at for at in range(start, len(lines)) if quote and quote in lines[at]), start)
    return f"{file}:{there + 1}"
