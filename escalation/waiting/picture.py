"""The report as a picture: which share of waits ended before, inside and after what each method said."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from escalation.waiting.figures import OFF, WANTED, Figures
from escalation.waiting.report import Report

LEFT, BAR, RIGHT, ROW, TITLE = 250, 460, 150, 26, 40
WIDTH = LEFT + BAR + RIGHT
BEFORE, INSIDE, AFTER, BAND = "#c9c9cf", "#2f7d5b", "#d98a3d", "#2f7d5b"
_STYLE = 'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="12"'


def picture(report: Report) -> str:
    """The picture as SVG."""
    parts, down = [], 12
    for title, rows in report.tables.items():
        parts.append(f'<text x="12" y="{down + 18}" font-weight="bold">{escape(title.capitalize())}</text>')
        parts.append(_band(down + TITLE - 10, len(rows) * ROW))
        for place, (method, row) in enumerate(rows.items()):
            parts.extend(_row(down + TITLE - 6 + place * ROW, method, row))
        down += TITLE + len(rows) * ROW + 14
    height = down + 20
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    return "\n".join(
        [f'<svg {_STYLE} width="{WIDTH}" height="{height}">', ground, *parts, _legend(down), "</svg>\n"]
    )


def _band(top: int, height: int) -> str:
    """Where what is inside should end, with a tenth before it."""
    left, wide = LEFT + (WANTED - OFF + 0.1) * BAR, 2 * OFF * BAR
    return (
        f'<rect x="{left:.0f}" y="{top}" width="{wide:.0f}" height="{height}" fill="{BAND}" opacity="0.15"/>'
    )


def _row(top: int, method: str, row: Figures) -> Iterator[str]:
    yield f'<text x="{LEFT - 8}" y="{top + 13}" text-anchor="end">{escape(method)}</text>'
    across = float(LEFT)
    for share, colour in ((row.before, BEFORE), (row.inside, INSIDE), (row.after, AFTER)):
        yield f'<rect x="{across:.1f}" y="{top}" width="{share * BAR:.1f}" height="18" fill="{colour}"/>'
        across += share * BAR
    words = f"{row.inside:.0%}, {row.width:.1f} min wide"
    yield f'<text x="{LEFT + BAR + 8}" y="{top + 13}">{words}</text>'


def _legend(top: int) -> str:
    parts, across = [], LEFT
    for words, colour in (("answered before", BEFORE), ("inside the range", INSIDE), ("after", AFTER)):
        parts.append(f'<rect x="{across}" y="{top}" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{across + 17}" y="{top + 10}">{words}</text>')
        across += 140
    return "".join(parts)
