"""``python -m bot.evaluate intents|turns|handoff …``: what `baton evaluate` runs. Exit code 2 with a sentence for bad input."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot import launch
from bot.evaluate import arguments as known
from bot.evaluate.labelled import (
    EvaluationError,
    check_labels,
    check_marks,
    check_writable,
    read_csv,
    read_dialogues,
    read_thresholds,
    read_training,
)  # fmt: skip

FOLDS = 10


def _intents(arguments: argparse.Namespace) -> None:
    train, test = read_training(arguments.train), read_csv(arguments.test)  # before Rasa is loaded: a fault is told at once
    thresholds = read_thresholds(arguments.thresholds)
    check_writable(arguments.rows)
    from bot.evaluate import intents, report

    found = intents.evaluate(arguments.train, train, test, arguments.none, thresholds or intents.THRESHOLDS)
    if arguments.rows:
        report.write_rows(found, arguments.rows)
    print(report.as_json(found) if arguments.json else report.as_text(found))
    if arguments.picture:
        report.picture(found, arguments.picture)


def _turns(arguments: argparse.Namespace) -> None:
    dialogues = read_dialogues(arguments.data)
    folds = arguments.folds or (min(FOLDS, len(dialogues)) if arguments.refit else None)
    check_labels(dialogues, folds)
    from bot.evaluate import turns

    found = turns.evaluate(dialogues, arguments.model, arguments.settings, folds, live=arguments.as_if_live)
    print(turns.as_json(found) if arguments.json else turns.as_text(found))


def _handoff(arguments: argparse.Namespace) -> None:
    dialogues = [each for file in arguments.data for each in read_dialogues(file)]
    check_marks(dialogues)
    from bot.evaluate import handoff

    found = handoff.evaluate(dialogues, arguments.model, arguments.settings, live=arguments.as_if_live)
    print(handoff.as_json(found) if arguments.json else handoff.as_text(found))


def main() -> int:
    """Run one evaluation."""
    parser = argparse.ArgumentParser(prog="baton evaluate")
    known.add_to(parser)
    arguments = parser.parse_args()
    launch.prepare("ERROR")
    asyncio.set_event_loop(asyncio.new_event_loop())
    try:
        {"intents": _intents, "turns": _turns, "handoff": _handoff}[arguments.what](arguments)
    except (EvaluationError, OSError) as problem:
        print(f"baton evaluate: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
