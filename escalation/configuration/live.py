"""What is arranged now, ready to be used: read anew when somebody, here or in another process, has changed
it.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from escalation.configuration.business_hours import Calendar, Hours, calendar, next_opening
from escalation.configuration.holidays import holidays_of, in_words
from escalation.configuration.models import Configuration
from escalation.configuration.validation import DEFAULT_HOURS, SECTIONS, ConfigurationError, arranged
from escalation.store.sqlite.configuration import SectionVersions

log = logging.getLogger(__name__)


class LiveConfiguration:
    """:attr:`now` is what counts; :attr:`versions` numbers each section, for whoever changes it next."""

    def __init__(self, store: SectionVersions) -> None:
        self._store = store
        self.now, self.versions = Configuration(), dict.fromkeys(SECTIONS, 0)
        self._calendars: dict[str, Calendar | None] = {}
        self._newest, self._year = -1, 0
        self.refresh()

    def hours_moved(self) -> bool:
        """Whether somebody has changed opening hours since the last :meth:`refresh`."""
        if self._store.newest() == self._newest:
            return False
        hours = self._store.latest().get("hours")
        return hours is not None and hours.version != self.versions["hours"]

    def refresh(self) -> None:
        """Take over what was changed. A section that cannot be read leaves everything as it was, and is
        logged.
        """
        newest, year = self._store.newest(), datetime.now(UTC).year
        if (newest, year) == (self._newest, self._year):
            return
        latest = {name: each for name, each in self._store.latest().items() if name in SECTIONS}
        self._newest, self._year = newest, year
        try:
            self.now = arranged({name: each.value for name, each in latest.items()})
        except ConfigurationError as problem:
            log.error("the configuration cannot be read: %s", problem)
            return
        self.versions = {name: latest[name].version if name in latest else 0 for name in SECTIONS}
        self._calendars = {name: _calendar(each, year) for name, each in self.now.hours.items()}

    def calendar(self, department: str | None) -> Calendar | None:
        """The opening hours of a department: its own, or everybody's; None is always open."""
        own = next(
            (each.hours for each in self.now.departments if each.id == department and each.hours),
            DEFAULT_HOURS,
        )
        return self._calendars.get(own)

    def back_at(self, department: str | None, at: int, language: str | None = None) -> str | None:
        """When somebody is back, in words; None while somebody is there. Empty words: nobody knows."""
        hours = self.calendar(department)
        opens = next_opening(hours, at)
        if opens == at:
            return None
        return "" if hours is None or opens is None else in_words(hours.local(opens), language)


def _calendar(hours: Hours, year: int) -> Calendar | None:
    return calendar(
        hours, ZoneInfo(hours.time_zone), holidays_of(hours.holidays, year) if hours.holidays else frozenset()
    )
