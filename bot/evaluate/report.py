"""Reports for people, for machines, and as a picture."""

from __future__ import annotations

import html
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from bot.evaluate.figures import Figure
from bot.evaluate.intents import NONE, Report, Row

CELL, MARGIN, MOST = 16, 220, 60


def figure_lines(figures: dict[str, Figure]) -> list[str]:
    """One line a figure, percent with its 95% interval."""
    return [f"  {name:<38}{figure}" for name, figure in figures.items()]


def as_text(report: Report) -> str:
    """The report for a terminal."""
    lines = [
        "  ".join(f"{name}: {count}" for name, count in report.counts.items()),
        "",
        *figure_lines(report.figures),
        "",
    ]
    lines += [f"  {name:<28}{cost:7.1f}" for name, cost in report.costs.items()]
    if report.confused:
        lines += ["", "Most often confused (meant, answered):"]
        lines += [f"  {count:4}  {truth}  →  {answer}" for truth, answer, count in report.confused]
        lines += ["", "Surest mistakes:"]
        lines += [
            f"  {row['confidence']:.2f}  “{row['text']}”  {row['truth']}  →  {row['told']}"
            for row in report.worst
        ]
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """The report for machines, without the rows."""
    data = asdict(report)
    del data["rows"]
    return json.dumps(data, ensure_ascii=False)


def write_rows(report: Report, file: Path) -> None:
    """Every test sentence as JSON, one a line: what was meant, the ranking, the chance of being right, the
    band.
    """
    with file.open("w", encoding="utf-8") as lines:
        for row in report.rows:
            lines.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")


def picture(report: Report, file: Path) -> None:
    """The confusions as an SVG: a row for what was meant, a column for what was answered; the darker the
    more.
    """
    labels = _interesting(report.rows)
    counts = Counter((row.truth, row.told) for row in report.rows)
    totals = Counter(row.truth for row in report.rows)
    side = MARGIN + CELL * len(labels) + 10
    style = 'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="10"'
    parts = [f'<svg {style} width="{side}" height="{side}">']
    for at, label in enumerate(labels):
        place, words = MARGIN + CELL * at, html.escape(label[:34])
        parts.append(f'<text x="{MARGIN - 6}" y="{place + 12}" text-anchor="end">{words}</text>')
        parts.append(f'<text transform="translate({place + 12},{MARGIN - 6}) rotate(-90)">{words}</text>')
    for down, truth in enumerate(labels):
        for across, answer in enumerate(labels):
            portion = counts[truth, answer] / totals[truth] if totals[truth] else 0.0
            parts.append(
                _cell(across, down, portion, truth == answer, f"{truth} → {answer}: {counts[truth, answer]}")
            )
    file.write_text("\n".join([*parts, "</svg>"]), encoding="utf-8")


def _cell(across: int, down: int, portion: float, right: bool, words: str) -> str:
    colour = "24, 106, 80" if right else "176, 42, 48"
    x, y = MARGIN + CELL * across, MARGIN + CELL * down
    box = (
        f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" stroke="#ddd" fill="rgba({colour},'
        f' {portion:.2f})">'
    )
    return f"{box}<title>{html.escape(words)}</title></rect>"


def _interesting(rows: list[Row]) -> list[str]:
    """All labels, or of many those with most mistakes."""
    wrong = Counter(row.truth for row in rows if row.told != row.truth) + Counter(
        row.told for row in rows if row.told != row.truth
    )
    labels = sorted(
        {row.truth for row in rows} | {row.told for row in rows}, key=lambda label: (-wrong[label], label)
    )[:MOST]
    return [*sorted(label for label in labels if label != NONE), *([NONE] if NONE in labels else [])]
