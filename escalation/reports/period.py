"""How it went in a period, and the contacts behind each number."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from escalation.clock import now_ms
from escalation.configuration.live import LiveConfiguration
from escalation.configuration.validation import DEFAULT_HOURS
from escalation.core.contacts import Contact
from escalation.core.figures import AGENT, HOUR, TOTAL, Figures, Tallies, Tally, figures, tags
from escalation.reports import days
from escalation.store.ports import ContactIndex
from escalation.store.records import Day, Departments, Due

KEPT_DAYS = 10  # added up at a time: whoever asks meanwhile waits for no more


@dataclass(frozen=True, slots=True)
class ReportLine:
    """The figures of one day, hour, department or agent, by its ``key`` and as people call it."""

    key: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How it went. ``behind`` is how many events of the log are not read yet."""

    first: str
    last: str
    zone: str
    behind: int
    total: Figures
    days: list[ReportLine]
    hours: list[ReportLine]
    departments: list[ReportLine]
    agents: list[ReportLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which contacts: of a period, a department (``None``: of all; empty: of none), an agent, an hour, with a
    figure.
    """

    first: date | None = None
    last: date | None = None
    department: str | None = None
    agent: str = ""
    hour: int | None = None
    figure: str = "contacts"

    def keeps(self, contact: Contact, zone: ZoneInfo) -> bool:
        """Whether it is one of them."""
        return (
            self.department in (None, contact.department)
            and (not self.agent or self.agent in contact.agents)
            and (self.hour is None or self.hour == days.hour(contact.began_at, zone))
            and self.figure in tags(contact, self.agent)
        )


class Reports:
    """Reports of the hub's log."""

    def __init__(self, index: ContactIndex, arrangements: LiveConfiguration, due: Due) -> None:
        self._index, self._arrangements, self._due = index, arrangements, due

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone: that of its business hours."""
        hours = self._arrangements.now.hours.get(DEFAULT_HOURS)
        return ZoneInfo(hours.time_zone if hours else "UTC")

    def today(self) -> date:
        """The date on the company's calendar."""
        return days.today(now_ms(), self.zone)

    def period(self, choice: Choice) -> list[Day]:
        """The days of a choice: today, where none are named."""
        first = choice.first or choice.last or self.today()
        return days.days(first, choice.last or max(first, self.today()), self.zone)

    async def report(self, choice: Choice) -> Report:
        """How it went."""
        behind, period = await self._index.catch_up(self._due), self.period(choice)
        read = await self._index.days(period, partial(days.hour, zone=self.zone))
        names = await self._index.agents()
        return await asyncio.to_thread(self._report, choice, behind, read, names)

    def _report(
        self, choice: Choice, behind: int, read: Sequence[tuple[Day, Departments]], names: Mapping[str, str]
    ) -> Report:
        chosen = [(day, _chosen(departments, choice.department)) for day, departments in read]
        whole = _merged(tallies for _, parts in chosen for tallies in parts.values())
        return Report(
            first=read[0][0].name,
            last=read[-1][0].name,
            zone=self.zone.key,
            behind=behind,
            total=figures(whole.get((TOTAL, ""), Tally())),
            days=[ReportLine(day.name, day.name, _figures(parts.values())) for day, parts in chosen],
            hours=_lines(whole, HOUR, lambda key: f"{key}:00"),
            departments=_departments(chosen, self.departments()),
            agents=_lines(whole, AGENT, lambda key: names.get(key, key)),
        )

    async def agents(self) -> dict[str, str]:
        """Names by id of everybody who ever had a conversation, as they were last called."""
        return await self._index.agents()

    def departments(self) -> dict[str, str]:
        """Names by id of the departments there are."""
        return {department.id: department.name for department in self._arrangements.now.departments}

    async def find(self, choice: Choice, most: int) -> list[tuple[Contact, str | None]]:
        """The newest contacts of a choice, with their customers' names."""
        zone, period = self.zone, self.period(choice)
        span = period[0].start, period[-1].end
        return await self._index.find(span, choice.figure, lambda contact: choice.keeps(contact, zone), most)

    async def look(self) -> None:
        """Read what was said since, and add up what nobody has asked for yet."""
        while await self._index.catch_up(self._due):
            await asyncio.sleep(0)
        first, zone = await self._index.first(), self.zone
        past = [] if first is None else days.span(first, now_ms(), zone)
        for at in range(0, len(past), KEPT_DAYS):
            await self._index.add_up(past[at : at + KEPT_DAYS], partial(days.hour, zone=zone))


def _chosen(departments: Departments, department: str | None) -> Departments:
    return {name: tallies for name, tallies in departments.items() if department in (None, name)}


def _merged(parts: Iterable[Tallies]) -> Tallies:
    whole: Tallies = {}
    for tallies in parts:
        for line, tally in tallies.items():
            whole.setdefault(line, Tally()).merge(tally)
    return whole


def _figures(parts: Iterable[Tallies]) -> Figures:
    whole = Tally()
    for tallies in parts:
        whole.merge(tallies.get((TOTAL, ""), Tally()))
    return figures(whole)


def _lines(whole: Tallies, kind: str, name: Callable[[str], str]) -> list[ReportLine]:
    rows = [ReportLine(key, name(key), figures(tally)) for (of, key), tally in whole.items() if of == kind]
    return sorted(rows, key=lambda row: (row.key if kind == HOUR else row.name.casefold(), row.key))


def _departments(chosen: Sequence[tuple[Day, Departments]], names: Mapping[str, str]) -> list[ReportLine]:
    keys = {key for _, parts in chosen for key in parts}
    rows = [
        ReportLine(
            key,
            names.get(key, key) if key else "No department",
            _figures(parts[key] for _, parts in chosen if key in parts),
        )
        for key in keys
    ]
    return sorted(rows, key=lambda row: (not row.key, row.name.casefold()))
