"""``baton train``: publishing and training without a running Baton, or waiting for the one that runs."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import click

from escalation.cli.init import prepare
from escalation.cli.releases import anyway_option, judged_publish, refused_by
from escalation.host.instance_lock import holder_of
from escalation.host.tether import handed_down, tied
from escalation.settings import ROOT, load
from escalation.supervisor.trainer import taught_by
from knowledge.gate import FindingsError
from knowledge.records import DONE, TRAINING, WAITING
from knowledge.store import KnowledgeStore


@click.command()
@click.option("--note", default="baton train")
@anyway_option
def train(note: str, anyway: str | None) -> int:
    """Publish saved changes, training the bot if examples changed."""
    settings = load()
    prepare(settings)
    with KnowledgeStore.open(settings.home) as store:
        try:
            release, live = judged_publish(settings.home, store, note, anyway)
        except FindingsError as refused:
            return refused_by(refused)
    if live and release.model is not None and taught_by() in release.model:
        print(f"Release {release.id} is live: only texts had changed.")
        return 0
    return _wait(settings.home, release.id) if holder_of(settings.home) else _train(settings.home, release.id)


def _train(home: Path, release: int) -> int:
    print(f"Training release {release}")
    environment = {**os.environ, "BATON_HOME": str(home), "BATON_RELEASE": str(release)}
    name = f"release-{release}-{taught_by()}"
    command = tied("-m", "bot", "train", "--name", name)
    code = subprocess.run(command, env=environment, cwd=ROOT, check=False, pass_fds=handed_down()).returncode
    with KnowledgeStore.open(home) as store:
        if code == 0:
            store.releases.set_model(release, f"{name}.tar.gz")
            store.releases.activate(release)
        store.trainings.note(
            release, "done" if code == 0 else "failed", "live" if code == 0 else f"exit code {code}"
        )
    return code


def _wait(home: Path, release: int) -> int:
    """Baton is running here: it trains and swaps the bot itself, and this command only says how it went."""
    print(f"Baton is running and trains release {release}", end="", flush=True)
    with KnowledgeStore.open_read_only(home) as store:
        while (
            (training := store.trainings.latest())
            and training.release == release
            and training.state in (WAITING, TRAINING)
        ):
            if holder_of(home) is None:
                click.echo(
                    f"\nBaton has stopped. Release {release} will be trained at the next start.", err=True
                )
                return 1
            print(".", end="", flush=True)
            time.sleep(1)
    print(f"\n{training.detail if training else ''}")
    return 0 if training and training.state == DONE else 1
