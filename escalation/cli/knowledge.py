"""``baton knowledge import|export|lint|publish|rollback|audit``: the desk's work from a terminal, with exit codes for CI."""

from __future__ import annotations

import argparse
import dataclasses
import getpass
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from escalation import settings
from escalation.conversations.example_suggestions import proposed
from escalation.host.instance_lock import holder_of
from escalation.http.lint_context import context, gate_context
from escalation.settings import Settings
from knowledge import exchange, seed
from knowledge.article_store import Care
from knowledge.articles import Article
from knowledge.encoder import Encoder
from knowledge.encoder_stamp import encoder_folder
from knowledge.errors import ArticleError, KnowledgeError, ReleaseError
from knowledge.gate import Anyway, FindingsError
from knowledge.lint import ERROR, Finding, lint
from knowledge.remembered import Remembered
from knowledge.store import DONE, FAILED, READY, KnowledgeStore, Release

Train = Callable[[Settings, argparse.Namespace], int]
FORMS = {".csv": "csv", ".md": "markdown", ".html": "page", ".htm": "page", ".txt": "page"}


def read(source: Path) -> list[Article]:
    """The articles of a folder of YAML files, or of one CSV, Markdown, HTML or text file. Raises :class:`ArticleError`."""
    if source.is_dir():
        return seed.read_folder(source)
    if source.suffix in (".yml", ".yaml"):
        return seed.read_file(source)
    if source.suffix not in FORMS:
        raise ArticleError(f"{source}: articles are read from a folder, or from {', '.join(['.yml', *FORMS])}.")
    try:
        return exchange.read(source.read_text(encoding="utf-8"), FORMS[source.suffix])
    except (ArticleError, UnicodeDecodeError) as problem:
        raise ArticleError(f"{source}: {problem}") from problem


def _cares(source: Path) -> dict[str, Care]:
    """Languages, owners and review dates, where the format has them."""
    if source.is_dir() or source.suffix in (".yml", ".yaml"):
        return seed.read_care(source)
    return exchange.read_care(source.read_text(encoding="utf-8")) if source.suffix == ".csv" else {}


def import_(found: Settings, arguments: argparse.Namespace) -> int:
    """Show what would change; with --yes, save it (publishing is another step)."""
    given = read(arguments.source)
    with KnowledgeStore.open(found.home) as store:
        known = {each.id: dataclasses.replace(each, version=0) for each in store.articles.all()}
        new = [each for each in given if known.get(each.id) != dataclasses.replace(each, version=0)]
        for each in new:
            print(f"{'changed' if each.id in known else 'new    '}  {each.topic}/{each.id}: {each.title}")
        if arguments.yes:
            store.articles.save_all(new, getpass.getuser(), _cares(arguments.source))
    then = "imported. Publish them with `baton knowledge publish` or at the desk" if arguments.yes else "differ. Import them with --yes"
    print(f"{len(new)} articles {then}")
    return 0


def export(found: Settings, arguments: argparse.Namespace) -> int:
    """Write all articles, without loss, as a folder of YAML files, a CSV or a Markdown file."""
    with KnowledgeStore.open(found.home) as store:
        articles, cares = store.articles.all(), store.articles.cares()
    target: Path = arguments.source
    if target.suffix in (".csv", ".md"):
        text = exchange.write_csv(articles, cares) if target.suffix == ".csv" else exchange.write_markdown(articles)
        target.write_text(text, encoding="utf-8")
        print(target)
        return 0
    for file in seed.write_folder(target, articles, cares):
        print(file)
    return 0


def check(found: Settings, arguments: argparse.Namespace) -> int:
    """Print every finding with its place. Exit code 1 when there is an error among them."""
    facts: dict[str, str] = {}
    languages: dict[str, frozenset[str]] = {}
    if (found.home / "knowledge.db").is_file():
        with KnowledgeStore.open(found.home) as store:
            facts, stored, languages = store.facts.values(), store.articles.all(), store.articles.languages()
    elif arguments.source is None:
        raise KnowledgeError(f"There is no knowledge base in {found.home}. Name a folder or file to check.")
    articles = read(arguments.source) if arguments.source else stored
    memory = Remembered(Encoder(found.home / "encoder" if (found.home / "encoder").is_dir() else encoder_folder()), found.home)
    findings = lint(
        articles, dataclasses.replace(context(articles, facts, memory, translated=languages), asked=proposed(found.home, articles))
    )
    memory.close()
    topics = {each.id: each.topic for each in articles}
    for each in findings:
        print(f"{_place(arguments.source, each, topics[each.article])}: {each.severity}: {each.rule}: {each.words}")
    errors = sum(each.severity == ERROR for each in findings)
    print(f"{len(articles)} articles: {errors} errors, {len(findings) - errors} warnings")
    return 1 if errors else 0


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


def publish(found: Settings, arguments: argparse.Namespace) -> int:
    """Publish what is saved, and wait until it is live. Exit code 1 when it is not."""
    if not holder_of(found.home):
        raise ReleaseError("Baton is not running here. Start it with `baton up`, or train without it: `baton train`.")
    with KnowledgeStore.open(found.home) as store:
        try:
            release, live = judged_publish(found.home, store, arguments.note, arguments.anyway)
        except FindingsError as refused:
            return refused_by(refused)
        return 0 if live and _said(f"Release {release.id} is live: only texts had changed.") else _wait(store, release.id, found.home)


def judged_publish(home: Path, store: KnowledgeStore, note: str, reason: str | None) -> tuple[Release, bool]:
    """Publish what is saved unless an error stops it; ``reason`` is why it goes out all the same, and its errors are printed."""
    memory = Remembered(Encoder(home / "encoder" if (home / "encoder").is_dir() else encoder_folder()), home)
    try:
        context = gate_context(store.publishing.titles(), memory)
    finally:
        memory.close()
    anyway = None if reason is None else Anyway(reason)
    release, live = store.publishing.publish(getpass.getuser(), note, context=context, anyway=anyway)
    if overruled := store.overrules.of(release.id):
        print(f"Release {release.id} is published despite {len(overruled.findings)} errors. This is in the audit log, with your name.")
    return release, live


def refused_by(refused: FindingsError) -> int:
    """Say what stops a release, each error with its place. Returns the exit code."""
    print(*refused.sentences(), sep="\n", file=sys.stderr)
    print(f'{refused} To publish anyway: --anyway "reason"', file=sys.stderr)
    return 1


def audit(found: Settings, arguments: argparse.Namespace) -> int:
    """Print the audit log, oldest first, one JSON object a line."""
    with KnowledgeStore.open(found.home) as store:
        for each in reversed(store.overrules.audit(arguments.most)):
            print(json.dumps(dataclasses.asdict(each), ensure_ascii=False))
    return 0


def rollback(found: Settings, arguments: argparse.Namespace) -> int:
    """Make an earlier release live again: the one named, or the one before."""
    with KnowledgeStore.open(found.home) as store:
        active = store.releases.active()
        if active is None:
            raise ReleaseError("There is no release yet.")
        before = [each.id for each in store.releases.newest(1000) if each.id < active.id and each.model]
        wanted = arguments.release or (before[0] if before else None)
        if wanted is None:
            raise ReleaseError("There is no earlier release that was trained.")
        if not holder_of(found.home):
            store.releases.activate(store.releases.get(wanted).id)
            return int(not _said(f"Release {wanted} will be live at the next start."))
        return 0 if store.trainings.switch_to(wanted) and _said(f"Release {wanted} is live.") else _wait(store, wanted, found.home)


def _said(words: str) -> bool:
    print(words)
    return True


def _wait(store: KnowledgeStore, release: int, home: Path) -> int:
    """Until a release is live, failed, or waits for a person; or until nobody is there any more to bring it there."""
    said = ""
    while (training := store.trainings.all()[release]).state not in (DONE, FAILED, READY):
        if training.detail != said:
            said = training.detail
            print(f"Release {release}: {said}", flush=True)
        if not holder_of(home):
            print(f"Baton has stopped. Release {release} is saved and continues at the next start: baton up.", file=sys.stderr)
            return 1
        time.sleep(0.5)
    print(f"Release {release}: {training.detail}", file=sys.stdout if training.state == DONE else sys.stderr)
    return 0 if training.state == DONE else 1


def arguments(parser: argparse.ArgumentParser, search: Train) -> None:
    """The command line of ``baton knowledge``."""
    commands = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    folder = settings.ROOT / "data" / "faq"
    command = commands.add_parser("import", help="read articles from a folder of YAML files, or a CSV, Markdown, HTML or text file")
    command.add_argument("source", type=Path, nargs="?", default=folder)
    command.add_argument("--yes", action="store_true", help="save them (without this, only the difference is shown)")
    command.set_defaults(run=import_)
    command = commands.add_parser("export", help="write articles to a folder of YAML files, a CSV or a Markdown file")
    command.add_argument("source", type=Path, nargs="?", default=folder)
    command.set_defaults(run=export)
    command = commands.add_parser("lint", help="report errors and warnings in the stored articles, or in files")
    command.add_argument("source", type=Path, nargs="?")
    command.set_defaults(run=check)
    command = commands.add_parser("publish", help="publish saved changes, with training and evaluation if questions changed")
    command.add_argument("--note", default="baton knowledge publish")
    command.add_argument("--anyway", metavar="REASON", help="publish despite errors, with a reason for the audit log")
    command.set_defaults(run=publish)
    command = commands.add_parser("audit", help="releases published despite errors, by whom and why, one JSON object a line")
    command.add_argument("--most", type=int, default=1000, help="how many of the newest")
    command.set_defaults(run=audit)
    command = commands.add_parser("rollback", help="make an earlier release live again")
    command.add_argument("release", type=int, nargs="?", help="its number (without one, the previous release)")
    command.set_defaults(run=rollback)
    command = commands.add_parser(
        "search", help="find the articles that answer a question (without one, reads questions line by line from standard input)"
    )
    command.add_argument("--json", action="store_true", help="one JSON object a question")
    command.add_argument("--articles", type=Path, metavar="FILE.jsonl", help="search these articles instead of the released ones")
    command.add_argument("question", nargs="?")
    command.set_defaults(run=search)
