"""``baton init``: what a fresh folder lacks."""

from __future__ import annotations

import datetime as dt

import click

from actions import sample_shop
from escalation.cli.encoder import build_encoder
from escalation.settings import ROOT, Settings, load
from knowledge import seed
from knowledge.store import KnowledgeStore


@click.command()
@click.option("--empty", is_flag=True, help="without the sample shop's articles and orders")
def init(empty: bool) -> None:
    """Make a fresh BATON_HOME."""
    settings = load()
    prepare(settings, sample=not empty)
    print(f"Ready in {settings.home}. Start with: baton up")


def prepare(settings: Settings, sample: bool = True) -> None:
    """Make what a fresh folder lacks: the encoder, the knowledge base, the sample shop's records."""
    settings.home.mkdir(parents=True, exist_ok=True)
    build_encoder(settings.home / "encoder")
    with KnowledgeStore.open(settings.home) as store:
        if not store.releases.newest(1):
            _fill(store, sample)
    sample_shop.create(settings.home, dt.datetime.now().astimezone().date(), sample)


def _fill(store: KnowledgeStore, sample: bool) -> None:
    articles = seed.read_folder(ROOT / "data" / "faq") if sample else []
    for article in articles:
        store.articles.save(article, "import")
    store.publishing.publish("import", f"{len(articles)} articles from data/faq" if sample else "empty")
    print(
        f"Filled the knowledge base with {len(articles)} articles"
        if sample
        else "Created an empty knowledge base",
        flush=True,
    )
