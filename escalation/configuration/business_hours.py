"""Opening hours: when somebody is there, counted in the place's own time zone, the change of its clocks
included.

Times are UTC milliseconds; a day's hours are half-open ranges of minutes since midnight. Without a calendar
it is always open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTE_MS = 60_000
DAY_MINUTES = 24 * 60
FAR = timedelta(days=370)  # nobody is closed for longer; where they are, no opening is named
FAR_MS = 7 * DAY_MINUTES * MINUTE_MS  # what is open for a week does not close as far as anyone cares
Ranges = tuple[tuple[int, int], ...]


class HoursError(ValueError):
    """Hours that cannot be read; ``str()`` says which and how they are written."""


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date (``2026-12-24``) with hours of its own, none for closed."""

    day: str
    hours: list[str] = field(default_factory=list)
    why: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """A week as people write it: ``{"mon": ["09:00-12:30", "13:00-17:00"]}``. No week at all means always
    open.

    ``holidays`` is a country, or a country and its part, whose public holidays are closed: ``DE`` or
    ``DE-BY``.
    """

    time_zone: str = "UTC"
    week: dict[str, list[str]] = field(default_factory=dict)
    holidays: str = ""
    special: list[SpecialDay] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hours that can be counted with."""

    zone: tzinfo
    week: tuple[Ranges, ...]
    special: Mapping[date, Ranges]

    def spans(self, day: date) -> Iterator[tuple[int, int]]:
        """The open times of a local day, in order."""
        for opens, closes in self.special.get(day, self.week[day.weekday()]):
            yield self._at(day, opens), self._at(day, closes)

    def _at(self, day: date, minute: int) -> int:
        local = datetime.combine(day, time(), self.zone).replace(
            hour=minute % DAY_MINUTES // 60, minute=minute % 60
        )
        return _ms(local if minute < DAY_MINUTES else local + timedelta(days=1))

    def local(self, at: int) -> datetime:
        """A time as the clocks there show it."""
        return datetime.fromtimestamp(at / 1000, UTC).astimezone(self.zone)


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def ranges(texts: list[str]) -> Ranges:
    """``["09:00-12:30"]`` as minutes, in order; raises :class:`HoursError`."""
    found = sorted(map(_range, texts))
    for (_, closes), (opens, _) in pairwise(found):
        if opens < closes:
            raise HoursError("Two time ranges on the same day overlap.")
    return tuple(found)


def _range(text: str) -> tuple[int, int]:
    opens, dash, closes = text.partition("-")
    pair = (_minutes(opens, text), _minutes(closes, text))
    if not dash or pair[0] >= pair[1]:
        raise HoursError(
            f"“{text}” is not a valid time range. Write 09:00-17:30, with the later time second."
        )
    return pair


def _minutes(text: str, whole: str) -> int:
    hour, colon, minute = text.strip().partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(minute) == 2):
        raise HoursError(f"“{whole}” is not a valid time range. Write 09:00-17:30.")
    minutes = int(hour) * 60 + int(minute)
    if int(minute) > 59 or minutes > DAY_MINUTES:
        raise HoursError(f"“{whole}” has an invalid time. Write 09:00-17:30; midnight at the end is 24:00.")
    return minutes


def calendar(hours: Hours, zone: tzinfo, holidays: frozenset[date] = frozenset()) -> Calendar | None:
    """The hours ready to be counted with, or None for always open; raises :class:`HoursError`."""
    if unknown := set(hours.week) - set(DAYS):
        raise HoursError(f"“{min(unknown)}” is not a day. Days are {', '.join(DAYS)}.")
    own = {_date(special.day): ranges(special.hours) for special in hours.special}
    week = tuple(ranges(hours.week.get(day, [])) for day in DAYS)
    return Calendar(zone, week, {**dict.fromkeys(holidays, ()), **own}) if hours.week else None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HoursError(f"“{text}” is not a valid date. Write 2026-12-24.") from None


def _from(schedule: Calendar, at: int) -> Iterator[tuple[int, int]]:
    """Open times that end after ``at``, in order."""
    if not any(schedule.week) and not any(schedule.special.values()):
        return  # never open: not looked for day by day
    first = schedule.local(at).date()
    for ahead in range(FAR.days):
        for opens, closes in schedule.spans(first + timedelta(days=ahead)):
            if closes > at:
                yield max(opens, at), closes


def is_open(schedule: Calendar | None, at: int) -> bool:
    """Whether somebody is there."""
    return schedule is None or next_opening(schedule, at) == at


def next_opening(schedule: Calendar | None, at: int) -> int | None:
    """The first moment from ``at`` on at which it is open; None if there is none in sight."""
    return at if schedule is None else next((opens for opens, _ in _from(schedule, at)), None)


def closing(schedule: Calendar | None, at: int) -> int | None:
    """Until when it is open: ``at`` itself while it is closed; None if it never closes."""
    if schedule is None:
        return None
    until = at
    for opens, closes in _from(schedule, at):
        if opens > until:
            break
        until = closes
        if until - at > FAR_MS:
            return None
    return until


def slots_of(schedule: Calendar | None, start: int, end: int, every_ms: int) -> Iterator[int]:
    """Every full ``every_ms`` of the clock between ``start`` and ``end`` from which on it is open for as
    long.
    """
    spans: Iterable[tuple[int, int]] = [(start, end)] if schedule is None else _from(schedule, start)
    for opens, closes in spans:
        if opens >= end:
            break
        first = -(-opens // every_ms) * every_ms
        yield from range(first, min(closes, end) - every_ms + 1, every_ms)


def open_between(schedule: Calendar | None, start: int, end: int) -> int:
    """For how many milliseconds it is open from ``start`` to ``end``."""
    if schedule is None:
        return max(0, end - start)
    total = 0
    for opens, closes in _from(schedule, start):
        if opens >= end:
            break
        total += min(closes, end) - opens
    return total


def after_running(
    known: Calendar | None, start: int, ms: int, outages: Iterable[tuple[int, int]]
) -> int | None:
    """Like :func:`after_open`, but the time in which nobody ran (from and to, in order) does not count."""
    due = after_open(known, start, ms)
    for begins, ends in outages:
        if due is None or begins >= due:
            break
        if ends > start:
            due = after_open(known, due, open_between(known, max(begins, start), ends))
    return due


def after_open(schedule: Calendar | None, start: int, ms: int) -> int | None:
    """The moment at which it has been open for ``ms`` since ``start``; None if that is not in sight."""
    if schedule is None:
        return start + ms
    for opens, closes in _from(schedule, start):
        if opens + ms <= closes:
            return opens + ms
        ms -= closes - opens
    return None
