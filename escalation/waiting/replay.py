"""A log moment by moment: what would have been said, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from escalation.waiting.calibration import Calibration, Range
from escalation.waiting.changes import Change, Over, Taken, Waits
from escalation.waiting.forecast import Forecast
from escalation.waiting.model import Model
from escalation.waiting.rules import Rules
from escalation.waiting.shown import Shown, shown

AGAIN_MS = 120_000
MODEL, SHOWN = "model", "model, as shown"
AVERAGE, POSITION = "average of the last 20 waits", "position × handling time / agents"
CALIBRATED = ", calibrated"


@dataclass(frozen=True, slots=True)
class Said:
    """What each method said at one moment of a wait; ``first``: when it began."""

    at: int
    first: bool
    ranges: Mapping[str, Range]


@dataclass(frozen=True, slots=True)
class Ended:
    """A wait with all that was said in it, and how often what a customer saw was replaced. ``answered_at`` is
    None where nobody knows when an agent would have come; then it is not before ``left_at``.
    """

    began: int
    answered_at: int | None
    left_at: int
    said: tuple[Said, ...]
    changes: int


@dataclass(slots=True)
class _Open:
    began: int
    rules: dict[str, Forecast] = field(default_factory=dict)
    shown: Shown | None = None
    said: list[Said] = field(default_factory=list)
    changes: int = 0


@dataclass(slots=True)
class Replay:
    """Reads changes in order and yields every wait that ended."""

    model: Model
    rules: Rules = field(default_factory=Rules)
    calibrations: dict[str, Calibration] = field(
        default_factory=lambda: {AVERAGE: Calibration(), POSITION: Calibration()}
    )
    _open: dict[str, _Open] = field(default_factory=dict)

    def over(self, changes: Iterable[Change], virtual: Mapping[str, int]) -> Iterator[Ended]:
        """``virtual`` knows of some who gave up when an agent would have come."""
        for change in changes:
            row = self._open.get(change.conversation) if isinstance(change, Waits | Taken | Over) else None
            self.rules.learn(self.model.line, change)
            self.model.apply(change)
            if isinstance(change, Waits) and row is None:
                self._began(change)
            elif isinstance(change, Taken | Over) and row:
                yield self._ended(change, row, virtual)

    def _began(self, change: Waits) -> None:
        self._open[change.conversation] = _Open(change.at)
        for name, forecast in self.model.forecasts(change.at).items():
            row = self._open[name]
            if not row.said or change.at - row.said[-1].at >= AGAIN_MS:
                self._say(row, forecast, change.at)

    def _say(self, row: _Open, forecast: Forecast, now: int) -> None:
        fresh = self.model.calibration.range(forecast)
        if fresh is None:
            return
        before, row.shown = row.shown, shown(row.shown, fresh, now)
        row.changes += before is not None and row.shown is not before
        minutes = row.shown.minutes(now)
        ranges = {MODEL: fresh, SHOWN: Range(minutes.low * 60.0, minutes.high * 60.0)}
        rules = self._by_rules(forecast.ahead)
        for name, rule in rules.items():
            ranges[name] = Range(rule.low, rule.high)
            if calibrated := self.calibrations[name].range(rule):
                ranges[name + CALIBRATED] = calibrated
        if now == row.began:
            row.rules = rules
        row.said.append(Said(now, now == row.began, ranges))

    def _by_rules(self, ahead: int) -> dict[str, Forecast]:
        numbers = {
            AVERAGE: self.rules.average(),
            POSITION: self.rules.by_position(ahead, len(self.model.line.agents)),
        }
        return {name: Forecast(ahead, value / 2, value, value * 1.5) for name, value in numbers.items()}

    def _ended(self, change: Taken | Over, row: _Open, virtual: Mapping[str, int]) -> Ended:
        del self._open[change.conversation]
        answered = isinstance(change, Taken)
        for name, rule in row.rules.items():
            self.calibrations[name].learn(rule, (change.at - row.began) / 1000, answered)
        came = change.at if answered else virtual.get(change.conversation)
        return Ended(row.began, came, change.at, tuple(row.said), row.changes)
