"""How long everyone in the queue will wait.

All places of all agents together are free so many times by each moment: on average, and with a spread. That
follows from how old the running contacts are, how long contacts last, and how the team comes and goes. Who is
next in line takes the first of these openings; who is behind waits for one more than those before, less those
of them who give up, and more those who come forward meanwhile. Nothing here draws lots: the same queue always
has the same waits, and one step forward never makes a wait longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, inf

import numpy as np

from escalation.waiting.changes import Present
from escalation.waiting.experience import Experience, Staffing
from escalation.waiting.line import Contact, Line, Waiting
from escalation.waiting.tables import CELL_S, CELLS, Floats, after, remaining

LEVELS = (0.1, 0.5, 0.9)
# Where the chances are looked at: closer together in the near future.
_CELLS = np.unique(np.round(np.geomspace(1, CELLS + 1, 56)).astype(int) - 1)
_AT_S = _CELLS * CELL_S
Closes = Callable[[str | None], int | None]


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many are before it, and the seconds it will wait from now: in one of ten cases less than ``low``,
    in half less than ``middle``, in nine of ten less than ``high``. Infinite is beyond what can be seen.
    """

    ahead: int
    low: float
    middle: float
    high: float


def forecasts(
    line: Line,
    experience: Experience,
    now: int,
    closes: Closes = lambda _department: None,
    rows: Sequence[Waiting] | None = None,
) -> dict[str, Forecast]:
    """One for each who waits and may be taken by an agent who is there. ``closes`` says when the business
    hours of a department end (UTC milliseconds; None: never): who is not answered by then waits for another
    day. ``rows`` are who waits, if they stand in another order than they came in.
    """
    rows, told = line.ordered() if rows is None else rows, {}
    for department in {row.department for row in rows}:
        if pool := able(line, department):
            openings = _Openings(line, experience, now, pool)
            openings.end(closes(department))
            for row, forecast in _in_line(openings, rows, _shares(line, rows, pool)):
                if row.department == department:
                    told[row.conversation] = forecast
    return told


def able(line: Line, department: str | None) -> list[Present]:
    """Who takes conversations of this department; who belongs to none takes all."""
    return [
        agent
        for agent in line.agents.values()
        if department is None or not agent.departments or department in agent.departments
    ]


def _shares(line: Line, rows: Sequence[Waiting], pool: list[Present]) -> dict[str | None, float]:
    """Of each department, how much its conversations stand in the way: who could be taken by others as well
    counts in part.
    """
    names, shares = {agent.agent for agent in pool}, {}
    for department in {row.department for row in rows}:
        others = {agent.agent for agent in able(line, department)}
        shares[department] = len(others & names) / len(others) if others else 0.0
    return shares


def _in_line(
    openings: _Openings, rows: Sequence[Waiting], shares: Mapping[str | None, float]
) -> Iterator[tuple[Waiting, Forecast]]:
    before = 0.0
    for ahead, row in enumerate(rows):
        forecast = openings.forecast(ahead, before, row.priority)
        yield row, forecast
        before += shares[row.department] * openings.stays(row, forecast.middle)


class _Openings:
    """How often places are free by each moment: on average, and how uncertain that is."""

    def __init__(self, line: Line, experience: Experience, now: int, pool: list[Present]) -> None:
        self._experience, self._now, pace = experience, now, experience.pace()
        over, odds = np.zeros(CELLS + 1), np.zeros(CELLS + 1)
        for agent in pool:
            for chance in self._places(line.held(agent.agent), experience.capacity(agent)):
                over, odds = over + chance, odds + chance * (1 - chance)
        again = after(over, pace.often)
        size = sum(experience.capacity(agent) for agent in pool) / len(pool)
        team, share = experience.staffing(now, len(line.agents)), len(pool) / len(line.agents)
        self._mean = _staffed(over + again, team, size * share, pace.often)[_CELLS]
        self._spread = odds[_CELLS] + pace.uneven * np.maximum(self._mean - over[_CELLS], 0.0)
        self._looks = experience.looks
        self._left: dict[int, tuple[Floats, Floats]] = {}

    def end(self, at: int | None) -> None:
        """No opening comes later than this."""
        if at is not None:
            last = max(0, int(_AT_S.searchsorted((at - self._now) / 1000, side="right")) - 1)
            self._mean[last:] = self._mean[last]

    def stays(self, row: Waiting, wait: float) -> float:
        """The chance that this one does not give up before its turn."""
        waited, hazard = (self._now - row.since) / 1000, self._experience.patience.hazard
        return exp(hazard(waited) - hazard(waited + wait))

    def _places(self, held: Sequence[Contact], capacity: int) -> list[Floats]:
        """When each place of an agent is free. Of more than they take, the oldest are not waited for."""
        newest = sorted(held, key=lambda contact: -contact.since)[:capacity]
        left = [
            remaining(self._experience.lasting(contact.reason), (self._now - contact.since) / 1000)
            for contact in newest
        ]
        return [*left, *[np.ones(CELLS + 1)] * (capacity - len(left))]

    def forecast(self, ahead: int, before: float, priority: int) -> Forecast:
        """For who needs one opening more than ``before``."""
        mean, deviation = self._passed(priority)
        chance = _normal((mean - before) / deviation)
        waits = _reached(chance)
        looks = (self._looks[place if wait == 0 else 1] for place, wait in enumerate(waits))
        return Forecast(ahead, *(wait + look for wait, look in zip(waits, looks, strict=True)))

    def _passed(self, priority: int) -> tuple[Floats, Floats]:
        """The openings left by those who come forward of this priority, and their deviation."""
        if priority not in self._left:
            forward = self._experience.forward_rate(priority, self._now) * _AT_S
            self._left[priority] = self._mean - forward - 0.5, np.sqrt(self._spread + forward + 0.02)
        return self._left[priority]


def _staffed(openings: Floats, team: Staffing, size: float, often: Floats) -> Floats:
    """The openings if the team comes and goes as expected; a newcomer has ``size`` places."""
    total: Floats = np.cumsum(np.diff(openings, prepend=0.0) * team.stays)
    for offset, part in team.comes:
        cell = int(offset / CELL_S)
        total[cell:] += part * size * (1 + often[: CELLS + 1 - cell])
    return total


def _normal(x: Floats) -> Floats:
    """The normal distribution, to a thousandth."""
    found: Floats = 0.5 + 0.5 * np.tanh(0.7978845608 * (x + 0.044715 * x**3))
    return found


def _reached(chance: Floats) -> list[float]:
    """When the chance first reaches each level, in seconds."""
    best = np.maximum.accumulate(chance)
    return [
        0.0 if place == 0 else inf if place == len(best) else _between(best, place, level)
        for level, place in zip(LEVELS, best.searchsorted(LEVELS), strict=True)
    ]


def _between(chance: Floats, place: int, level: float) -> float:
    """The moment between two that are looked at, in even steps."""
    share = (level - chance[place - 1]) / (chance[place] - chance[place - 1])
    return float(_AT_S[place - 1] + share * (_AT_S[place] - _AT_S[place - 1]))
