"""``baton replay conversations.jsonl > decisions.jsonl``: what is read, and what is printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from bot import compare
from bot.evaluate.labelled import EvaluationError, dialogue
from bot.judges import judged
from bot.settings import TriageError, TriageRules
from bot.turn import Json
from bot.wire import plain

STDIN = Path("-")


class ReplayError(ValueError):
    """A line of the input that cannot be replayed; says which, and why."""


def conversations(file: Path) -> Iterator[Json]:
    """The conversations of a file, one a line, checked; empty lines are skipped. ``-`` is standard input."""
    with nullcontext(sys.stdin) if file == STDIN else file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _parsed(line, f"line {number}")


def _parsed(line: str, place: str) -> Json:
    try:
        return dialogue(line, place)
    except EvaluationError as problem:
        raise ReplayError(str(problem)) from problem


def read_settings(file: Path | None) -> TriageRules:
    """Triage settings from a JSON file, checked; none without a file. Raises :class:`ReplayError`."""
    if file is None:
        return TriageRules()
    try:
        return TriageRules.from_json(json.loads(file.read_text(encoding="utf-8")))
    except json.JSONDecodeError as problem:
        raise ReplayError(f"{file} is not JSON: {problem.msg} at line {problem.lineno}.") from problem
    except (TriageError, OSError) as problem:
        raise ReplayError(f"{file}: {problem}") from problem


@dataclass(frozen=True, slots=True)
class Asked:
    """What to replay: conversations, settings, and others to compare them with."""

    file: Path
    settings: Path | None = None
    compare: Path | None = None
    as_json: bool = False
    as_if_live: bool = False


def replay_file(arguments: Asked, model: Path) -> int:
    """Stream decisions, or the comparison, to standard output. Returns 0, or 2 with a sentence on standard
    error for bad input.
    """
    file = arguments.file
    try:
        sides = [
            read_settings(path)
            for path in (arguments.settings, *([arguments.compare] if arguments.compare else []))
        ]
        rows = judged(conversations(file), model, *sides, live=arguments.as_if_live)
        if arguments.compare:
            comparison = compare.compared(rows)
            print(_json(comparison) if arguments.as_json else compare.report(comparison))
            return 0
        for conversation, (turns,) in rows:
            print(_json({"id": conversation["id"], "turns": turns}), flush=True)
    except (ReplayError, OSError, UnicodeDecodeError) as problem:
        print(f"baton replay: {file}: {problem}", file=sys.stderr)
        return 2
    return 0


def _json(value: object) -> str:
    return json.dumps(plain(value), ensure_ascii=False)
