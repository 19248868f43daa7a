"""The model over a live queue: it takes changes in order, learns from each, and says of everyone who waits
between when an agent will come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from escalation.waiting.calibration import Calibration, Range
from escalation.waiting.changes import Change, Over, Taken, Waits
from escalation.waiting.experience import Experience
from escalation.waiting.forecast import Forecast, forecasts
from escalation.waiting.line import Line

# When the business hours of a department end after a moment (UTC milliseconds; None: never).
Closes = Callable[[str | None, int], int | None]


def _never(_department: str | None, _at: int) -> int | None:
    return None


@dataclass(slots=True)
class Model:
    """``watching`` may be switched off while long history is read: then it learns how long things take, and
    not how good its forecasts are.
    """

    closes: Closes = _never
    line: Line = field(default_factory=Line)
    experience: Experience = field(default_factory=Experience)
    calibration: Calibration = field(default_factory=Calibration)
    watching: bool = True
    _begun: dict[str, tuple[int, Forecast]] = field(default_factory=dict)

    def apply(self, change: Change) -> None:
        """One change more."""
        begins = isinstance(change, Waits) and change.conversation not in self.line.waiting
        self.experience.learn(self.line, change)
        self.line.apply(change)
        if isinstance(change, Waits) and begins and self.watching:
            forecast = self.forecasts(change.at).get(change.conversation)
            if forecast:
                self._begun[change.conversation] = change.at, forecast
        elif isinstance(change, Taken | Over) and change.conversation in self._begun:
            began, forecast = self._begun.pop(change.conversation)
            self.calibration.learn(forecast, (change.at - began) / 1000, isinstance(change, Taken))

    def forecasts(self, now: int, order: Sequence[str] | None = None) -> dict[str, Forecast]:
        """Of everyone who can be answered by an agent who is there; ``order`` is how they stand, if not as
        they came.
        """
        waiting = self.line.waiting
        rows = None if order is None else [waiting[name] for name in order if name in waiting]
        return forecasts(
            self.line, self.experience, now, lambda department: self.closes(department, now), rows
        )

    def ranges(self, now: int, order: Sequence[str]) -> Iterator[tuple[str, Range]]:
        """Of those who stand in this order: the range, where there is an honest one."""
        for name, forecast in self.forecasts(now, order).items():
            if fresh := self.calibration.range(forecast):
                yield name, fresh
