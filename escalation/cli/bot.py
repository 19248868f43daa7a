"""Commands that need Rasa or what is trained: they run in a process of the bot, for the hub's own never
imports it.

Arguments are checked here and go on as they were given.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click

from bot.evaluate.arguments import commands
from escalation.cli.group import CommandError
from escalation.host.tether import handed_down, tied
from escalation.settings import Settings, load

JUDGEMENT_SETS = ("banking77", "bitext", "curekart", "nlupp_banking", "uss")


@click.command()
@click.argument("file")
@click.option("--settings", help="a JSON file with handoff rules (without it, the defaults)")
@click.option(
    "--compare", help="other handoff rules: prints what they would change, and how agents' verdicts compare"
)
@click.option("--json", is_flag=True, help="the comparison as JSON")
@click.option(
    "--as-if-live",
    is_flag=True,
    help="a miss is what our own articles do not know, not what the stored bot said",
)
def replay(**_: Any) -> int:
    """Judge stored conversations (JSON lines) with the trained bot."""
    settings = load()
    return _in_the_bots_process(settings, "bot", "replay", *sys.argv[2:], "--model", _active_model(settings))


def _intents(**_: Any) -> int:
    return _in_the_bots_process(load(), "bot.evaluate", *sys.argv[2:])


def _with_model(model: Path | None, **_: Any) -> int:
    settings = load()
    named = [] if model else ["--model", _active_model(settings)]
    return _in_the_bots_process(settings, "bot.evaluate", *sys.argv[2:], *named)


evaluate = commands(intents=_intents, turns=_with_model, handoff=_with_model)


@click.group()
def bench() -> None:
    """Measure the judgement on public data sets."""


@bench.command()
@click.option("--data", type=Path, required=True, help="a folder with " + ", ".join(JUDGEMENT_SETS))
def judgement(data: Path) -> int:
    """Understanding, beside published results."""
    settings = load()
    missing = [name for name in JUDGEMENT_SETS if not (data / name).is_dir()]
    if missing:
        raise CommandError(f"{data} has no folder {missing[0]}. Needed: {', '.join(JUDGEMENT_SETS)}.")
    return _in_the_bots_process(settings, "benchmarks.judgement", str(data.resolve()))


@click.command()
@click.option("--json", is_flag=True, help="one JSON object a question")
@click.option(
    "--articles", type=Path, metavar="FILE.jsonl", help="search these articles instead of the released ones"
)
@click.argument("question", required=False)
def search(**_: Any) -> int:
    """Find the articles that answer a question. Without one, reads questions line by line from standard
    input.
    """
    return _in_the_bots_process(load(), "bot.search", *sys.argv[3:])


def _in_the_bots_process(settings: Settings, module: str, *arguments: str) -> int:
    environment = {**os.environ, "BATON_HOME": str(settings.home), "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        tied("-m", module, *arguments), env=environment, check=False, pass_fds=handed_down()
    ).returncode


def _active_model(settings: Settings) -> str:
    from knowledge.store import KnowledgeStore  # noqa: PLC0415 - a search does without

    with KnowledgeStore.open_read_only(settings.home) as store:
        active = store.releases.active()
    if active is None or not active.model:
        raise CommandError("there is no trained model yet. Run `baton train`.")
    return str(settings.home / "models" / active.model)
