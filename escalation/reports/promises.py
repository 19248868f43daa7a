"""Until when a contact that was handed off should have been answered, by the SLA as it stands."""

from __future__ import annotations

from escalation.configuration.business_hours import MINUTE_MS, after_open
from escalation.configuration.live import LiveConfiguration
from escalation.conversations.segments import Segments
from escalation.core.contacts import Contact
from escalation.core.routing import Facts, level_of


class Promises:
    """The SLA of the configuration, counted in the department's business hours."""

    def __init__(self, arrangements: LiveConfiguration, segments: Segments) -> None:
        self._arrangements, self._segments = arrangements, segments

    def due_at(self, contact: Contact, segment: str | None, email: str | None) -> int:
        """UTC milliseconds; 0 where no SLA fits, or no business hours are in sight."""
        department = contact.department
        known = self._segments.by(segment, email, contact.site) or ""
        topics = frozenset(contact.topics)
        facts = Facts(contact.reason, topics, contact.language, known, contact.site, department)
        level = level_of(self._arrangements.now.service_levels, facts)
        if level is None:
            return 0
        hours = self._arrangements.calendar(department)
        return after_open(hours, contact.handed_off_at, level.minutes * MINUTE_MS) or 0
