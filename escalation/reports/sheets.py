"""The tables of a report as CSV, for a spreadsheet. Times are in seconds."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from escalation.core.figures import STARS, VERDICTS, Figures, Spread
from escalation.reports.now import Now
from escalation.reports.period import Report, ReportLine

COLUMNS = (
    "contacts",
    "answered by the assistant alone",
    "handed off",
    "taken",
    "answered",
    "abandoned",
    "closed",
    "SLA kept",
    "SLA missed",
    "waiting, median (s)",
    "waiting, 90% (s)",
    "first response, median (s)",
    "first response, 90% (s)",
    "resolution, median (s)",
    "resolution, 90% (s)",
    "CSAT",
    *(f"{star} of 5" for star in STARS),
    *(f"hand-off {verdict.replace('_', ' ')}" for verdict in VERDICTS),
    "furious",
    "dangerous",
    "furious or dangerous",
)
NOW_COLUMNS = (
    "present",
    "presence",
    "load",
    "capacity",
    "conversations",
    "unanswered",
    "oldest (s)",
    "late",
    "snoozed",
    "strain",
)
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def lines(first: str, rows: Sequence[ReportLine]) -> str:
    """Days, hours, departments or agents, one a row."""
    return _sheet((first, *COLUMNS), ((row.name, *_cells(row.figures)) for row in rows))


def reasons(report: Report) -> str:
    """Why contacts were handed off, the most frequent reason first."""
    rows = report.total.reasons.items()
    return _sheet(("reason", "handed off"), ((name.replace("_", " "), count) for name, count in rows))


def agents_now(now: Now) -> str:
    """What each agent has now."""
    rows = (
        (
            agent.name,
            "yes" if agent.present else "no",
            agent.presence.replace("_", " "),
            agent.load,
            agent.capacity,
            agent.conversations,
            agent.unanswered,
            "" if agent.oldest is None else (now.at - agent.oldest) // 1000,
            agent.late,
            agent.later,
            agent.strain,
        )
        for agent in now.agents
    )
    return _sheet(("agent", *NOW_COLUMNS), rows)


def _cells(of: Figures) -> list[Any]:
    return [
        of.contacts,
        of.bot_alone,
        of.handed_off,
        of.taken,
        of.answered,
        of.abandoned,
        of.ended,
        of.sla_kept,
        of.sla_missed,
        *_seconds(of.waiting),
        *_seconds(of.first_response),
        *_seconds(of.resolution),
        "" if of.csat is None else round(of.csat, 2),
        *of.stars,
        *(of.verdicts[verdict] for verdict in VERDICTS),
        of.furious,
        of.dangerous,
        of.strain,
    ]


def _seconds(spread: Spread | None) -> tuple[Any, Any]:
    return (spread.median // 1000, spread.p90 // 1000) if spread else ("", "")


def _sheet(heading: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heading)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A name that a spreadsheet would calculate stays a name."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULAS) else value
