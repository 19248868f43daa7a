"""The figures of a report, and which contact counts for which. Pure.

A contact has *tags* (``handed_off``, ``stars:5``) and *times*; a figure is how many contacts have a tag, so
that counting and finding the contacts behind a number are the same thing. A :class:`Tally` adds up, and two
of them add up as well: a report over many days is the sum of its days. docs/reports.md says in words what
each means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from escalation.core.contacts import Contact
from escalation.core.reasons import Reason

VERDICTS = ("right", "too_early", "too_late", "not_needed")
STARS = (1, 2, 3, 4, 5)
FURIOUS = 0.8  # frustration from which the handoff rules, as they come, bring a person at once
TOTAL, AGENT, HOUR = "total", "agent", "hour"
WAITING, FIRST_RESPONSE, RESOLUTION = "waiting", "first_response", "resolution"
ANSWERED = frozenset({"answered", "sla_kept", "sla_missed"})  # for who answered first
FIGURES = (
    "contacts",
    "bot_alone",
    "handed_off",
    "taken",
    "abandoned",
    "ended",
    "furious",
    "dangerous",
    "strain",
    *sorted(ANSWERED),
    "rated",
    *(f"stars:{stars}" for stars in STARS),
    *(f"verdict:{verdict}" for verdict in VERDICTS),
    *(f"reason:{reason}" for reason in Reason),
)


def tags(contact: Contact, agent: str = "") -> Iterator[str]:
    """What a contact counts for; with ``agent`` what it counts for in their line: every agent who had it
    counts it, the first answer is of who gave it, and what came of it is of who had it last.
    """
    first = not agent or agent == contact.responder
    last = not agent or agent == contact.agent
    yield "contacts"
    yield from _burdens(contact)
    yield from _hand_off(contact)
    if first:
        yield from _answer(contact)
    if last:
        yield from _outcome(contact)


def _burdens(contact: Contact) -> Iterator[str]:
    furious = contact.frustration >= FURIOUS or contact.reason == Reason.FRUSTRATION
    dangerous = bool(contact.risk) or contact.reason == Reason.RISK
    if furious:
        yield "furious"
    if dangerous:
        yield "dangerous"
    if furious or dangerous:
        yield "strain"


def _hand_off(contact: Contact) -> Iterator[str]:
    if not contact.handed_off_at:
        if contact.answers and not contact.agents:
            yield "bot_alone"
        return
    yield "handed_off"
    yield f"reason:{contact.reason}"
    if contact.taken_at:
        yield "taken"
    if contact.abandoned_at:
        yield "abandoned"


def _answer(contact: Contact) -> Iterator[str]:
    """Who still waits has neither: it is open how that ends."""
    answered = contact.answered_at if contact.handed_off_at else 0
    if answered:
        yield "answered"
    settled = answered or contact.ended_at
    if not (contact.due_at and settled):
        return
    if settled > contact.due_at:
        yield "sla_missed"
    elif answered:
        yield "sla_kept"


def _outcome(contact: Contact) -> Iterator[str]:
    if contact.ended_at:
        yield "ended"
    if contact.stars:
        yield "rated"
        yield f"stars:{contact.stars}"
    if contact.verdict:
        yield f"verdict:{contact.verdict}"


def times(contact: Contact, agent: str = "") -> Iterator[tuple[str, int]]:
    """How long what took, in milliseconds, whose it is as in :func:`tags`."""
    first = not agent or agent == contact.responder
    if contact.handed_off_at and contact.taken_at and first:
        yield WAITING, max(0, contact.taken_at - contact.handed_off_at)
    if contact.handed_off_at and contact.answered_at and first:
        yield FIRST_RESPONSE, max(0, contact.answered_at - contact.handed_off_at)
    if contact.ended_at and (not agent or agent == contact.agent):
        yield RESOLUTION, max(0, contact.ended_at - contact.began_at)


@dataclass(slots=True)
class Tally:
    """How many contacts have each tag, and every time that was measured."""

    counts: dict[str, int] = field(default_factory=dict)
    times: dict[str, list[int]] = field(default_factory=dict)

    def add(self, contact: Contact, agent: str = "") -> None:
        """Count one more."""
        for tag in tags(contact, agent):
            self.counts[tag] = self.counts.get(tag, 0) + 1
        for name, took in times(contact, agent):
            self.times.setdefault(name, []).append(took)

    def merge(self, other: Tally) -> None:
        """Count what the other counted as well."""
        for tag, count in other.counts.items():
            self.counts[tag] = self.counts.get(tag, 0) + count
        for name, took in other.times.items():
            self.times.setdefault(name, []).extend(took)


Line = tuple[str, str]  # TOTAL, AGENT or HOUR, and which
Tallies = dict[Line, Tally]


def tallied(contacts: Iterable[tuple[Contact, int]]) -> dict[str, Tallies]:
    """Contacts, each with the local hour in which it began, by department: in total, by agent, by hour."""
    departments: dict[str, Tallies] = {}
    for contact, hour in contacts:
        tallies = departments.setdefault(contact.department, {})
        tallies.setdefault((TOTAL, ""), Tally()).add(contact)
        tallies.setdefault((HOUR, f"{hour:02}"), Tally()).add(contact)
        for agent in contact.agents:
            tallies.setdefault((AGENT, agent), Tally()).add(contact, agent)
    return departments


@dataclass(frozen=True, slots=True)
class Spread:
    """Half of ``count`` times were at most ``median`` milliseconds, nine in ten at most ``p90``."""

    count: int
    median: int
    p90: int


def spread(took: Iterable[int]) -> Spread | None:
    """The nearest rank of the times, None of none: each number is one that was measured."""
    ordered = sorted(took)
    if not ordered:
        return None
    last = len(ordered)
    return Spread(last, ordered[(last + 1) // 2 - 1], ordered[-(-last * 9 // 10) - 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is reported of contacts. ``csat`` is the mean of ``stars`` (how many gave one, two … five),
    ``sla_kept`` and ``sla_missed`` are of those that had an SLA.
    """

    contacts: int
    bot_alone: int
    handed_off: int
    taken: int
    answered: int
    abandoned: int
    ended: int
    sla_kept: int
    sla_missed: int
    furious: int
    dangerous: int
    strain: int
    reasons: dict[str, int]
    verdicts: dict[str, int]
    stars: list[int]
    csat: float | None
    waiting: Spread | None
    first_response: Spread | None
    resolution: Spread | None


def figures(tally: Tally) -> Figures:
    """What a tally says."""
    count = tally.counts.get
    stars = [count(f"stars:{star}", 0) for star in STARS]
    rated = sum(stars)
    reasons = {reason.value: many for reason in Reason if (many := count(f"reason:{reason}", 0))}
    return Figures(
        contacts=count("contacts", 0),
        bot_alone=count("bot_alone", 0),
        handed_off=count("handed_off", 0),
        taken=count("taken", 0),
        answered=count("answered", 0),
        abandoned=count("abandoned", 0),
        ended=count("ended", 0),
        sla_kept=count("sla_kept", 0),
        sla_missed=count("sla_missed", 0),
        furious=count("furious", 0),
        dangerous=count("dangerous", 0),
        strain=count("strain", 0),
        reasons=dict(sorted(reasons.items(), key=lambda pair: -pair[1])),
        verdicts={verdict: count(f"verdict:{verdict}", 0) for verdict in VERDICTS},
        stars=stars,
        csat=sum(star * many for star, many in zip(STARS, stars, strict=True)) / rated if rated else None,
        waiting=spread(tally.times.get(WAITING, ())),
        first_response=spread(tally.times.get(FIRST_RESPONSE, ())),
        resolution=spread(tally.times.get(RESOLUTION, ())),
    )
