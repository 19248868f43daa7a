"""``baton evaluate intents``: any labelled set through the project's own pipeline."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from bot.evaluate import figures
from bot.evaluate.figures import Figure
from bot.evaluate.labelled import Labelled
from bot.evaluate.pipeline import Trained, peak_mb, trained
from bot.judge import heard_in
from bot.judgement import ANSWERED
from bot.turn import Json

NONE = "(none)"
WORST, PAIRS = 15, 12
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
KEPT = 0.955  # of what fits: the share at which it is told how much of the rest is turned away


@dataclass(frozen=True, slots=True)
class Row:
    """One test sentence: ``truth`` is :data:`NONE` where nothing fits."""

    text: str
    truth: str
    ranking: tuple[str, ...]
    right: float
    band: str
    ms: float

    @property
    def told(self) -> str:
        """What the bot would have answered with, surely or with what else may be meant beside it."""
        return self.ranking[0] if self.band in ANSWERED and self.ranking else NONE

    @property
    def best(self) -> str:
        """The first of the ranking."""
        return self.ranking[0] if self.ranking else NONE


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured; ``figures`` by name, in the order they are printed."""

    figures: dict[str, Figure]
    costs: dict[str, float]
    counts: dict[str, int]
    confused: list[tuple[str, str, int]] = field(default_factory=list)
    worst: list[Json] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def _row(model: Trained, text: str, truth: str, none: str | None) -> Row:
    parsed, ms = model.parse(text)
    message = heard_in(parsed)
    labels = [model.labels[name] for name, _ in message.baton.ranking if name in model.labels]
    ranking = tuple(NONE if label == none else label for label in labels)
    return Row(
        text,
        truth,
        ranking,
        message.intent.confidence,
        message.baton.band,
        ms,
    )


def _progress(at: int, of: int) -> None:
    if sys.stderr.isatty() and (at % 50 == 0 or at == of):
        print(f"\r{at} of {of}", end="\n" if at == of else "", file=sys.stderr, flush=True)


def _rank(row: Row) -> int:
    return row.ranking.index(row.truth) + 1 if row.truth in row.ranking else 0


def measured(rows: list[Row], thresholds: tuple[float, ...] = THRESHOLDS) -> dict[str, Figure]:
    """Every figure the rows allow. Shares and scores in 0..1. ``thresholds`` are chances of being right."""
    inside = [row for row in rows if row.truth != NONE]
    ranks = [_rank(row) for row in inside]
    answered = [row.told != NONE for row in rows]
    measures = {
        "accuracy": figures.with_interval(figures.share, [rank == 1 for rank in ranks]),
        "macro F1": figures.with_interval(
            figures.macro_f1, [row.truth for row in inside], [(row.ranking or ("",))[0] for row in inside]
        ),
        "P@3": figures.with_interval(figures.share, [1 <= rank <= 3 for rank in ranks]),
        "MRR": figures.with_interval(figures.share, [1 / rank if rank else 0.0 for rank in ranks]),
    }
    if len(inside) < len(rows):
        measures["AUROC of none"] = figures.with_interval(
            figures.auroc, [row.truth == NONE for row in rows], [-row.right for row in rows]
        )
    measures["MCC at its own threshold"] = figures.with_interval(
        figures.mcc, [row.truth for row in rows], [row.told for row in rows]
    )
    measures["answered"] = figures.with_interval(figures.share, answered)
    right = [row.told == row.truth for row in rows if row.told != NONE]
    measures["right of those answered"] = figures.with_interval(figures.share, right or [False])
    surely = [row.told == row.truth for row in rows if row.band == "answer"]
    measures["answered surely"] = figures.with_interval(figures.share, [row.band == "answer" for row in rows])
    measures["right of those surely"] = figures.with_interval(figures.share, surely or [False])
    surest = sorted(rows, key=lambda row: -row.right)[: max(1, len(rows) // 3)]
    measures["right of the surest third"] = figures.with_interval(
        figures.share, [row.best == row.truth for row in surest]
    )
    _, at = figures.best_mcc(
        [row.truth for row in rows], [row.best for row in rows], [row.right for row in rows], NONE
    )
    measures[f"oracle MCC, at {at:.2f}"] = figures.with_interval(
        figures.mcc, [row.truth for row in rows], [row.best if row.right >= at else NONE for row in rows]
    )
    return measures | (_turned_away(rows, thresholds) if 0 < len(inside) < len(rows) else {})


def _turned_away(rows: list[Row], thresholds: tuple[float, ...]) -> dict[str, Figure]:
    """How much of what fits nothing is turned away below each threshold, and how much of what fits is kept
    and right above it.
    """
    inside, outside = [row for row in rows if row.truth != NONE], [row for row in rows if row.truth == NONE]
    least = float(np.quantile([row.right for row in inside], 1 - KEPT))
    measures = {
        f"OOS recall, {100 * KEPT:.1f}% of the rest kept": figures.with_interval(
            figures.share, [row.right < least for row in outside]
        )
    }
    for at in thresholds:
        measures[f"OOS recall at {at:.2f}"] = figures.with_interval(
            figures.share, [row.right < at or row.best == NONE for row in outside]
        )
        measures[f"in-scope kept at {at:.2f}"] = figures.with_interval(
            figures.share, [row.right >= at for row in inside]
        )
        measures[f"in-scope right at {at:.2f}"] = figures.with_interval(
            figures.share, [row.right >= at and row.best == row.truth for row in inside]
        )
    return measures


def _confused(rows: list[Row]) -> list[tuple[str, str, int]]:
    pairs = Counter((row.truth, row.told) for row in rows if row.told not in (row.truth, NONE))
    return [(truth, answer, count) for (truth, answer), count in pairs.most_common(PAIRS)]


def _worst(rows: list[Row]) -> list[Json]:
    wrong = sorted((row for row in rows if row.told not in (row.truth, NONE)), key=lambda row: -row.right)
    return [
        {"text": row.text, "truth": row.truth, "told": row.told, "confidence": round(row.right, 3)}
        for row in wrong[:WORST]
    ]


def evaluate(
    train_file: Path,
    train: Labelled,
    test: Labelled,
    none: str | None,
    thresholds: tuple[float, ...] = THRESHOLDS,
) -> Report:
    """Train on one set, measure on the other. Test labels that were never trained count as "none fits"."""
    with trained(train_file, train) as model:
        labels = set(train.labels) - ({none} if none else set())
        rows = []
        for at, (text, label) in enumerate(zip(test.texts, test.labels, strict=True), 1):
            rows.append(_row(model, text, label if label in labels else NONE, none))
            _progress(at, len(test.texts))
        seconds = model.seconds
    times = sorted(row.ms for row in rows)
    costs = {
        "training s": seconds,
        "parse p50 ms": float(np.percentile(times, 50)),
        "parse p99 ms": float(np.percentile(times, 99)),
        "peak memory MB": peak_mb(),
    }
    counts = {
        "train": len(train.texts),
        "labels": len(labels),
        "test": len(rows),
        "none fits": sum(row.truth == NONE for row in rows),
    }
    return Report(measured(rows, thresholds), costs, counts, _confused(rows), _worst(rows), rows)
