"""A month of a support team, made from a seed: rushes, shifts, breaks, absences, priorities, people who give
up, and handling times of their own for each reason. On purpose it does not keep to what the model assumes:
agents differ in speed, two conversations at once slow each other, and after each there is something to write
down.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from escalation.waiting.changes import Absent, Change, Over, Present, Taken, Waits
from escalation.waiting.line import Line, Waiting

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
MONDAY = 4 * DAY  # 5 January 1970
OPENS, CLOSES = 8 * HOUR, 20 * HOUR


@dataclass(frozen=True, slots=True)
class Kind:
    """A reason: its share of all, its priority, and how long it takes (median in minutes, and log spread)."""

    reason: str
    share: float
    priority: int
    median: float
    spread: float


KINDS = (
    Kind("customer_request", 0.34, 2, 6, 0.8),
    Kind("low_confidence", 0.20, 2, 5, 0.6),
    Kind("missing_knowledge", 0.16, 2, 7, 0.7),
    Kind("complexity", 0.14, 2, 13, 0.8),
    Kind("frustration", 0.11, 1, 9, 0.7),
    Kind("risk", 0.05, 0, 11, 0.6),
)
SHIFTS = ((8.0, 14.5), (8.0, 16.5), (10.0, 18.5), (13.0, 20.0), (13.5, 20.0))
# Arrivals an hour, from 8 to 20 o'clock.
CURVE = (18, 30, 42, 40, 34, 30, 32, 36, 40, 36, 26, 16)


@dataclass(frozen=True, slots=True)
class Month:
    """What was simulated. ``virtual`` says of who gave up when an agent would have come (or not that day)."""

    changes: list[Change]
    virtual: dict[str, int]


@dataclass(slots=True)
class _Agent:
    name: str
    capacity: int
    speed: float
    shift: tuple[float, float]
    held: int = 0
    there: bool = False


@dataclass(slots=True)
class _World:
    rng: np.random.Generator
    agents: list[_Agent]
    line: Line = field(default_factory=Line)
    ghosts: dict[str, Waiting] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    virtual: dict[str, int] = field(default_factory=dict)
    heap: list[tuple[int, int, str, tuple[object, ...]]] = field(default_factory=list)
    count: int = 0

    def later(self, at: float, what: str, *details: object) -> None:
        self.count += 1
        heapq.heappush(self.heap, (round(at), self.count, what, details))

    def note(self, change: Change) -> None:
        self.line.apply(change)
        self.changes.append(change)


def month(seed: int = 17, days: int = 28, agents: int = 8, load: float = 1.3) -> Month:
    """The month of this seed; ``load`` scales how many customers come."""
    rng = np.random.default_rng(seed)
    world = _World(rng, [_agent(rng, number) for number in range(agents)])
    for day in range(days):
        if day % 7 != 6:
            _plan(world, MONDAY + day * DAY, load * (0.6 if day % 7 == 5 else 1.0))
    while world.heap:
        at, _, what, details = heapq.heappop(world.heap)
        _STEPS[what](world, at, *details)
    return Month(world.changes, world.virtual)


def closes(at: int) -> int:
    """When the team of the month closes that day."""
    return at - at % DAY + CLOSES


def _agent(rng: np.random.Generator, number: int) -> _Agent:
    speed = float(rng.lognormal(0, 0.15))
    return _Agent(f"agent-{number}", 2 + number % 2, speed, SHIFTS[number % len(SHIFTS)])


def _plan(world: _World, day: int, load: float) -> None:
    for at, kind in _arrivals(world.rng, day, load):
        world.later(at, "arrive", kind)
    for agent in world.agents:
        if world.rng.random() > 0.08:  # not ill today
            _shift(world, day, agent)


def _shift(world: _World, day: int, agent: _Agent) -> None:
    begin, end = agent.shift
    late = max(0.0, float(world.rng.normal(2, 4)))
    world.later(day + begin * HOUR + late * MINUTE, "come", agent)
    world.later(day + end * HOUR + float(world.rng.normal(0, 3)) * MINUTE, "go", agent)
    middle = day + (begin + end) / 2 * HOUR + float(world.rng.normal(0, 30)) * MINUTE
    for at, length in ((middle, 35.0), (middle - 2 * HOUR, 10.0), (middle + 2 * HOUR, 10.0)):
        world.later(at, "go", agent)
        world.later(at + length * MINUTE * float(world.rng.uniform(0.8, 1.4)), "come", agent)


def _arrivals(rng: np.random.Generator, day: int, load: float) -> Iterator[tuple[float, Kind]]:
    """By the hour's curve, the day's mood, and on some days a rush: something broke, and everybody writes."""
    load *= float(rng.lognormal(0, 0.2))
    rush = float(rng.uniform(9, 18)) * HOUR if rng.random() < 0.35 else -DAY
    shares = [kind.share for kind in KINDS]
    for minute in range((CLOSES - OPENS) // MINUTE):
        at = OPENS + minute * MINUTE
        many = 2.6 if rush <= at < rush + 45 * MINUTE else 1.0
        for _ in range(rng.poisson(load * many * CURVE[minute // 60] / 60)):
            yield day + at + float(rng.uniform(0, MINUTE)), KINDS[int(rng.choice(len(KINDS), p=shares))]


def _arrive(world: _World, at: int, kind: Kind) -> None:
    name = f"c{world.count:06}"
    world.note(Waits(at, name, kind.priority, kind.reason))
    patience = float(world.rng.lognormal(np.log(22), 0.9)) * MINUTE
    world.later(at + patience, "give_up", name)
    _look(world, at)


def _give_up(world: _World, at: int, name: str) -> None:
    row = world.line.waiting.get(name)
    if row:
        world.ghosts[name] = row
        world.note(Over(at, name))


def _come(world: _World, at: int, agent: _Agent) -> None:
    agent.there = True
    world.note(Present(at, agent.name, agent.capacity))
    _look(world, at)


def _go(world: _World, at: int, agent: _Agent) -> None:
    agent.there = False
    world.note(Absent(at, agent.name))
    if not any(other.there for other in world.agents):
        world.ghosts.clear()  # nobody would have come that day


def _look(world: _World, at: int) -> None:
    """Agents with room see the queue after a moment."""
    if not (world.line.waiting or world.ghosts):
        return
    for agent in world.agents:
        if agent.there and agent.held < agent.capacity:
            world.later(at + float(world.rng.lognormal(np.log(12), 0.7)) * 1000, "pick", agent)


def _pick(world: _World, at: int, agent: _Agent) -> None:
    if not (agent.there and agent.held < agent.capacity):
        return
    rows = world.line.ordered()
    place = rows[0].place if rows else (9, 0, "")
    for name in [name for name, ghost in world.ghosts.items() if ghost.place < place]:
        world.virtual[name] = at
        del world.ghosts[name]
    if rows:
        _take(world, at, agent, rows[0])


def _take(world: _World, at: int, agent: _Agent, row: Waiting) -> None:
    agent.held += 1
    world.note(Taken(at, row.conversation, agent.name))
    kind = next(kind for kind in KINDS if kind.reason == row.reason)
    slower = 1 + 0.15 * (agent.held - 1)
    minutes = float(world.rng.lognormal(np.log(kind.median), kind.spread)) * agent.speed * slower
    world.later(at + minutes * MINUTE, "end", agent, row)


def _end(world: _World, at: int, agent: _Agent, row: Waiting) -> None:
    if world.rng.random() < 0.05:
        world.note(Waits(at, row.conversation, row.priority, row.reason))  # transferred
        _look(world, at)
    else:
        world.note(Over(at, row.conversation))
    world.later(at + float(world.rng.exponential(30)) * 1000, "free", agent)


def _free(world: _World, at: int, agent: _Agent) -> None:
    agent.held -= 1
    _look(world, at)


_STEPS: dict[str, Callable[..., None]] = {
    "arrive": _arrive,
    "give_up": _give_up,
    "come": _come,
    "go": _go,
    "pick": _pick,
    "end": _end,
    "free": _free,
}
