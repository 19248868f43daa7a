"""Labelled sentences and dialogues from files, checked: a fault names file, line and remedy."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.compare import VERDICTS
from bot.turn import Json

WHO = ("customer", "bot", "agent")
STEPS = ("frustration", "sentiment", "complexity")
MARKS = ("stuck", "wants_person")


class EvaluationError(ValueError):
    """Data that cannot be measured with; ``str()`` says where and how to mend it."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Texts with their labels, in the order of the file."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]


def read_csv(file: Path) -> Labelled:
    """A CSV file with the header ``text,label``."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            pairs = list(_pairs(file, rows))
    except OSError as problem:
        raise EvaluationError(f"{file}: {problem.strerror or problem}.") from problem
    except UnicodeDecodeError as problem:
        raise EvaluationError(f"{file}: not UTF-8 (byte {problem.start}). Save it as UTF-8.") from problem
    except csv.Error as problem:
        raise EvaluationError(
            f"{file}, line {rows.line_num + 1}: {problem}. Is a quotation mark missing?"
        ) from problem
    if not pairs:
        raise EvaluationError(
            f"{file} is empty: a line “text,label” and below it one sentence with its label a line are"
            " needed."
        )
    return Labelled(tuple(text for text, _ in pairs), tuple(label for _, label in pairs))


def read_training(file: Path) -> Labelled:
    """Like :func:`read_csv`, with at least two labels."""
    data = read_csv(file)
    if len(set(data.labels)) < 2:
        raise EvaluationError(
            f"{file}: all sentences have the label “{data.labels[0]}”. At least two labels are needed."
        )
    return data


def read_thresholds(text: str) -> tuple[float, ...]:
    """Chances of being right, written as ``0.3,0.5``; empty for none."""
    try:
        thresholds = tuple(float(word) for word in text.split(",")) if text.strip() else ()
    except ValueError as problem:
        raise EvaluationError(
            f"--thresholds must be numbers with commas between them, as 0.3,0.5 (found: {text})."
        ) from problem
    if not all(0 < threshold < 1 for threshold in thresholds):
        raise EvaluationError(f"--thresholds must lie between 0 and 1 (found: {text}).")
    return thresholds


def check_writable(file: Path | None) -> None:
    """That a file can be written, before minutes of work."""
    if file is not None and not file.parent.is_dir():
        raise EvaluationError(f"{file}: there is no folder {file.parent} to write to.")


def check_labels(dialogues: list[Json], folds: int | None) -> None:
    """That there is something to measure with; raises :class:`EvaluationError` otherwise."""
    turns = [turn for dialogue in dialogues for turn in dialogue["turns"] if turn["who"] == "customer"]
    rated = {turn["dissatisfied"] for turn in turns if "dissatisfied" in turn}
    if not rated and not any({"handoff", *STEPS, *MARKS} & set(turn) for turn in turns):
        raise EvaluationError(
            "No customer turn carries “dissatisfied”, “handoff” or another label: there is nothing to measure"
            " with."
        )
    if len(rated) == 1:
        raise EvaluationError(
            "All rated turns have the same label: “dissatisfied” must be true for some and false for others."
        )
    if folds is not None and not 2 <= folds <= len(dialogues):
        raise EvaluationError(f"--folds must be from 2 to the number of dialogues ({len(dialogues)}).")


def check_marks(dialogues: list[Json]) -> None:
    """That dialogues say where a person is due; raises :class:`EvaluationError` otherwise."""
    if not any(
        "handoff" in dialogue or any("handoff" in turn for turn in dialogue["turns"])
        for dialogue in dialogues
    ):
        raise EvaluationError(
            "No dialogue says where a person is due (“handoff”): there is nothing to measure with."
        )


def _pairs(file: Path, rows: csv.DictReader[str]) -> Iterator[tuple[str, str]]:
    missing = {"text", "label"} - set(rows.fieldnames or [])
    if rows.fieldnames and missing:
        columns = ", ".join(rows.fieldnames)
        raise EvaluationError(
            f"{file}, line 1: no column “{min(missing)}” (found: {columns})."
            " The first line must be: text,label"
        )
    for row in rows:
        text, label = (row["text"] or "").strip(), (row["label"] or "").strip()
        if not text or not label or row.get(None):  # type: ignore[call-overload]
            raise EvaluationError(
                f"{file}, line {rows.line_num}: needs a text and a label, and nothing more. Quote texts with"
                " commas."
            )
        yield text, label


def read_dialogues(file: Path) -> list[Json]:
    """Dialogues as ``baton replay`` reads them, one JSON object a line."""
    try:
        with file.open(encoding="utf-8") as lines:
            dialogues = [
                dialogue(line, f"{file}, line {number}")
                for number, line in enumerate(lines, 1)
                if line.strip()
            ]
    except OSError as problem:
        raise EvaluationError(f"{file}: {problem.strerror or problem}.") from problem
    except UnicodeDecodeError as problem:
        raise EvaluationError(f"{file}: not UTF-8 (byte {problem.start}). Save it as UTF-8.") from problem
    if not dialogues:
        raise EvaluationError(
            f"{file} is empty: one dialogue a line is needed, as `baton replay` reads them."
        )
    return dialogues


def dialogue(line: str, place: str) -> Json:
    """The dialogue of one line; raises :class:`EvaluationError` that names ``place``."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as problem:
        raise EvaluationError(f"{place} is not JSON: {problem.msg} at column {problem.colno}.") from problem
    return _checked(data, place)


def due_of(dialogue: Json, place: str) -> tuple[list[int], int]:
    """The customer's turns (counted among the customer's) at which a person is due, and the earliest that is
    all right.

    Marked either as ``handoff`` of a turn, or as a list ``handoff`` of the dialogue with places in ``turns``;
    raises :class:`EvaluationError`.
    """
    own = [at for at, turn in enumerate(dialogue["turns"]) if turn["who"] == "customer"]
    marks = dialogue.get("handoff")
    if marks is None:
        due = [number for number, at in enumerate(own) if dialogue["turns"][at].get("handoff")]
        return due, due[0] if due else 0
    if not isinstance(marks, list) or any(
        isinstance(mark, bool) or not isinstance(mark, int) or mark not in own for mark in marks
    ):
        raise EvaluationError(
            f"{place}: “handoff” must be a list of places of customer turns (from 0), not {marks!r}."
        )
    due = sorted(own.index(mark) for mark in marks)
    earliest = dialogue.get("earliest_ok")
    if earliest is not None and earliest not in own:
        raise EvaluationError(
            f"{place}: “earliest_ok” must be the place of a customer turn or null, not {earliest!r}."
        )
    return due, own.index(earliest) if earliest is not None else (due[0] if due else 0)


def _checked(data: object, place: str) -> Json:
    turns = data.get("turns") if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(turns, list) or "id" not in data:
        raise EvaluationError(f"{place}: needs an “id” and a list “turns”.")
    if data.get("verdict", VERDICTS[0]) not in VERDICTS:
        raise EvaluationError(f"{place}: “verdict” must be one of {', '.join(VERDICTS)}.")
    for at, turn in enumerate(turns):
        if not isinstance(turn, dict) or turn.get("who") not in WHO or not isinstance(turn.get("text"), str):
            raise EvaluationError(f"{place}, turn {at}: needs “who” ({', '.join(WHO)}) and “text”.")
        _check_turn(turn, f"{place}, turn {at}")
    due_of(data, place)
    return data


def _check_turn(turn: Json, place: str) -> None:
    for name in ("dissatisfied", "handoff", *MARKS):
        if name in turn and not isinstance(turn[name], bool):
            raise EvaluationError(f"{place}: “{name}” must be true or false.")
    for name in STEPS:
        if name in turn and (isinstance(turn[name], bool) or not isinstance(turn[name], int | float)):
            raise EvaluationError(f"{place}: “{name}” must be a number.")
    if not isinstance(turn.get("danger"), str | None):
        raise EvaluationError(f"{place}: “danger” must be a kind of danger or null.")
    if not isinstance(turn.get("expected"), str | None):
        raise EvaluationError(f"{place}: “expected” must be an article's id or null.")
