"""``baton evaluate turns``: who is dissatisfied, and whether people come in time, on labelled dialogues."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.components.reading import article_id
from bot.evaluate import figures
from bot.evaluate.figures import Figure
from bot.evaluate.refit import refitted
from bot.evaluate.timing import TOLERANCES, in_time
from bot.heard import Findings
from bot.judgement import HANDOFF
from bot.lines import OPTIONS_ASKED
from bot.replay import load, walk
from bot.replay_command import read_settings
from bot.settings import TriageRules
from bot.turn import Json

Floats = npt.NDArray[np.float64]
SCORED = ("frustration", "sentiment", "complexity", "stuck", "wants_person")
# Labels that are steps: who is labelled higher should score higher.
SCALES = (
    "frustration",
    "sentiment",
    "complexity",
)
MARKS = ("stuck", "wants_person", "danger")  # labels that are there or not
PAIRS = 20_000


@dataclass(frozen=True, slots=True)
class Judged:
    """One customer turn as the bot judged it, beside its labels (None where there is none)."""

    dialogue: int
    place: int
    text: str
    frustration: float
    decision: str
    features: tuple[float, ...]
    dissatisfied: bool | None
    handoff: bool | None
    expected: str | None
    answers: tuple[str, ...]
    scores: dict[str, float]
    labels: Json


@dataclass(frozen=True, slots=True)
class Report:
    """Figures by name, counts, and the turns that were judged worst."""

    figures: dict[str, Figure]
    counts: dict[str, int]
    worst: list[Json]


async def _judge(dialogues: list[Json], model: Path, rules: TriageRules, *, live: bool) -> list[Judged]:
    runner, rows = load(model), []
    for number, dialogue in enumerate(dialogues):
        place = 0
        async for at, message, scores, decision in walk(runner, dialogue, rules, live=live):
            turn, noted = dialogue["turns"][at], message.baton
            rows.append(
                Judged(
                    number,
                    place,
                    turn["text"],
                    noted.frustration,
                    decision.decision,
                    tuple(noted.features.values()),
                    turn.get("dissatisfied"),
                    turn.get("handoff"),
                    None if turn.get("handoff") else turn.get("expected"),
                    _answers(noted),
                    {
                        **{name: getattr(scores, name) for name in SCORED},
                        "danger": float(scores.risk is not None),
                    },
                    turn,
                )
            )
            place += 1
        if sys.stderr.isatty():
            print(f"\r{number + 1} of {len(dialogues)} dialogues", end="", file=sys.stderr, flush=True)
    return rows


def _answers(noted: Findings) -> tuple[str, ...]:
    """The article the bot would have answered with and the one whose job stands beside it; then those it
    would have offered.
    """
    best = tuple(article_id(label) or label for label in (noted.guess, noted.beside))
    offered = tuple(label for label, _ in noted.ranking[:OPTIONS_ASKED])
    return {"answer": best, "probable": best, "ask": ("", "", *offered)}.get(noted.band, ())


def _first(places: list[int]) -> list[int]:
    """After the first hand-off a person has the floor."""
    return places[:1]


def _handoffs(turns: list[Judged]) -> Iterator[tuple[list[int], list[int]]]:
    by_dialogue: dict[int, list[Judged]] = {}
    for turn in turns:
        by_dialogue.setdefault(turn.dialogue, []).append(turn)
    for dialogue in by_dialogue.values():
        if any(turn.handoff is not None for turn in dialogue):
            places = [turn.place for turn in dialogue if turn.decision == HANDOFF]
            yield _first(places), [turn.place for turn in dialogue if turn.handoff]


def _dissatisfaction(turns: list[Judged], folds: int | None) -> dict[str, Figure]:
    truth = [bool(turn.dissatisfied) for turn in turns]
    shipped = [turn.frustration for turn in turns]
    measures = {
        "AUROC as shipped": figures.with_interval(figures.auroc, truth, shipped),
        "best F1 as shipped": figures.with_interval(lambda t, s: figures.best_f1(t, s)[0], truth, shipped),
    }
    if folds:
        scores, verdicts = refitted(
            np.array([turn.features for turn in turns]),
            [turn.text for turn in turns],
            np.array(truth),
            np.array([turn.dialogue for turn in turns]),
            folds,
        )
        measures[f"AUROC refitted in {folds} folds"] = figures.with_interval(figures.auroc, truth, scores)
        measures[f"F1 refitted in {folds} folds"] = figures.with_interval(_f1, truth, verdicts)
    return measures


def _labelled(turns: list[Judged], folds: int | None) -> dict[str, Figure]:
    """The figures of labels a turn may carry beside ``dissatisfied``."""
    measures: dict[str, Figure] = {}
    for name in SCALES:
        rows = [turn for turn in turns if name in turn.labels]
        if len({turn.labels[name] for turn in rows}) > 1:
            labels, scores = (
                np.array([turn.labels[name] for turn in rows]),
                np.array([turn.scores[name] for turn in rows]),
            )
            measures[f"pairs of {name} in order"] = figures.with_interval(
                figures.share, _pairs(labels, scores)
            )
            measures[f"{name}, Spearman"] = figures.with_interval(figures.spearman, labels, scores)
    for name in MARKS:
        rows = [turn for turn in turns if name in turn.labels]
        truth = [bool(turn.labels[name]) for turn in rows]
        if len(set(truth)) == 2:
            measures[f"AUROC of {name}"] = figures.with_interval(
                figures.auroc, truth, [turn.scores[name] for turn in rows]
            )
            if folds:
                again, _ = refitted(
                    np.array([turn.features for turn in rows]),
                    [turn.text for turn in rows],
                    np.array(truth),
                    np.array([turn.dialogue for turn in rows]),
                    folds,
                )
                measures[f"AUROC of {name}, refitted"] = figures.with_interval(figures.auroc, truth, again)
    return measures


def _pairs(labels: figures.Array, scores: figures.Array) -> Floats:
    """Of random pairs with different labels: 1 where the higher label has the higher score, one half for
    equal scores.
    """
    first, second = np.random.default_rng(figures.SEED).integers(len(labels), size=(2, PAIRS))
    differ = labels[first] != labels[second]
    up, more = (
        np.sign(labels[first] - labels[second])[differ],
        np.sign(scores[first] - scores[second])[differ],
    )
    return np.where(more == 0, 0.5, (more == up).astype(float))


def _f1(truth: figures.Array, verdicts: figures.Array) -> float:
    both = float((truth & verdicts).sum())
    return 2 * both / max(1.0, float(truth.sum() + verdicts.sum()))


def measured(turns: list[Judged], folds: int | None) -> dict[str, Figure]:
    """Every figure the labels allow."""
    rated = [turn for turn in turns if turn.dissatisfied is not None]
    measures: dict[str, Figure] = {}
    if rated:
        measures |= _dissatisfaction(rated, folds)
    measures |= _labelled(turns, folds)
    pairs = list(_handoffs(turns))
    for tolerance in TOLERANCES if pairs else ():
        scores = [in_time(handoffs, gold, tolerance) for handoffs, gold in pairs]
        measures[f"GT-{tolerance}"] = figures.with_interval(figures.share, scores)
    if pairs:
        calm = [bool(handoffs) for handoffs, gold in pairs if not gold]
        measures["calm ones handed off"] = figures.with_interval(figures.share, calm or [False])
    questions = [turn for turn in turns if turn.expected is not None and turn.decision != HANDOFF]
    if questions:
        measures["said what was expected"] = figures.with_interval(
            figures.share, [turn.expected in turn.answers[:2] for turn in questions]
        )
        measures["said or offered it"] = figures.with_interval(
            figures.share, [turn.expected in turn.answers for turn in questions]
        )
    return measures


def evaluate(
    dialogues: list[Json], model: Path, settings: Path | None, folds: int | None, *, live: bool = False
) -> Report:
    """Judge every customer turn and compare."""
    turns = asyncio.get_event_loop().run_until_complete(
        _judge(dialogues, model, read_settings(settings), live=live)
    )
    surest = sorted(
        (turn for turn in turns if turn.dissatisfied is False), key=lambda turn: -turn.frustration
    )[:10]
    worst = [
        {"text": turn.text, "frustration": turn.frustration, "dialogue": dialogues[turn.dialogue]["id"]}
        for turn in surest
    ]
    counts = {
        "dialogues": len(dialogues),
        "turns": len(turns),
        "dissatisfied": sum(bool(turn.dissatisfied) for turn in turns),
    }
    return Report(measured(turns, folds), counts, worst)


def as_text(report: Report) -> str:
    """For a terminal."""
    lines = ["  ".join(f"{name}: {count}" for name, count in report.counts.items()), ""]
    lines += [f"  {name:<28}{figure}" for name, figure in report.figures.items()]
    if report.worst:
        lines += ["", "Held for frustrated, and not dissatisfied:"]
        lines += [f"  {row['frustration']:.2f}  “{row['text']}”  ({row['dialogue']})" for row in report.worst]
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """For machines."""
    return json.dumps(asdict(report), ensure_ascii=False)
