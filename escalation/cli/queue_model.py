"""``baton queue-model``: whether the waiting times customers are told are true."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

import click

from escalation.cli.group import CommandError
from escalation.settings import home
from escalation.store.codec import UnreadableEventError
from escalation.store.records import StoreError
from escalation.store.sqlite.database import FILE
from escalation.store.sqlite.queue_log import SqliteQueueLog
from escalation.store.sqlite.reader import Reader
from escalation.waiting import log, simulated
from escalation.waiting.changes import Change
from escalation.waiting.model import Model
from escalation.waiting.picture import picture
from escalation.waiting.replay import Ended, Replay
from escalation.waiting.report import lines, report


@click.command("queue-model")
@click.option("--check", is_flag=True, help="replay a log and compare what was said with what came")
@click.option(
    "--log", "folder", type=Path, metavar="HOME", help="of this BATON_HOME instead of the current one"
)
@click.option("--simulated", "made_up", is_flag=True, help="of a simulated month instead of a log")
@click.option("--json", "as_json", is_flag=True, help="print all figures as JSON")
@click.option("--picture", "drawing", type=Path, metavar="FILE.svg", help="also draw them")
def queue_model(check: bool, folder: Path | None, made_up: bool, as_json: bool, drawing: Path | None) -> int:
    """Check the waiting times customers are told against a log."""
    if not check:
        raise CommandError(
            "say --check: it replays a log, changes nothing, and prints how true the ranges were."
        )
    if folder and made_up:
        raise CommandError("choose one of --log HOME and --simulated.")
    ended = _simulated() if made_up else _logged(folder or home())
    if not ended:
        raise CommandError("nobody has waited for an agent in this log yet. Try --simulated.")
    shown = report(ended)
    print(json.dumps(shown.to_json(), indent=2) if as_json else "\n".join(lines(shown)))
    if drawing:
        drawing.write_text(picture(shown), encoding="utf-8")
    return 0 if shown.kept else 1


def _simulated() -> list[Ended]:
    month = simulated.month()
    return _replayed(Model(lambda _department, at: simulated.closes(at)), month.changes, month.virtual)


def _logged(folder: Path) -> list[Ended]:
    file = folder / FILE
    if not file.is_file():
        raise CommandError(f"there is no database at {file}.")
    try:
        _, events = asyncio.run(SqliteQueueLog(Reader(folder)).events(log.READ, 0))
    except (StoreError, UnreadableEventError) as problem:
        raise CommandError(f"{file}: {problem}") from problem
    return _replayed(Model(), list(log.Reading().changes(events)), {})


def _replayed(model: Model, changes: list[Change], virtual: Mapping[str, int]) -> list[Ended]:
    return list(Replay(model).over(changes, virtual))
