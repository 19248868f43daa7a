"""``baton knowledge publish``, ``audit`` and ``rollback``: what customers get, from a terminal, with exit
codes for CI.
"""

from __future__ import annotations

import dataclasses
import getpass
import json
import time
from pathlib import Path

import click

from escalation.host.instance_lock import holder_of
from escalation.http.lint_context import gate_context
from escalation.settings import load
from knowledge.errors import ReleaseError
from knowledge.gate import Anyway, FindingsError
from knowledge.records import DONE, FAILED, READY, Release
from knowledge.remembered import remembered
from knowledge.store import KnowledgeStore

anyway_option = click.option(
    "--anyway", metavar="REASON", help="publish despite errors, with a reason for the audit log"
)


@click.command()
@click.option("--note", default="baton knowledge publish")
@anyway_option
def publish(note: str, anyway: str | None) -> int:
    """Publish saved changes, with training and evaluation if questions changed."""
    home = load().home
    if not holder_of(home):
        raise ReleaseError(
            "Baton is not running here. Start it with `baton up`, or train without it: `baton train`."
        )
    with KnowledgeStore.open(home) as store:
        try:
            release, live = judged_publish(home, store, note, anyway)
        except FindingsError as refused:
            return refused_by(refused)
        return (
            0
            if live and _said(f"Release {release.id} is live: only texts had changed.")
            else _wait(store, release.id, home)
        )


def judged_publish(home: Path, store: KnowledgeStore, note: str, reason: str | None) -> tuple[Release, bool]:
    """Publish what is saved unless an error stops it; ``reason`` is why it goes out all the same, and its
    errors are printed.
    """
    with remembered(home) as memory:
        context = gate_context(store.publishing.titles(), memory)
    anyway = None if reason is None else Anyway(reason)
    release, live = store.publishing.publish(getpass.getuser(), note, context=context, anyway=anyway)
    if overruled := store.overrules.of(release.id):
        print(
            f"Release {release.id} is published despite {len(overruled.findings)} errors. This is in the"
            " audit log, with your name."
        )
    return release, live


def refused_by(refused: FindingsError) -> int:
    """Say what stops a release, each error with its place. Returns the exit code."""
    click.echo("\n".join([*refused.sentences(), f'{refused} To publish anyway: --anyway "reason"']), err=True)
    return 1


@click.command()
@click.option("--most", type=int, default=1000, help="how many of the newest")
def audit(most: int) -> None:
    """Releases published despite errors, by whom and why, one JSON object a line."""
    with KnowledgeStore.open(load().home) as store:
        for entry in reversed(store.overrules.audit(most)):
            print(json.dumps(dataclasses.asdict(entry), ensure_ascii=False))


@click.command()
@click.argument("release", type=int, required=False)
def rollback(release: int | None) -> int:
    """Make an earlier release live again. Without a number, the previous one."""
    home = load().home
    with KnowledgeStore.open(home) as store:
        wanted = _wanted(store, release)
        if not holder_of(home):
            store.releases.activate(store.releases.get(wanted).id)
            return int(not _said(f"Release {wanted} will be live at the next start."))
        return (
            0
            if store.rollout.switch_to(wanted) and _said(f"Release {wanted} is live.")
            else _wait(store, wanted, home)
        )


def _wanted(store: KnowledgeStore, release: int | None) -> int:
    active = store.releases.active()
    if active is None:
        raise ReleaseError("There is no release yet.")
    before = [old.id for old in store.releases.newest(1000) if old.id < active.id and old.model]
    if not (release or before):
        raise ReleaseError("There is no earlier release that was trained.")
    return release or before[0]


def _said(words: str) -> bool:
    print(words)
    return True


def _wait(store: KnowledgeStore, release: int, home: Path) -> int:
    """Until a release is live, failed, or waits for a person; or until nobody is there any more to bring it
    there.
    """
    detail = ""
    while (training := store.trainings.all()[release]).state not in (DONE, FAILED, READY):
        if training.detail != detail:
            detail = training.detail
            print(f"Release {release}: {detail}", flush=True)
        if not holder_of(home):
            click.echo(
                f"Baton has stopped. Release {release} is saved and continues at the next start: baton up.",
                err=True,
            )
            return 1
        time.sleep(0.5)
    click.echo(f"Release {release}: {training.detail}", err=training.state != DONE)
    return 0 if training.state == DONE else 1
