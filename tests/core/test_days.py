"""Local days of the company."""

from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from escalation.core.errors import Refused
from escalation.reports import days

HOUR_MS = 3_600_000
BERLIN = ZoneInfo("Europe/Berlin")


def test_days_are_as_long_as_the_clocks_make_them():
    (winter, spring, after) = days.days(date(2026, 3, 28), date(2026, 3, 30), BERLIN)
    assert [(each.end - each.start) // HOUR_MS for each in (winter, spring, after)] == [24, 23, 24]
    assert (winter.end, spring.end) == (spring.start, after.start)
    hour = partial(days.hour, zone=BERLIN)
    assert [hour(spring.start), hour(spring.start + 2 * HOUR_MS), hour(spring.end - 1)] == [0, 3, 23]
    assert days.today(spring.end - 1, BERLIN) == date(2026, 3, 29)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 3, 2), date(2026, 3, 1)),
        (date(2024, 1, 1), date(2026, 3, 1)),
        (date(1, 1, 1), date(1, 1, 2)),
        (date(9999, 12, 31), date(9999, 12, 31)),
    ],
)
def test_what_is_no_period_is_refused(first, last):
    with pytest.raises(Refused, match="period"):
        days.days(first, last, BERLIN)
