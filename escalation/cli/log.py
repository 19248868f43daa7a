"""``baton log``: proving that what was said was kept."""

from __future__ import annotations

from pathlib import Path

import click

from escalation.cli.group import BackupError
from escalation.core.conversation import IllegalEventError
from escalation.host.instance_lock import HouseLock
from escalation.settings import load
from escalation.store.codec import UnreadableEventError
from escalation.store.sqlite.database import FILE as DATABASE
from escalation.store.sqlite.database import connect
from escalation.store.sqlite.integrity import damage
from escalation.store.sqlite.rebuild import rebuild as rebuilt
from escalation.store.sqlite.verify import verify_file
from escalation.store.verify import Tally


@click.group()
def log() -> None:
    """Check everything against the event log, or rebuild it from there."""


def _database() -> Path:
    file = load().home / DATABASE
    if not file.is_file():
        raise BackupError(f"There is no database at {file}.")
    return file


@log.command()
def rebuild() -> None:
    """Rebuild every projection from the log."""
    file = _database()
    lock, connection = HouseLock(file.parent, alone=True), connect(file)
    try:
        count = rebuilt(connection)
    except (IllegalEventError, UnreadableEventError) as problem:
        raise BackupError(
            f"The log itself is damaged. Nothing was changed: {problem} `baton log verify` names the place."
        ) from problem
    finally:
        connection.close()
        lock.release()
    print(f"{count} conversations rebuilt from the log")


@log.command()
def verify() -> int:
    """Check the database and every projection."""
    file, tally = _database(), Tally()
    faults = damage(file) or verify_file(file, tally)
    print(*faults, sep="\n", end="\n" if faults else "")
    result = f"{len(faults)} faults" if faults else "everything matches the log"
    print(f"{tally.conversations} conversations, {tally.events} events: {result}")
    return 1 if faults else 0
