"""Where hand-offs of the past would have gone under other rules. Pure: logs and two ways to route come in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from escalation.core import events as ev
from escalation.core.conversation import Conversation, evolve
from escalation.core.routing import Routing, department_for, facts_of, skills_of


@dataclass(frozen=True, slots=True)
class HandOff:
    """One hand-off as it was: the conversation just after it."""

    at: int
    event: ev.HandedOff
    after: Conversation


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a hand-off goes."""

    department: str | None
    skills: tuple[str, ...]
    priority: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A hand-off that would go elsewhere; ``seq`` is its place in the log."""

    conversation: str
    seq: int
    at: int
    reason: str
    before: Destination
    after: Destination


@dataclass(frozen=True, slots=True)
class RoutingTrial:
    """How many hand-offs were looked at, how many go to each department before and after ("" for none), and
    which change.
    """

    hand_offs: int
    before: dict[str, int]
    after: dict[str, int]
    changed: list[Difference]


RouteOf = Callable[[Conversation], Routing]


def hand_offs(name: str, log: Iterable[ev.Recorded], since: int) -> list[HandOff]:
    """The hand-offs in a conversation's log from ``since`` on; a graver reason while waiting is one more."""
    now, made = Conversation(name), []
    for recorded in log:
        now = evolve(now, recorded)
        if isinstance(recorded.event, ev.HandedOff) and recorded.at >= since:
            made.append(HandOff(recorded.at, recorded.event, now))
    return made


def destination(hand_off: HandOff, routing: Routing) -> Destination:
    """Where it goes by these rules."""
    now = hand_off.after
    facts = facts_of(routing, str(hand_off.event.reason), now.site, now.topics)
    department = department_for(routing, facts, now.topics)
    chosen = department.id if department else None
    skills = skills_of(routing.skills, replace(facts, department=chosen or ""))
    return Destination(chosen, tuple(skills), min(hand_off.event.priority, routing.priority))


def compare(made: Iterable[HandOff], before: RouteOf, after: RouteOf) -> RoutingTrial:
    """The same hand-offs by the rules of now and by others."""
    counts: tuple[dict[str, int], dict[str, int]] = ({}, {})
    changed, total = [], 0
    for hand_off in made:
        now, total = hand_off.after, total + 1
        old, new = destination(hand_off, before(now)), destination(hand_off, after(now))
        for count, place in zip(counts, (old, new), strict=True):
            count[place.department or ""] = count.get(place.department or "", 0) + 1
        if old != new:
            reason = str(hand_off.event.reason)
            changed.append(Difference(now.id, now.seq, hand_off.at, reason, old, new))
    return RoutingTrial(total, *counts, changed)
