"""The sections of what can be arranged, as shapes. :mod:`escalation.configuration.validation` says what each
must keep to.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from escalation.configuration.business_hours import Hours
from escalation.core.assignment import AssignmentRules
from escalation.core.routing import Department, ServiceLevel, Skill
from escalation.core.segments import Segment
from escalation.store.records import User


@dataclass(frozen=True, slots=True)
class Label:
    """A label team members are offered."""

    name: str
    colour: Literal["grey", "green", "amber", "red"] = "grey"
    about: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A filter of the console's lists that the whole team has under ``name``."""

    name: str
    filter: str


@dataclass(frozen=True, slots=True)
class CannedReply:
    """Words that are said often, behind a shortcut; ``{customer}``, ``{agent}`` and facts like
    ``{{return_days}}`` are filled in.
    """

    shortcut: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Macro:
    """Several steps in one: words to the customer, labels put on, a note, and what becomes of the
    conversation.
    """

    shortcut: str
    title: str
    text: str = ""
    labels: list[str] = field(default_factory=list)
    note: str = ""
    then: Literal["stay", "close", "hand_back", "department", "later"] = "stay"
    department: str = ""
    hours_later: int = 24


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where emails go out, and how long an answer is unread in the chat before it does.

    The password is kept apart and never shown; without a host emails stay in the outbox.
    """

    host: str = ""
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    sender: str = ""
    sender_name: str = ""
    away_seconds: int = 60


@dataclass(frozen=True, slots=True)
class Alerts:
    """Who is told when somebody waits and no team member has the console open: by email, by a signed webhook,
    or both.
    """

    after_seconds: int = 60
    emails: list[str] = field(default_factory=list)
    webhook: str = ""
    only_open: bool = True


EVERYBODY = "default"  # the assignment rules of departments without their own


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything as it is arranged now."""

    departments: list[Department] = field(default_factory=list)
    skills: list[Skill] = field(default_factory=list)
    hours: dict[str, Hours] = field(default_factory=dict)
    assignment: dict[str, AssignmentRules] = field(default_factory=dict)
    service_levels: list[ServiceLevel] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    replies: list[CannedReply] = field(default_factory=list)
    macros: list[Macro] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    mail: MailServer = field(default_factory=MailServer)
    alerts: Alerts = field(default_factory=Alerts)

    def rules_of(self, department: str | None) -> AssignmentRules:
        """How conversations of a department find an agent: its own rules, or those of everybody."""
        return self.assignment.get(department or "", self.assignment.get(EVERYBODY, AssignmentRules()))

    def known(self, user: User) -> User:
        """The team member with those of their departments and skills that there are: who belonged to one that
        is gone belongs to none.
        """
        departments, skills = (
            {department.id for department in self.departments},
            {skill.id for skill in self.skills},
        )
        return replace(
            user,
            departments=tuple(department for department in user.departments if department in departments),
            skills=tuple(skill for skill in user.skills if skill in skills),
        )
