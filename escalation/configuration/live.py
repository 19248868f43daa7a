"""What is set now, in memory and ready to be used.

How fresh it is: what this hub changes counts before whoever changed it is answered; what another process
changes, within the second after which :meth:`LiveConfiguration.refresh` is called again. It never goes back.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from escalation.configuration.business_hours import Calendar, Hours, calendar, next_opening
from escalation.configuration.holidays import holidays_of, in_words
from escalation.configuration.models import Configuration
from escalation.configuration.validation import DEFAULT_HOURS, SECTIONS, ConfigurationError, arranged
from escalation.store.ports import ConfigurationRepository
from escalation.store.records import Version

log = logging.getLogger(__name__)


class LiveConfiguration:
    """:attr:`now` is what counts, the defaults until the first :meth:`refresh`; :attr:`versions` numbers each
    section, for whoever changes it next.
    """

    def __init__(self, sections: ConfigurationRepository) -> None:
        self._sections = sections
        self.now, self.versions = Configuration(), dict.fromkeys(SECTIONS, 0)
        self._calendars: dict[str, Calendar | None] = {}
        self._newest, self._year = -1, 0

    async def hours_moved(self) -> bool:
        """Whether somebody has changed opening hours since the last :meth:`refresh`."""
        if await self._sections.newest() == self._newest:
            return False
        hours = await self._sections.latest_of("hours")
        return hours is not None and hours.version != self.versions["hours"]

    async def refresh(self) -> None:
        """Take over what was changed. A section that cannot be read leaves everything as it was, and is
        logged.
        """
        year = datetime.now(UTC).year
        if (await self._sections.newest(), year) == (self._newest, self._year):
            return
        latest = await self._sections.latest()
        newest = max((version.version for version in latest.values()), default=0)
        if newest >= self._newest:  # else a later look was faster
            self._newest, self._year = newest, year
            self._take_over({name: version for name, version in latest.items() if name in SECTIONS}, year)

    def _take_over(self, latest: dict[str, Version], year: int) -> None:
        try:
            self.now = arranged({name: version.value for name, version in latest.items()})
        except ConfigurationError as problem:
            log.error("the configuration cannot be read: %s", problem)
            return
        self.versions = {name: latest[name].version if name in latest else 0 for name in SECTIONS}
        self._calendars = {name: _calendar(hours, year) for name, hours in self.now.hours.items()}

    def calendar(self, department: str | None) -> Calendar | None:
        """The opening hours of a department: its own, or everybody's; None is always open."""
        own = next(
            (
                candidate.hours
                for candidate in self.now.departments
                if candidate.id == department and candidate.hours
            ),
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
