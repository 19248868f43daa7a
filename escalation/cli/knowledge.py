"""``baton knowledge``: the desk's work from a terminal."""

from __future__ import annotations

import click

from escalation.cli.group import LazyGroup

COMMANDS = {
    "import": (
        "articles:import_",
        "Read articles from a folder of YAML files, or a CSV, Markdown, HTML or text file",
    ),
    "export": ("articles:export", "Write articles to a folder of YAML files, a CSV or a Markdown file"),
    "lint": ("lint:lint", "Report errors and warnings in the stored articles, or in files"),
    "publish": (
        "releases:publish",
        "Publish saved changes, with training and evaluation if questions changed",
    ),
    "audit": ("releases:audit", "Releases published despite errors, by whom and why, one JSON object a line"),
    "rollback": ("releases:rollback", "Make an earlier release live again"),
    "search": ("bot:search", "Find the articles that answer a question"),
}


@click.group(cls=LazyGroup, lazy=COMMANDS)
def knowledge() -> None:
    """Check, publish, move and search articles."""
