"""``baton backup`` and ``baton restore``: keeping what was said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from escalation.cli import archive
from escalation.cli import restore as restoring
from escalation.settings import load


@click.command()
@click.argument("file", type=Path)
@click.option(
    "--passphrase-file",
    type=Path,
    metavar="FILE",
    help="include secrets, encrypted with the passphrase in this file",
)
@click.option("--without-secrets", is_flag=True, help="leave secrets out (the default)")
def backup(file: Path, passphrase_file: Path | None, without_secrets: bool) -> int:
    """Write the whole installation into one file, while it runs."""
    made = archive.backup(load().home, file, _passphrase(passphrase_file, without_secrets))
    print(f"{file}: {made.size / 2**20:.1f} MB, written and verified")
    if made.left_out:
        hint = "" if without_secrets else " (use --passphrase-file to include them)"
        print(f"Secrets are left out{hint}. After a restore {' and '.join(made.left_out)}.")
    return _warned("backup", made.faults)


@click.command()
@click.argument("file", type=Path)
@click.option(
    "--passphrase-file",
    type=Path,
    metavar="FILE",
    help="the file with the passphrase of the backup's secrets",
)
@click.option("--without-secrets", is_flag=True, help="leave secrets out")
@click.option(
    "--without-manifest", is_flag=True, help="accept a backup without checksums from an older Baton"
)
def restore(file: Path, passphrase_file: Path | None, without_secrets: bool, without_manifest: bool) -> int:
    """Restore a backup into an empty BATON_HOME."""
    home, passphrase = load().home, _passphrase(passphrase_file, without_secrets)
    warnings = restoring.restore(home, file, restoring.Wish(passphrase, without_secrets, without_manifest))
    print(f"Restored into {home}. Start with: baton up")
    return _warned("restore", warnings)


def _passphrase(file: Path | None, without: bool) -> str | None:
    if file and without:
        raise click.UsageError(
            "--without-secrets is not allowed with --passphrase-file.", click.get_current_context()
        )
    return file.read_text(encoding="utf-8").rstrip("\r\n") if file else None


def _warned(command: str, warnings: Sequence[str]) -> int:
    """Done, but: each warning on standard error; exit code 1 if there are any."""
    for warning in warnings:
        click.echo(f"baton {command}: {warning}", err=True)
    return 1 if warnings else 0
