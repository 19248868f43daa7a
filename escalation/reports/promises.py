"""Until when a contact that was handed off should have been answered, by the SLA as it stands."""

from __future__ import annotations

from escalation.configuration.business_hours import MINUTE_MS, after_open
from escalation.configuration.live import LiveConfiguration
from escalation.core.contacts import Contact
from escalation.core.routing import Facts, level_of
from escalation.core.segments import segment_of


class Promises:
    """The SLA of the configuration, counted in the department's business hours."""

    def __init__(self, arrangements: LiveConfiguration) -> None:
        self._arrangements = arrangements

    def due_at(self, contact: Contact, segment: str | None, email: str | None) -> int:
        """UTC milliseconds; 0 where no SLA fits, or no business hours are in sight."""
        department, rules = contact.department, self._arrangements.now.segments
        known = segment or segment_of(rules, email or "", contact.site) or ""
        topics = frozenset(contact.topics)
        facts = Facts(contact.reason, topics, contact.language, known, contact.site, department)
        level = level_of(self._arrangements.now.service_levels, facts)
        if level is None:
            return 0
        hours = self._arrangements.calendar(department)
        return after_open(hours, contact.handed_off_at, level.minutes * MINUTE_MS) or 0
