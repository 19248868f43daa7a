"""What happens when a conversation begins to wait for a person: brought forward, sent to a department, and told the truth if nobody is there.

Pure: the shell (:mod:`escalation.conversations.routing`) brings the facts and what is arranged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from escalation.core import events as ev
from escalation.core.conversation import Conversation
from escalation.core.reasons import Reason
from escalation.core.routing import Department, Facts, Skill, department_of, skills_of
from escalation.core.states import State

Events = list[ev.Event]


@dataclass(frozen=True, slots=True)
class Desk:
    """What reception knows of the house: departments, skills, how far forward this customer is brought, and where nobody is.

    ``closed(department)`` says when somebody is back, in words for the customer; None while somebody is there.
    """

    departments: list[Department]
    skills: list[Skill]
    priority: int
    closed: Callable[[str | None], str | None]


def received(before: Conversation, decided: Events, facts: Facts, desk: Desk, line: Callable[[str, str], ev.SystemSaid]) -> Events:
    """The events with what reception adds. ``line(key, when)`` makes a system line with the words for when somebody is back."""
    handed = next((each for each in decided if isinstance(each, ev.HandedOff)), None)
    if handed is None:
        return decided
    department = department_of(desk.departments, facts)
    chosen = department.id if department else None
    facts = replace(facts, department=chosen or "")
    back = None if before.state is State.QUEUED else desk.closed(chosen)  # who waits already heard it when the waiting began
    found: Events = []
    for each in decided:
        if each is handed:
            found += [
                replace(handed, priority=min(handed.priority, desk.priority)),
                *_routed(before, chosen, skills_of(desk.skills, facts)),
            ]
        elif back is not None and _promises(each):
            found += [*([each] if handed.reason is Reason.RISK else []), line("closed_now", back)]
        else:
            found.append(each)
    return found


def _routed(before: Conversation, department: str | None, skills: list[str]) -> Events:
    known = (before.department, before.skills)
    return [] if known == (department, skills) else [ev.Routed(department=department, skills=skills)]


def _promises(event: ev.Event) -> bool:
    """Whether a line says that a colleague is coming: when nobody is there, the truth takes its place (or, in danger, follows it)."""
    return isinstance(event, ev.SystemSaid) and event.key.startswith("handoff_")
