"""``baton doctor``: whether Baton can run here."""

from __future__ import annotations

import dataclasses

import click

from escalation.host.instance_lock import holder_of
from escalation.host.processes import of_home
from escalation.settings import ROOT, Settings, load
from escalation.supervisor.doctor import Finding, ground, ports
from knowledge import seed
from knowledge.opening import is_there
from knowledge.store import KnowledgeStore


@click.command()
def doctor() -> int:
    """Check whether Baton can run here."""
    settings = load()
    findings = [*ground(settings), *(_running(settings) or ports(settings)), *_drift(settings)]
    for finding in findings:
        print(
            f"{'ok  ' if finding.well else 'NO  '}"
            f" {finding.what}{'' if finding.well else '. ' + finding.remedy}"
        )
    return 0 if all(finding.well for finding in findings) else 2


def _running(settings: Settings) -> list[Finding]:
    """That Baton runs here already, or that processes of an earlier one do."""
    if running := holder_of(settings.home):
        return [Finding(f"Baton is running (process {running})", well=True)]
    names = ", ".join(map(str, of_home(settings.home)))
    return (
        [
            Finding(
                f"Still running from an earlier Baton: {names}",
                False,
                "Stop them with: baton up --take-over.",
            )
        ]
        if names
        else []
    )


def _drift(settings: Settings) -> list[Finding]:
    if not is_there(settings.home):
        return []
    with KnowledgeStore.open_read_only(settings.home) as store:
        stored = {article.id: dataclasses.replace(article, version=0) for article in store.articles.all()}
    files = {
        article.id: dataclasses.replace(article, version=0)
        for article in seed.read_folder(ROOT / "data" / "faq")
    }
    differing = sum(stored.get(key) != files.get(key) for key in stored.keys() | files.keys())
    return [
        Finding(
            f"{differing} articles differ from data/faq (`baton knowledge export` writes them back)", True
        )
    ]
