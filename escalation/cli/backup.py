"""``baton log``, ``baton backup`` and ``baton restore``: keeping what was said, and proving that it was kept."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from escalation.cli.archive import BackupError, backup
from escalation.cli.restore import Wish, restore
from escalation.core.conversation import IllegalEventError
from escalation.host.instance_lock import HouseLock
from escalation.settings import Settings
from escalation.store.codec import UnreadableEventError
from escalation.store.database import FILE as DATABASE
from escalation.store.database import connect
from escalation.store.integrity import damage
from escalation.store.rebuild import rebuild
from escalation.store.verify import Fault, Tally, verify


def _log(found: Settings, arguments: argparse.Namespace) -> int:
    file = found.home / DATABASE
    if not file.is_file():
        raise BackupError(f"There is no database at {file}.")
    return _rebuild(found, file) if arguments.verb == "rebuild" else _verify(file)


def _rebuild(found: Settings, file: Path) -> int:
    lock, connection = HouseLock(found.home, alone=True), connect(file)
    try:
        count = rebuild(connection)
    except (IllegalEventError, UnreadableEventError) as problem:
        raise BackupError(f"The log itself is damaged. Nothing was changed: {problem} `baton log verify` names the place.") from problem
    finally:
        connection.close()
        lock.release()
    print(f"{count} conversations rebuilt from the log")
    return 0


def _verify(file: Path) -> int:
    tally = Tally()
    faults = damage(file) or list(map(str, _log_faults(file, tally)))
    for fault in faults:
        print(fault)
    print(
        f"{tally.conversations} conversations, {tally.events} events: {f'{len(faults)} faults' if faults else 'everything matches the log'}"
    )
    return 1 if faults else 0


def _log_faults(file: Path, tally: Tally) -> Iterator[Fault]:
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
    try:
        yield from verify(connection, tally)
    finally:
        connection.close()


def _backup(found: Settings, arguments: argparse.Namespace) -> int:
    made = backup(found.home, arguments.file, _passphrase(arguments.passphrase_file))
    print(f"{arguments.file}: {made.size / 2**20:.1f} MB, written and verified")
    if made.left_out:
        hint = "" if arguments.without_secrets else " (use --passphrase-file to include them)"
        print(f"Secrets are left out{hint}. After a restore {' and '.join(made.left_out)}.")
    return _warned("backup", made.faults)


def _warned(command: str, warnings: Sequence[str]) -> int:
    """Done, but: each warning on standard error; exit code 1 if there are any."""
    for warning in warnings:
        print(f"baton {command}: {warning}", file=sys.stderr)
    return 1 if warnings else 0


def _passphrase(file: Path | None) -> str | None:
    return file.read_text(encoding="utf-8").rstrip("\r\n") if file else None


def _restore(found: Settings, arguments: argparse.Namespace) -> int:
    wish = Wish(_passphrase(arguments.passphrase_file), arguments.without_secrets, arguments.without_manifest)
    warnings = restore(found.home, arguments.file, wish)
    print(f"Restored into {found.home}. Start with: baton up")
    return _warned("restore", warnings)


def arguments(commands: Any) -> None:
    """Add them to the command line."""
    command = commands.add_parser("log", help="check everything against the event log, or rebuild it from there")
    command.add_argument("verb", choices=["verify", "rebuild"])
    command.set_defaults(run=_log)
    command = commands.add_parser("backup", help="write the whole installation into one file, while it runs")
    command.add_argument("file", type=Path)
    _secret_options(command, "include secrets, encrypted with the passphrase in this file", "leave secrets out (the default)")
    command.set_defaults(run=_backup)
    command = commands.add_parser("restore", help="restore a backup into an empty BATON_HOME")
    command.add_argument("file", type=Path)
    _secret_options(command, "the file with the passphrase of the backup's secrets", "leave secrets out")
    command.add_argument("--without-manifest", action="store_true", help="accept a backup without checksums from an older Baton")
    command.set_defaults(run=_restore)


def _secret_options(command: argparse.ArgumentParser, along: str, out: str) -> None:
    either = command.add_mutually_exclusive_group()
    either.add_argument("--passphrase-file", type=Path, metavar="FILE", help=along)
    either.add_argument("--without-secrets", action="store_true", help=out)
