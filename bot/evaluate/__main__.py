"""``python -m bot.evaluate intents|turns|handoff …``: what `baton evaluate` runs. Exit code 2 with a sentence
for bad input.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot import launch
from bot.evaluate.arguments import commands
from bot.evaluate.labelled import (
    EvaluationError,
    check_labels,
    check_marks,
    check_writable,
    read_csv,
    read_dialogues,
    read_thresholds,
    read_training,
)

FOLDS = 10


def _intents(
    *,
    train: Path,
    test: Path,
    none: str | None,
    json: bool,
    rows: Path | None,
    thresholds: str,
    picture: Path | None,
) -> None:
    trained, tested = read_training(train), read_csv(test)  # before Rasa is loaded: a fault is told at once
    chances = read_thresholds(thresholds)
    check_writable(rows)
    from bot.evaluate import intents, report

    evaluation = intents.evaluate(train, trained, tested, none, chances or intents.THRESHOLDS)
    if rows:
        report.write_rows(evaluation, rows)
    print(report.as_json(evaluation) if json else report.as_text(evaluation))
    if picture:
        report.picture(evaluation, picture)


def _turns(
    *,
    data: Path,
    folds: int | None,
    refit: bool,
    as_if_live: bool,
    model: Path,
    settings: Path | None,
    json: bool,
) -> None:
    dialogues = read_dialogues(data)
    folds = folds or (min(FOLDS, len(dialogues)) if refit else None)
    check_labels(dialogues, folds)
    from bot.evaluate import turns

    evaluation = turns.evaluate(dialogues, model, settings, folds, live=as_if_live)
    print(turns.as_json(evaluation) if json else turns.as_text(evaluation))


def _handoff(
    *,
    data: tuple[Path, ...],
    more: tuple[Path, ...],
    as_if_live: bool,
    model: Path,
    settings: Path | None,
    json: bool,
) -> None:
    dialogues = [dialogue for file in (*data, *more) for dialogue in read_dialogues(file)]
    check_marks(dialogues)
    from bot.evaluate import handoff

    evaluation = handoff.evaluate(dialogues, model, settings, live=as_if_live)
    print(handoff.as_json(evaluation) if json else handoff.as_text(evaluation))


def main() -> None:
    """Run one evaluation."""
    launch.prepare("ERROR")
    asyncio.set_event_loop(asyncio.new_event_loop())
    try:
        commands(intents=_intents, turns=_turns, handoff=_handoff).main(prog_name="baton evaluate")
    except (EvaluationError, OSError) as problem:
        print(f"baton evaluate: {problem}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
