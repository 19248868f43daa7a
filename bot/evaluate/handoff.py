"""``baton evaluate handoff``: do people come in time, and only where they are needed, on labelled dialogues
of any bot.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.evaluate import figures
from bot.evaluate.figures import Figure
from bot.evaluate.labelled import due_of
from bot.evaluate.timing import TOLERANCES, in_time
from bot.judgement import HANDOFF, OFFER
from bot.replay import load, walk
from bot.replay_command import read_settings
from bot.runner import Runner
from bot.settings import TriageRules
from bot.turn import Json

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Judged:
    """One dialogue: the customer's turns at which a person was fetched and offered, where one was due, and
    from when on it was fine.
    """

    id: str
    kind: str
    handed: int | None
    offered: int | None
    due: tuple[int, ...]
    earliest: int
    reason: str | None
    rule: str | None
    text: str

    @property
    def first(self) -> int | None:
        """The first turn at which a person was fetched or at least offered."""
        places = [place for place in (self.handed, self.offered) if place is not None]
        return min(places) if places else None

    def on_time(self, at: int | None) -> bool:
        """Not before the earliest turn that is all right, nor after the last that is marked."""
        return at is not None and bool(self.due) and self.earliest <= at <= self.due[-1]


@dataclass(frozen=True, slots=True)
class Report:
    """Figures by name; by kind how many needed a person, got one, were offered one, and the same of those who
    needed none.
    """

    figures: dict[str, Figure]
    kinds: dict[str, dict[str, int]]
    counts: dict[str, int]
    missed: list[Json]
    false: list[Json]


async def _judge(runner: Runner, dialogue: Json, rules: TriageRules, *, live: bool) -> Judged:
    due, earliest = due_of(dialogue, str(dialogue["id"]))
    handed, offered, reason, rule, text, place = None, None, None, None, "", 0
    async for at, _, _, decision in walk(runner, dialogue, rules, live=live):
        if decision.decision == OFFER and offered is None and handed is None:
            offered = place
        if decision.decision == HANDOFF and handed is None:
            handed, reason, rule, text = (
                place,
                decision.reason,
                str(decision.rule),
                dialogue["turns"][at]["text"],
            )
        place += 1
    return Judged(
        str(dialogue["id"]),
        str(dialogue.get("kind", "")),
        handed,
        offered,
        tuple(due),
        earliest,
        reason,
        rule,
        text,
    )


def _timing(name: str, rows: list[Judged], places: list[int | None]) -> dict[str, Figure]:
    pairs = [([] if at is None else [at], list(row.due)) for row, at in zip(rows, places, strict=True)]
    return {
        f"GT-{tolerance}{name}": figures.with_interval(
            figures.share, [in_time(handoffs, due, tolerance) for handoffs, due in pairs]
        )
        for tolerance in TOLERANCES
    }


def measured(rows: list[Judged]) -> dict[str, Figure]:
    """Every figure, with its interval by bootstrap over dialogues."""
    needed, calm = [row for row in rows if row.due], [row for row in rows if not row.due]
    handed = [row.handed for row in rows]
    measures = _timing("", rows, handed) | _timing(" with offers", rows, [row.first for row in rows])
    if needed:
        measures["on time"] = figures.with_interval(
            figures.share, [row.on_time(row.handed) for row in needed]
        )
        measures["on time, with offers"] = figures.with_interval(
            figures.share, [row.on_time(row.first) for row in needed]
        )
        measures["handed off, of those in need"] = figures.with_interval(
            figures.share, [row.handed is not None for row in needed]
        )
        measures["offered or handed off"] = figures.with_interval(
            figures.share, [row.first is not None for row in needed]
        )
    if calm:
        measures["false hand-offs"] = figures.with_interval(
            figures.share, [row.handed is not None for row in calm]
        )
        measures["false offers"] = figures.with_interval(
            figures.share, [row.handed is None and row.offered is not None for row in calm]
        )
    return measures


def by_kind(rows: Iterable[Judged]) -> dict[str, dict[str, int]]:
    """Counts by the dialogues' ``kind``."""
    kinds: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
    for row in rows:
        side = "need" if row.due else "calm"
        counts = kinds[row.kind or "all"]
        counts[side] += 1
        counts[f"{side}_handed"] += row.handed is not None
        counts[f"{side}_offered"] += row.handed is None and row.offered is not None
    return dict(sorted(kinds.items()))


COLUMNS = ("need", "need_handed", "need_offered", "calm", "calm_handed", "calm_offered")


def evaluate(dialogues: list[Json], model: Path, settings: Path | None, *, live: bool) -> Report:
    """Judge every dialogue and compare."""
    runner, rules, loop = load(model), read_settings(settings), asyncio.get_event_loop()
    rows = [loop.run_until_complete(_judge(runner, dialogue, rules, live=live)) for dialogue in dialogues]
    counts = {"dialogues": len(rows), "in need of a person": sum(bool(row.due) for row in rows)}
    return Report(measured(rows), by_kind(rows), counts, _told(rows, missed=True), _told(rows, missed=False))


def _told(rows: list[Judged], *, missed: bool) -> list[Json]:
    mistakes = [row for row in rows if bool(row.due) == missed and (row.handed is None) == missed]
    return [{"id": row.id, "kind": row.kind, "rule": row.rule, "text": row.text} for row in mistakes]


def as_json(report: Report) -> str:
    """For machines."""
    return json.dumps(asdict(report), ensure_ascii=False)


def as_text(report: Report) -> str:
    """For a terminal."""
    lines = ["  ".join(f"{name}: {count}" for name, count in report.counts.items()), ""]
    lines += [f"  {name:<32}{figure}" for name, figure in report.figures.items()]
    lines += [
        "",
        f"  {'':<20}{'in need':>9}{'handed':>8}{'offered':>9}{'calm':>8}{'handed':>8}{'offered':>9}",
    ]
    lines += [
        f"  {kind:<20}"
        + "".join(f"{counts[name]:>{w}}" for name, w in zip(COLUMNS, (9, 8, 9, 8, 8, 9), strict=True))
        for kind, counts in report.kinds.items()
    ]
    lines += _list("Needed nobody and were handed off:", report.false)
    return "\n".join(lines + _list("Needed a person and were not handed off:", report.missed))


def _list(title: str, rows: list[dict[str, Any]]) -> list[str]:
    lines = [
        f"  {row['id']} ({row['kind']}) {row['rule'] or ''} “{row['text'][:90]}”" for row in rows[:SHOWN]
    ]
    return ["", title, *lines] if lines else []
