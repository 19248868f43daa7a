"""``python -m bot.evaluate intents|turns …``: what `baton evaluate` runs. Exit code 2 with a sentence for bad input."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bot import launch
from bot.evaluate.labelled import EvaluationError


def _intents(arguments: argparse.Namespace) -> int:
    from bot.evaluate import intents, report

    found = intents.evaluate(arguments.train, arguments.test, arguments.none)
    print(report.as_json(found) if arguments.json else report.as_text(found))
    if arguments.picture:
        report.picture(found, arguments.picture)
    return 0


def _turns(arguments: argparse.Namespace) -> int:
    from bot.evaluate import turns

    found = turns.evaluate(arguments.data, arguments.model, arguments.settings, arguments.folds)
    print(turns.as_json(found) if arguments.json else turns.as_text(found))
    return 0


def parser() -> argparse.ArgumentParser:
    """The arguments, the same as those of `baton evaluate`."""
    made = argparse.ArgumentParser(prog="baton evaluate", description="Measure the judgement on labelled data.")
    commands = made.add_subparsers(required=True, metavar="WHAT")
    add_intents(commands.add_parser("intents", help="train the pipeline on labelled sentences and measure it on others"))
    add_turns(commands.add_parser("turns", help="dissatisfaction and hand-over in time, on labelled dialogues"))
    return made


def add_intents(command: argparse.ArgumentParser) -> None:
    """Arguments of ``evaluate intents``."""
    command.add_argument("--train", type=Path, required=True, help="CSV with the header text,label")
    command.add_argument("--test", type=Path, required=True, help="CSV with the header text,label")
    command.add_argument("--none", metavar="LABEL", help="the label of sentences that nothing fits")
    command.add_argument("--json", action="store_true", help="one JSON object instead of text")
    command.add_argument("--picture", type=Path, metavar="FILE.svg", help="also write the confusions as a picture")
    command.set_defaults(run=_intents)


def add_turns(command: argparse.ArgumentParser) -> None:
    """Arguments of ``evaluate turns``."""
    command.add_argument("--data", type=Path, required=True, help="dialogues as for replay; customer turns with “dissatisfied” or “handoff”")
    command.add_argument("--folds", type=int, help="also refit on the data itself, in so many folds by dialogue")
    command.add_argument("--model", type=Path, required=True, help="a trained model")
    command.add_argument("--settings", type=Path, help="triage settings as JSON")
    command.add_argument("--json", action="store_true", help="one JSON object instead of text")
    command.set_defaults(run=_turns)


def main() -> int:
    """Run one evaluation."""
    arguments = parser().parse_args()
    launch.prepare("ERROR")
    asyncio.set_event_loop(asyncio.new_event_loop())
    try:
        return int(arguments.run(arguments))
    except (EvaluationError, OSError) as problem:
        print(f"baton evaluate: {problem}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
