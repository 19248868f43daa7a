"""``baton knowledge import`` and ``export``: articles from files and into them."""

from __future__ import annotations

import dataclasses
import getpass
from pathlib import Path

import click

from escalation.settings import ROOT, load
from knowledge import exchange, seed
from knowledge.articles import Article
from knowledge.errors import ArticleError
from knowledge.records import Care
from knowledge.store import KnowledgeStore

FOLDER = ROOT / "data" / "faq"
FORMS = {".csv": "csv", ".md": "markdown", ".html": "page", ".htm": "page", ".txt": "page"}


def read(source: Path) -> list[Article]:
    """The articles of a folder of YAML files, or of one CSV, Markdown, HTML or text file. Raises
    :class:`ArticleError`.
    """
    if source.is_dir():
        return seed.read_folder(source)
    if source.suffix in (".yml", ".yaml"):
        return seed.read_file(source)
    if source.suffix not in FORMS:
        raise ArticleError(
            f"{source}: articles are read from a folder, or from {', '.join(['.yml', *FORMS])}."
        )
    try:
        return exchange.read(source.read_text(encoding="utf-8"), FORMS[source.suffix])
    except (ArticleError, UnicodeDecodeError) as problem:
        raise ArticleError(f"{source}: {problem}") from problem


def _cares(source: Path) -> dict[str, Care]:
    """Languages, owners and review dates, where the format has them."""
    if source.is_dir() or source.suffix in (".yml", ".yaml"):
        return seed.read_care(source)
    return exchange.read_care(source.read_text(encoding="utf-8")) if source.suffix == ".csv" else {}


@click.command("import")
@click.argument("source", type=Path, default=FOLDER)
@click.option("--yes", is_flag=True, help="save them (without this, only the difference is shown)")
def import_(source: Path, yes: bool) -> None:
    """Read articles from a folder of YAML files, or a CSV, Markdown, HTML or text file."""
    articles = read(source)
    with KnowledgeStore.open(load().home) as store:
        stored = {article.id: dataclasses.replace(article, version=0) for article in store.articles.all()}
        new = [
            article
            for article in articles
            if stored.get(article.id) != dataclasses.replace(article, version=0)
        ]
        for article in new:
            print(
                f"{'changed' if article.id in stored else 'new    '}  {article.topic}/{article.id}:"
                f" {article.title}"
            )
        if yes:
            store.articles.save_all(new, getpass.getuser(), _cares(source))
    then = (
        "imported. Publish them with `baton knowledge publish` or at the desk"
        if yes
        else "differ. Import them with --yes"
    )
    print(f"{len(new)} articles {then}")


@click.command()
@click.argument("target", type=Path, default=FOLDER)
def export(target: Path) -> None:
    """Write articles to a folder of YAML files, a CSV or a Markdown file."""
    with KnowledgeStore.open(load().home) as store:
        articles, cares = store.articles.all(), store.articles.cares()
    if target.suffix in (".csv", ".md"):
        text = (
            exchange.write_csv(articles, cares)
            if target.suffix == ".csv"
            else exchange.write_markdown(articles)
        )
        target.write_text(text, encoding="utf-8")
        print(target)
        return
    for file in seed.write_folder(target, articles, cares):
        print(file)
