"""What the past teaches about waiting: how long contacts last, how soon a free agent looks, how soon people
give up, who comes forward of others, and how the team comes and goes. Each begins with a sensible guess that
yields as data comes.

Moments are UTC milliseconds, durations seconds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise

import numpy as np

from escalation.waiting.changes import Absent, Change, Over, Present, Taken, Waits
from escalation.waiting.line import Line
from escalation.waiting.patience import Patience
from escalation.waiting.tables import CELL_S, CELLS, SPAN_S, Floats, log_normal, renewals, table

DAY_MS, HOUR_MS = 86_400_000, 3_600_000
KEPT = 400  # contacts of one reason, pick-ups: the latest count
GUESSES = 20  # how many contacts a guess is worth
STALE = 20  # after so many more contacts the tables are made again
DAYS = 14  # how far back the team's coming and going is looked at
NORMAL = 2  # who has this priority comes forward of nobody
HANDLING, PICK_UP = log_normal(480, 0.9, GUESSES), log_normal(20, 1.0, GUESSES)
CAPACITY, MOST_AGENTS = 3, 1_000_000
Steps = list[tuple[float, int]]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast places are free again: by each edge of the grid how often, and how uneven that is."""

    often: Floats
    uneven: float


@dataclass(frozen=True, slots=True)
class Staffing:
    """How the team is expected to go on: which share of those here now stays, edge by edge, and when
    newcomers begin, each with how much of an agent that is.
    """

    stays: Floats
    comes: tuple[tuple[float, float], ...] = ()


@dataclass(slots=True)
class Experience:
    """Learnt change by change; ``learn`` comes before the change is applied to the line."""

    handling: dict[str, deque[float]] = field(default_factory=dict)
    pick_ups: deque[float] = field(default_factory=lambda: deque(PICK_UP, maxlen=KEPT))
    held: deque[int] = field(default_factory=lambda: deque([CAPACITY] * 10, maxlen=KEPT))
    patience: Patience = field(default_factory=Patience)
    forward: dict[int, list[int]] = field(default_factory=dict)
    team: list[tuple[int, int]] = field(default_factory=list)
    began: int = 0
    _at_once: set[str] = field(default_factory=set)
    _tables: dict[str, tuple[int, Floats]] = field(default_factory=dict)
    _ended: int = 0
    _pace: tuple[int, Pace] | None = None

    def learn(self, line: Line, change: Change) -> None:
        """What this change teaches, made in this line."""
        self.began = self.began or change.at
        match change:
            case Waits():
                self._end(line, change)
                self._begin(line, change)
            case Taken():
                self._taken(line, change)
            case Over():
                self._end(line, change)
                self._left(line, change)
            case Present() | Absent():
                self._team(line, change)

    def _begin(self, line: Line, change: Waits) -> None:
        if change.conversation in line.waiting:
            return
        if change.priority < NORMAL:
            times = self.forward.setdefault(change.priority, [])
            times.append(change.at)
            del times[: bisect_left(times, change.at - (DAYS + 1) * DAY_MS)]
        if not line.waiting and self.room(line):
            self._at_once.add(change.conversation)

    def _end(self, line: Line, change: Waits | Over) -> None:
        contact = line.contacts.get(change.conversation)
        if contact:
            lasted = max(1.0, (change.at - contact.since) / 1000)
            self.handling.setdefault(contact.reason, deque(maxlen=KEPT)).append(lasted)
            self._ended += 1

    def _taken(self, line: Line, change: Taken) -> None:
        row = line.waiting.get(change.conversation)
        if row is None:
            return
        waited = (change.at - row.since) / 1000
        self.patience.stayed(waited)
        if len(line.waiting) > 1:
            self.held.append(len(line.held(change.agent)) + 1)
        if change.conversation in self._at_once:
            self._at_once.discard(change.conversation)
            self.pick_ups.append(waited)

    def _left(self, line: Line, change: Over) -> None:
        row = line.waiting.get(change.conversation)
        if row:
            self._at_once.discard(change.conversation)
            self.patience.gave_up((change.at - row.since) / 1000)

    def _team(self, line: Line, change: Present | Absent) -> None:
        there = change.agent in line.agents
        if isinstance(change, Present) != there:
            self.team.append((change.at, len(line.agents) + (-1 if there else 1)))
            del self.team[: max(0, bisect_left(self.team, (change.at - (DAYS + 1) * DAY_MS, 0)) - 1)]

    def capacity(self, agent: Present) -> int:
        """How many conversations an agent takes at once: theirs, or what is usual while others wait."""
        return agent.capacity or sorted(self.held)[len(self.held) * 9 // 10]

    def room(self, line: Line) -> int:
        """How many conversations could be taken this moment."""
        return sum(max(0, self.capacity(agent) - len(line.held(name))) for name, agent in line.agents.items())

    def lasting(self, reason: str) -> Floats:
        """How long contacts of this reason last: its own, beside a few that are like all."""
        made, found = self._tables.get(reason, (-STALE, None))
        if found is None or self._ended - made >= STALE:
            found = table(chain(self._like_all(), self.handling.get(reason, ())))
            self._tables[reason] = self._ended, found
        return found

    def _all(self) -> list[float]:
        return sorted(chain(HANDLING, *self.handling.values()))

    def _like_all(self) -> list[float]:
        ordered = self._all()
        step = len(ordered) / GUESSES
        return [ordered[int((place + 0.5) * step)] for place in range(GUESSES)]

    def pace(self) -> Pace:
        """How fast a place that is always taken at once is free again."""
        if self._pace is None or self._ended - self._pace[0] >= STALE:
            everything = np.array(self._all())
            uneven = float(everything.var() / everything.mean() ** 2)
            self._pace = self._ended, Pace(renewals(table(everything)), min(uneven, 3.0))
        return self._pace[1]

    @property
    def looks(self) -> tuple[float, float, float]:
        """How soon an agent with room takes who waits: in one of ten cases, in half, in nine of ten."""
        ordered = sorted(self.pick_ups)
        low, middle, high = (ordered[int(level * len(ordered))] for level in (0.1, 0.5, 0.9))
        return low, middle, high

    def forward_rate(self, priority: int, now: int) -> float:
        """How many come in a second that go before this priority: in the last hour, and in the same hours of
        the last days.
        """
        days = [now - day * DAY_MS for day in range(1, DAYS + 1) if now - day * DAY_MS > self.began]
        rate = 0.0
        for times in (times for other, times in self.forward.items() if other < priority):
            usual = sum(_between(times, day - HOUR_MS, day + HOUR_MS) for day in days) / (2 * len(days) or 1)
            rate += (_between(times, now - HOUR_MS, now + 1) + usual) / (2 if days else 1)
        return rate / 3600

    def staffing(self, now: int, present: int) -> Staffing:
        """As from this time of day on, on the last days on which someone was there. The same day of the week
        counts three times.
        """
        days = [(1.0 if day % 7 else 3.0, steps) for day, steps in self._days(now)]
        if not days:
            return Staffing(np.ones(CELLS + 1))
        whole, stays = sum(weight for weight, _ in days), np.zeros(CELLS + 1)
        comes: list[tuple[float, float]] = []
        for weight, steps in days:
            stays += weight / whole * _staying(steps, present)
            comes.extend((offset, by * weight / whole) for offset, by in steps if by > 0)
        return Staffing(stays, tuple(comes))

    def _days(self, now: int) -> Iterator[tuple[int, Steps]]:
        """How many days ago, and how the team changed from then on: seconds after, and by how many."""
        for day in range(1, DAYS + 1):
            at = now - day * DAY_MS
            place = bisect_right(self.team, (at, MOST_AGENTS))
            if at >= self.began and place and self.team[place - 1][1]:
                until = bisect_right(self.team, (at + round(SPAN_S * 1000), MOST_AGENTS))
                yield (
                    day,
                    [
                        ((after[0] - at) / 1000, after[1] - before[1])
                        for before, after in pairwise(self.team[place - 1 : until])
                    ],
                )


def _staying(steps: Steps, present: int) -> Floats:
    stays = np.ones(CELLS + 1)
    for offset, by in steps:
        if by < 0:
            stays[int(offset / CELL_S) :] += by / present
    return np.maximum(stays, 0.0)


def _between(times: list[int], begin: int, end: int) -> int:
    return bisect_left(times, end) - bisect_left(times, begin)
