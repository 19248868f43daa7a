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
from bot.turn import Json

NONE = "(none)"
WORST, PAIRS = 15, 12


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
        """What the bot would have done by itself."""
        return self.ranking[0] if self.band == "answer" and self.ranking else NONE


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
    found = parsed.get("baton") or {}
    labels = [model.labels[name] for name, _ in found.get("ranking", []) if name in model.labels]
    ranking = tuple(NONE if label == none else label for label in labels)
    return Row(text, truth, ranking, float((parsed.get("intent") or {}).get("confidence") or 0.0), found.get("band", "admit"), ms)


def _progress(at: int, of: int) -> None:
    if sys.stderr.isatty() and (at % 50 == 0 or at == of):
        print(f"\r{at} of {of}", end="\n" if at == of else "", file=sys.stderr, flush=True)


def _rank(row: Row) -> int:
    return row.ranking.index(row.truth) + 1 if row.truth in row.ranking else 0


def measured(rows: list[Row]) -> dict[str, Figure]:
    """Every figure the rows allow. Shares and scores in 0..1."""
    inside = [row for row in rows if row.truth != NONE]
    ranks = [_rank(row) for row in inside]
    answered = [row.told != NONE for row in rows]
    found = {
        "accuracy": figures.with_interval(figures.share, [rank == 1 for rank in ranks]),
        "macro F1": figures.with_interval(figures.macro_f1, [row.truth for row in inside], [(row.ranking or ("",))[0] for row in inside]),
        "P@3": figures.with_interval(figures.share, [1 <= rank <= 3 for rank in ranks]),
        "MRR": figures.with_interval(figures.share, [1 / rank if rank else 0.0 for rank in ranks]),
    }
    if len(inside) < len(rows):
        found["AUROC of none"] = figures.with_interval(figures.auroc, [row.truth == NONE for row in rows], [-row.right for row in rows])
    found["MCC at its own threshold"] = figures.with_interval(figures.mcc, [row.truth for row in rows], [row.told for row in rows])
    found["answered"] = figures.with_interval(figures.share, answered)
    right = [row.told == row.truth for row in rows if row.told != NONE]
    found["right of those answered"] = figures.with_interval(figures.share, right or [False])
    return found


def _confused(rows: list[Row]) -> list[tuple[str, str, int]]:
    pairs = Counter((row.truth, row.told) for row in rows if row.told not in (row.truth, NONE))
    return [(truth, told, count) for (truth, told), count in pairs.most_common(PAIRS)]


def _worst(rows: list[Row]) -> list[Json]:
    wrong = sorted((row for row in rows if row.told not in (row.truth, NONE)), key=lambda row: -row.right)
    return [{"text": row.text, "truth": row.truth, "told": row.told, "confidence": round(row.right, 3)} for row in wrong[:WORST]]


def evaluate(train_file: Path, train: Labelled, test: Labelled, none: str | None) -> Report:
    """Train on one set, measure on the other. Test labels that were never trained count as "none fits"."""
    with trained(train_file, train) as model:
        known = set(train.labels) - ({none} if none else set())
        rows = []
        for at, (text, label) in enumerate(zip(test.texts, test.labels, strict=True), 1):
            rows.append(_row(model, text, label if label in known else NONE, none))
            _progress(at, len(test.texts))
        seconds = model.seconds
    times = sorted(row.ms for row in rows)
    costs = {
        "training s": seconds, "parse p50 ms": float(np.percentile(times, 50)), "parse p99 ms": float(np.percentile(times, 99)),
        "peak memory MB": peak_mb(),
    }  # fmt: skip
    counts = {"train": len(train.texts), "labels": len(known), "test": len(rows), "none fits": sum(row.truth == NONE for row in rows)}
    return Report(measured(rows), costs, counts, _confused(rows), _worst(rows), rows)
