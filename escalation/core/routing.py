"""Where a conversation goes that waits for a person: to a department, needing certain skills, with a
priority. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class When:
    """Conditions: each that is named must fit, by one of its words; ``*`` stands for anything (``return_*``).

    ``topics`` are what the assistant understood: an intent, an article, or the topic the article stands in.
    """

    reasons: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    segments: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a conversation when it is to be routed."""

    reason: str = ""
    topics: frozenset[str] = frozenset()
    language: str = ""
    segment: str = ""
    site: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """Team members who answer for the same things. ``by_hand``: only team members send conversations
    there.
    """

    id: str
    name: str
    when: When = field(default_factory=When)
    by_hand: bool = False
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Skill:
    """Something not everybody can do; conversations that fit ``when`` need it."""

    id: str
    name: str
    when: When = field(default_factory=When)


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """How soon who waits shall hear from a person: within ``minutes`` of opening hours.

    ``next_minutes`` is for later answers (0: the same), ``resolution_minutes`` until it is solved (0: no
    limit). ``warn_percent`` of the time is when a warning comes (0: none).
    """

    name: str
    minutes: int
    when: When = field(default_factory=When)
    next_minutes: int = 0
    resolution_minutes: int = 0
    warn_percent: int = 75


@dataclass(frozen=True, slots=True)
class Routing:
    """What routing goes by: what is configured, and what is known of this customer.

    ``priority`` is how far forward the customer's segment is brought (0 to 2); ``topic(name)`` the topic an
    intent or article stands in; ``closed(department)`` says when somebody is back, in words for the customer:
    None while somebody is there, "" if nobody knows.
    """

    departments: Sequence[Department] = ()
    skills: Sequence[Skill] = ()
    segment: str = ""
    priority: int = 2
    language: str = ""
    topic: Callable[[str], str | None] = lambda _name: None
    closed: Callable[[str | None], str | None] = lambda _department: None


def facts_of(routing: Routing, reason: str, site: str, understood: Iterable[str]) -> Facts:
    """What conditions are compared with; ``understood`` are intents and articles, their topics are added."""
    return Facts(reason, topics_of(routing, list(understood)), routing.language, routing.segment, site)


def topics_of(routing: Routing, names: Sequence[str]) -> frozenset[str]:
    """These intents and articles, and the topics they stand in."""
    return frozenset([*names, *(topic for name in names if (topic := routing.topic(name)))])


def fits(when: When, facts: Facts) -> bool:
    """Whether every condition that is named fits."""
    named = (
        (when.reasons, {facts.reason}),
        (when.topics, facts.topics),
        (when.languages, {facts.language}),
        (when.segments, {facts.segment}),
        (when.sites, {facts.site}),
        (when.departments, {facts.department}),
    )
    return all(_any(patterns, found) for patterns, found in named if patterns)


def _any(patterns: Iterable[str], found: Iterable[str]) -> bool:
    return any(fnmatchcase(topic, pattern) for topic in found for pattern in patterns)


def department_of(departments: Iterable[Department], facts: Facts) -> Department | None:
    """The first that fits; one without conditions fits everything."""
    return next(
        (department for department in departments if not department.by_hand and fits(department.when, facts)),
        None,
    )


def department_for(routing: Routing, facts: Facts, understood: Sequence[str]) -> Department | None:
    """Where a conversation goes: the first that fits all it was about; of several that go by topic, the one
    that fits what the customer spoke of last (``understood``, the latest last).
    """
    first = department_of(routing.departments, facts)
    if first is None or not first.when.topics:
        return first
    by_topic = [department for department in routing.departments if department.when.topics]
    latest = (
        department_of(by_topic, replace(facts, topics=topics_of(routing, [name])))
        for name in reversed(understood)
    )
    return next((department for department in latest if department), first)


def skills_of(skills: Iterable[Skill], facts: Facts) -> list[str]:
    """What a team member needs to be able to do; a skill without conditions is needed by nothing."""
    return [skill.id for skill in skills if skill.when != When() and fits(skill.when, facts)]


def level_of(levels: Iterable[ServiceLevel], facts: Facts) -> ServiceLevel | None:
    """The first that fits."""
    return next((level for level in levels if fits(level.when, facts)), None)


def for_agent(
    department: str | None, skills: Iterable[str], own_departments: Iterable[str], own_skills: Iterable[str]
) -> bool:
    """Whether a team member is meant: theirs, or nobody's, and they can do it. Who belongs to no department
    belongs to all.
    """
    theirs = set(own_departments)
    return (not department or not theirs or department in theirs) and set(skills) <= set(own_skills)
