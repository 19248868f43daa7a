"""Commands that need Rasa or what is trained: they run in a process of the bot, for the hub's own never imports it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from escalation.host.tether import handed_down, tied
from escalation.settings import Settings
from knowledge.store import KnowledgeStore

JUDGEMENT_SETS = ("banking77", "bitext", "curekart", "nlupp_banking", "uss")


def replay(found: Settings, _arguments: argparse.Namespace) -> int:
    """Judge stored conversations with the model that answers now; arguments go on as they were given."""
    model = _active_model(found)
    if model is None:
        return _no_model("replay")
    return _in_the_bots_process(found, "bot", "replay", *sys.argv[2:], "--model", str(model))


def evaluate(found: Settings, arguments: argparse.Namespace) -> int:
    """Measure on labelled data; arguments go on as they were given."""
    given = sys.argv[2:]
    if arguments.what != "intents" and arguments.model is None:
        model = _active_model(found)
        if model is None:
            return _no_model(f"evaluate {arguments.what}")
        given += ["--model", str(model)]
    return _in_the_bots_process(found, "bot.evaluate", *given)


def bench(found: Settings, arguments: argparse.Namespace) -> int:
    """Measure the judgement on public sets."""
    missing = [name for name in JUDGEMENT_SETS if not (arguments.data / name).is_dir()]
    if missing:
        print(f"baton bench judgement: {arguments.data} has no folder {missing[0]}. Needed: {', '.join(JUDGEMENT_SETS)}.", file=sys.stderr)
        return 2
    return _in_the_bots_process(found, "benchmarks.judgement", str(arguments.data.resolve()))


def search(found: Settings, _arguments: argparse.Namespace) -> int:
    """Search articles; arguments go on as they were given."""
    return _in_the_bots_process(found, "bot.search", *sys.argv[3:])


def _in_the_bots_process(found: Settings, module: str, *given: str) -> int:
    environment = {**os.environ, "BATON_HOME": str(found.home), "PYTHONWARNINGS": "ignore"}
    return subprocess.run(tied("-m", module, *given), env=environment, check=False, pass_fds=handed_down()).returncode


def _active_model(found: Settings) -> Path | None:
    with KnowledgeStore.open_read_only(found.home) as store:
        active = store.releases.active()
    return found.home / "models" / active.model if active and active.model else None


def _no_model(command: str) -> int:
    print(f"baton {command}: there is no trained model yet. Run `baton train`.", file=sys.stderr)
    return 2
