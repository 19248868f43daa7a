"""The model over a live queue: it takes changes in order, learns from each, and says of everyone who waits
between when an agent will come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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

    def forecasts(self, now: int) -> dict[str, Forecast]:
        """Of everyone who can be answered by an agent who is there."""
        return forecasts(self.line, self.experience, now, lambda department: self.closes(department, now))

    def ranges(self, now: int) -> Iterator[tuple[str, int, Range | None]]:
        """Of everyone who waits: how many are before them, and the range if there is an honest one."""
        told = self.forecasts(now)
        for ahead, row in enumerate(self.line.ordered()):
            forecast = told.get(row.conversation)
            fresh = self.calibration.range(forecast) if forecast else None
            yield row.conversation, ahead, fresh
