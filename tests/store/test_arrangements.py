"""What is arranged: hours that can be counted with, what is refused and where, the document, its history and
the way back.
"""

import asyncio
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions import policy as actions_policy
from escalation.configuration.business_hours import (
    DAYS,
    MINUTE_MS,
    Hours,
    HoursError,
    SpecialDay,
    after_open,
    calendar,
    is_open,
    next_opening,
    ranges,
)
from escalation.configuration.diff import differences
from escalation.configuration.document import ConfigurationDocument
from escalation.configuration.live import LiveConfiguration
from escalation.configuration.triage import CurrentTriage, TriageVersions
from escalation.configuration.validation import ConfigurationError, arranged
from escalation.core.errors import Refused
from escalation.settings import Settings
from escalation.store.sqlite.store import SqliteStore

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Hours(
    "Europe/Berlin", {day: ["09:00-12:00", "13:00-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
)
CALENDAR = calendar(OFFICE, BERLIN, frozenset({date(2026, 12, 25)}))


def at(*when: int) -> int:
    return round(datetime(*when, tzinfo=BERLIN).timestamp() * 1000)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (at(2026, 11, 23, 9, 0), at(2026, 11, 23, 9, 0)),
        (at(2026, 11, 23, 12, 0), at(2026, 11, 23, 13, 0)),
        (at(2026, 11, 20, 17, 0), at(2026, 11, 23, 9, 0)),
        (at(2026, 12, 24, 18, 0), at(2026, 12, 28, 9, 0)),
    ],
)
def test_when_somebody_is_back(moment, opens):
    assert next_opening(CALENDAR, moment) == opens
    assert is_open(CALENDAR, moment) == (opens == moment)


def test_days_that_are_different():
    hours = Hours(
        "Europe/Berlin",
        OFFICE.week,
        special=[SpecialDay("2026-11-23", [], "party"), SpecialDay("2026-11-28", ["10:00-24:00"])],
    )
    known = calendar(hours, BERLIN)
    assert next_opening(known, at(2026, 11, 22, 10, 0)) == at(2026, 11, 24, 9, 0)
    assert is_open(known, at(2026, 11, 28, 23, 59))
    assert not is_open(known, at(2026, 11, 29, 0, 0))


def test_time_counts_only_while_it_is_open():
    assert after_open(CALENDAR, at(2026, 11, 20, 16, 50), 20 * MINUTE_MS) == at(2026, 11, 23, 9, 10)
    assert after_open(None, 5, 7) == 12
    assert after_open(calendar(Hours("UTC", {"mon": []}), UTC), 0, 1) is None, "never open, never due"


def test_an_hour_that_the_clocks_skip_or_repeat_is_counted_as_it_is():
    night = calendar(Hours("Europe/Berlin", {day: ["00:00-24:00"] for day in ("sat", "sun")}), BERLIN)
    spring, autumn = at(2026, 3, 29, 0, 0), at(2026, 10, 25, 0, 0)
    assert after_open(night, spring, 23 * 60 * MINUTE_MS) == at(2026, 3, 30, 0, 0)
    assert after_open(night, autumn, 25 * 60 * MINUTE_MS) == at(2026, 10, 26, 0, 0)


@settings(deadline=None)
@given(st.integers(0, 14 * 24 * 60), st.integers(1, 3000))
def test_due_is_where_counting_minute_by_minute_ends(start, minutes):
    begin = at(2026, 3, 20, 0, 0) + start * MINUTE_MS
    moment, left = begin, minutes
    while left:
        left -= is_open(CALENDAR, moment)
        moment += MINUTE_MS
    assert after_open(CALENDAR, begin, minutes * MINUTE_MS) == moment


@pytest.mark.parametrize("wrong", ["9-17", "17:00-09:00", "09:00", "25:00-26:00", "09:60-10:00", "a:b-c:d"])
def test_hours_that_are_none(wrong):
    with pytest.raises(HoursError, match=r"Write 09:00-17:30"):
        ranges([wrong])


@pytest.mark.parametrize(
    ("section", "value", "sentence"),
    [
        ("departments", [{"id": "Big One", "name": "x"}], "one word of lowercase letters"),
        ("departments", [{"id": "a", "name": "x"}, {"id": "a", "name": "y"}], "“a” appears twice"),
        ("departments", [{"id": "a", "name": "x", "hours": "night"}], "unknown business hours “night”"),
        (
            "departments",
            [{"id": "a", "name": "x", "when": {"reason": ["risk"]}}],
            "“reason” is not a known name",
        ),
        (
            "departments",
            [{"id": "a", "name": "x", "when": {"reasons": ["boredom"]}}],
            "unknown reason “boredom”",
        ),
        ("skills", [{"id": "a", "name": "x", "when": {"segments": ["vip"]}}], "unknown segment “vip”"),
        (
            "hours",
            {"default": {"time_zone": "Mars/Base", "week": {"mon": ["09:00-10:00"]}}},
            "not a time zone",
        ),
        ("hours", {"default": {"week": {"monday": ["09:00-10:00"]}}}, "“monday” is not a day"),
        ("hours", {"default": {"week": {"mon": ["09:00-10:00", "09:30-11:00"]}}}, "overlap"),
        ("hours", {"default": {"holidays": "XX", "week": {"mon": ["09:00-10:00"]}}}, "no public holidays"),
        ("service_levels", [{"name": "x", "minutes": 0}], "minutes must be"),
        ("segments", [{"id": "a", "name": "x", "priority": -1}], "priority is 0, 1 or 2"),
        ("labels", [{"name": " "}], "1 to 40 characters"),
        ("labels", [{"name": "x", "colour": "pink"}], "cannot be 'pink'"),
        ("replies", [{"shortcut": "hi", "text": " "}], "has no text"),
        ("replies", [{"shortcut": "hi", "text": "{order}"}], "{order} is not known"),
        ("macros", [{"shortcut": "x", "title": "x"}], "does nothing yet"),
        (
            "macros",
            [{"shortcut": "x", "title": "x", "then": "department", "department": "b"}],
            "unknown department “b”",
        ),
        ("sites", ["shop.example/page"], "not an origin"),
        ("mail", {"host": "smtp.example"}, "enter a sender"),
        (
            "mail",
            {"host": "smtp.example", "sender": "a@b.example", "security": "none", "user": "u"},
            "encryption",
        ),
        ("alerts", {"emails": ["nobody"]}, "not a valid email address"),
        ("alerts", {"webhook": "ftp://x"}, "webhook must be"),
        ("rooms", [], "Unknown section “rooms”"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(section, value, sentence):
    with pytest.raises(ConfigurationError) as caught:
        arranged({section: value})
    assert sentence in str(caught.value)
    assert str(caught.value).startswith(section) or section == "rooms"


def test_differences_in_words():
    before = [{"id": "a", "minutes": 5, "when": ["x"]}, {"id": "b", "minutes": 5, "when": []}]
    after = [{"id": "b", "minutes": 7, "when": []}, {"id": "c", "minutes": 1, "when": []}]
    assert differences("levels", before, after) == [
        "levels: “a” removed",
        "levels: b: minutes: 5 → 7",
        "levels: “c” added",
    ]
    assert differences("levels", before, before[::-1]) == ["levels: reordered"]
    assert differences("sites", ["x"], ["x", "y"]) == ["sites: “y” added"]
    assert differences("mail", {"host": ""}, {"host": "smtp"}) == ["mail: host: nothing → “smtp”"]


@pytest.fixture
def house(tmp_path):
    database = SqliteStore(tmp_path)
    yield ConfigurationDocument(
        database,
        tmp_path,
        CurrentTriage(TriageVersions(database.configuration), Settings(home=tmp_path).triage),
    )
    database.close()


async def test_an_exported_document_applied_elsewhere_is_the_same(house, tmp_path):
    await house._users.add("root", "Root", "admin", email="root@shop.example")
    document = {
        "departments": [{"id": "billing", "name": "Billing", "when": {"topics": ["payment"]}}],
        "hours": {
            "default": {"time_zone": "Europe/Berlin", "week": {"mon": ["09:00-17:00"]}, "holidays": "DE-BY"}
        },
        "triage": {"misses_handoff": 2},
        "policy": {
            "cancel": {"states": []},
            "return": {"states": ["delivered"], "days": 14},
            "readdress": {"states": []},
            "undo_minutes": 5,
        },
        "people": [{"login": "bea", "name": "Bea", "departments": ["billing"]}],
    }
    assert await house.compare(document)
    changed = await house.apply(document, "root", "first")
    assert "departments: “billing” added" in changed
    whole = await house.export()
    assert [each["login"] for each in whole["people"]] == ["bea", "root"], "whom it does not name stays"
    assert await house.compare(whole) == []
    other = SqliteStore(tmp_path / "other")
    second = ConfigurationDocument(
        other,
        tmp_path / "other",
        CurrentTriage(TriageVersions(other.configuration), Settings(home=tmp_path).triage),
    )
    await second.apply(whole, "root", "")
    assert await second.export() == whole
    other.close()


async def test_a_document_with_one_fault_changes_nothing(house):
    await house._users.add("root", "Root", "admin")
    before = await house.export()
    for wrong in (
        {"labels": [{"name": "fine"}], "people": [{"login": "x", "role": "king"}]},
        {"labels": [{"name": "fine"}], "triage": {"frustration_handoff": 7}},
        {"labels": [{"name": "fine"}], "people": [{"login": "root", "role": "agent"}]},
        {"labels": [{"name": "fine"}], "people": [{"login": "x", "departments": ["none"]}]},
        {"labels": [{"name": "fine"}], "shoes": []},
        {"labels": [{"name": "fine"}], "policy": {"cancel": {"states": ["lost"]}}},
    ):
        with pytest.raises(ConfigurationError):
            await house.apply(wrong, "root", "")
    assert await house.export() == before
    assert await house.history() == []


async def test_two_who_change_people_at_once_undo_nothing_of_each_other(house):
    for login in ("root", "rita"):
        await house._users.add(login, login.title(), "admin")
    for login in ("xen", "yan"):
        await house._users.add(login, login.title(), "agent")
    await asyncio.gather(
        house.apply({"people": [{"login": "xen", "active": False}]}, "root", ""),
        house.apply({"people": [{"login": "yan", "name": "Yan", "role": "supervisor"}]}, "rita", ""),
    )
    assert {each["login"]: each["role"] for each in (await house.export())["people"]} == {
        "rita": "admin",
        "root": "admin",
        "yan": "supervisor",
    }
    told = await asyncio.gather(
        house.apply({"people": [{"login": "rita", "role": "agent"}]}, "root", ""),
        house.apply({"people": [{"login": "root", "role": "agent"}]}, "rita", ""),
        return_exceptions=True,
    )
    assert [str(each) for each in told if isinstance(each, ConfigurationError)] == [
        "people: keep at least one admin."
    ]
    assert [each["role"] for each in (await house.export())["people"]].count("admin") == 1


async def test_every_change_is_noted_and_can_be_taken_back(house):
    await house._users.add("root", "Root", "admin")
    await house.apply({"labels": [{"name": "refund"}]}, "anna", "why not")
    await house.apply({"labels": [{"name": "refund"}, {"name": "lost"}]}, "bea", "")
    await house.apply({"triage": {"misses_handoff": 2}}, "bea", "")
    await house.apply({"people": [{"login": "cleo", "name": "Cleo"}]}, "bea", "")
    history = await house.history()
    assert {(each.section, each.author) for each in history} >= {
        ("labels", "anna"),
        ("labels", "bea"),
        ("triage", "bea"),
        ("people", "bea"),
    }
    first = next(each for each in history if each.author == "anna")
    assert (first.what, first.note) == (["labels: “refund” added"], "why not")
    latest = next(each for each in history if each.what == ["labels: “lost” added"])
    assert await house.undo("labels", latest.version, "root") == ["labels: “lost” removed"]
    rules = next(each for each in history if each.section == "triage")
    assert rules.what == ["triage: misses_handoff: 3 → 2"]
    await house.undo("triage", rules.version, "root")
    assert (await house.export())["triage"]["misses_handoff"] == 3
    added = next(each for each in history if each.what == ["people: “cleo” added"])
    await house.undo("people", added.version, "root")
    assert [each["login"] for each in (await house.export())["people"]] == ["root"]
    with pytest.raises(Refused, match="change does not exist"):
        await house.undo("labels", added.version, "root")


async def test_what_the_assistant_may_do_alone_is_read_by_the_action_server_and_taken_back(
    house, tmp_path, monkeypatch
):
    monkeypatch.setenv("BATON_HOME", str(tmp_path))
    before = (await house.export())["policy"]
    assert actions_policy.read().jobs["cancel"].most_total == 400
    await house.apply(
        {"policy": {**before, "cancel": {"states": ["processing"], "most_total": 50}}},
        "anna",
        "",
        {"policy": 0},
    )
    assert actions_policy.read().jobs["cancel"].most_total == 50
    with pytest.raises(Refused, match="Someone else"):
        await house.apply({"policy": {**before, "undo_minutes": 1}}, "bea", "", {"policy": 0})
    assert actions_policy.read().undo_minutes == 30, "refused, and the file is as it was"
    change = next(each for each in await house.history() if each.author == "anna")
    assert change.what == ["policy: cancel: most_total: 400 → 50"]
    await house.undo("policy", change.version, "bea")
    assert (await house.export())["policy"] == before


async def test_what_fails_at_the_last_step_leaves_no_half(house, monkeypatch):
    await house._users.add("root", "Root", "admin")
    before = await house.export()

    def full(_limits):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(house._limits, "write", full)
    everything = {
        "labels": [{"name": "refund"}],
        "triage": {"misses_handoff": 2},
        "people": [{"login": "cleo", "name": "Cleo"}],
        "policy": {**before["policy"], "undo_minutes": 1},
    }
    with pytest.raises(OSError, match="No space left"):
        await house.apply(everything, "anna", "")
    assert await house.export() == before
    assert await house.history() == []


async def test_who_changed_it_meanwhile_is_not_overwritten(house):
    await house.apply({"labels": [{"name": "one"}]}, "anna", "", {"labels": 0})
    with pytest.raises(Refused, match="Someone else"):
        await house.apply({"labels": [{"name": "two"}]}, "bea", "", {"labels": 0})
    assert [each["name"] for each in (await house.export())["labels"]] == ["one"]


async def test_another_process_is_heard(house, tmp_path):
    other = SqliteStore(tmp_path)
    seen = LiveConfiguration(other.configuration)
    await house.apply({"sites": ["https://new.example"]}, "anna", "")
    await seen.refresh()
    assert seen.now.sites == ["https://new.example"]
    other.close()


async def test_public_holidays_are_closed(house):
    week = {day: ["09:00-10:00"] for day in DAYS}
    await house.apply(
        {"hours": {"default": {"time_zone": "Europe/Berlin", "week": week, "holidays": "DE"}}}, "anna", ""
    )
    year = datetime.now(UTC).year + 1
    known = house._current.calendar(None)
    assert next_opening(known, at(year, 12, 24, 9, 30)) == at(year, 12, 24, 9, 30)
    assert next_opening(known, at(year, 12, 25, 9, 30)) == at(year, 12, 27, 9, 0)
