"""What a replay showed, as a table for people and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

from escalation.waiting.figures import OFF, WANTED, Figures, figures, outcomes
from escalation.waiting.replay import AVERAGE, CALIBRATED, MODEL, POSITION, SHOWN, Ended, Said

METHODS = (MODEL, SHOWN, AVERAGE, POSITION, AVERAGE + CALIBRATED, POSITION + CALIBRATED)
ENOUGH = 100  # waits from which the share says something
LONGER_S = 120.0
Chosen = Callable[[Said], bool]
TABLES: dict[str, Chosen] = {
    "when the wait begins": lambda said: said.first,
    "when it begins, of those told more than two minutes": lambda said: said.first and _long(said),
    "while it goes on, every two minutes": lambda said: not said.first,
}


def _long(estimate: Said) -> bool:
    return estimate.ranges[MODEL].high > LONGER_S


@dataclass(frozen=True, slots=True)
class Report:
    """How many waits there were, how many began with a range, how often what a customer saw was replaced, and
    the figures by table and method.
    """

    waits: int
    with_range: int
    replaced: float
    tables: dict[str, dict[str, Figures]]

    @property
    def inside(self) -> float | None:
        """The share inside the model's range; None where there are too few waits to say."""
        row = next(iter(self.tables.values())).get(MODEL)
        return row.inside if row and row.waits >= ENOUGH else None

    @property
    def kept(self) -> bool:
        """Whether the share is what it should be, as far as anyone can say."""
        return self.inside is None or abs(self.inside - WANTED) <= OFF

    def to_json(self) -> dict[str, object]:
        """All of it."""
        return {**asdict(self), "inside": self.inside, "kept": self.kept}


def report(ended: Sequence[Ended]) -> Report:
    """The figures of these waits."""
    began = [wait for wait in ended if any(said.first for said in wait.said)]
    replaced = sum(wait.changes for wait in began) / max(len(began), 1)
    tables = {
        title: {method: figures(pairs) for method in METHODS if (pairs := outcomes(ended, method, chosen))}
        for title, chosen in TABLES.items()
    }
    return Report(len(ended), len(began), replaced, tables)


def lines(report: Report) -> Iterator[str]:
    """The report for a terminal; times in minutes."""
    yield f"{report.waits:,} waits, {report.with_range:,} of them began with a range."
    yield f"What the customer saw was replaced {report.replaced:.1f} times a wait."
    for title, rows in report.tables.items():
        yield f"\n{title:52} {'told':>7} {'inside':>7} {'before':>7} {'after':>7} {'width':>7} {'score':>7}"
        yield from (_line(method, row) for method, row in rows.items())
    yield f"\n{_verdict(report)}"


def _line(method: str, row: Figures) -> str:
    shares = "".join(f" {share:7.1%}" for share in (row.inside, row.before, row.after))
    return f"{method:52} {row.waits:7,}{shares} {row.width:7.1f} {row.score:7.1f}"


def _verdict(report: Report) -> str:
    if report.inside is None:
        return f"Fewer than {ENOUGH} waits with a range: too few to judge by."
    wanted = f"wanted {WANTED:.0%} ± {OFF * 100:.0f}"
    return f"{report.inside:.1%} of the waits were inside the model's range ({wanted})."
