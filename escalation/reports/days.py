"""Local days of the company, the change of its clocks included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from escalation.core.errors import Code, Refused
from escalation.store.records import Day

MOST = 400  # days of one report
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)


def today(at: int, zone: ZoneInfo) -> date:
    """The date on the company's calendar."""
    return _local(at, zone).date()


def hour(at: int, zone: ZoneInfo) -> int:
    """The hour the company's clocks show."""
    return _local(at, zone).hour


def days(first: date, last: date, zone: ZoneInfo) -> list[Day]:
    """The days from ``first`` to ``last``; raises :class:`Refused` where these are no period."""
    known = EARLIEST <= first <= last <= LATEST
    if not known or (last - first).days >= MOST:
        raise Refused(Code.BAD_REQUEST, f"Choose a period of at most {MOST} days that ends after it begins.")
    return list(_days(first, last, zone))


def span(first_at: int, last_at: int, zone: ZoneInfo) -> list[Day]:
    """Every day from one moment to another."""
    return list(_days(today(first_at, zone), today(last_at, zone), zone))


def _days(first: date, last: date, zone: ZoneInfo) -> Iterator[Day]:
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        yield Day(day.isoformat(), _midnight(day, zone), _midnight(day + timedelta(days=1), zone))


def _midnight(day: date, zone: ZoneInfo) -> int:
    return round(datetime.combine(day, time(), zone).timestamp() * 1000)


def _local(at: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)
