"""Call-backs: booked, changed and cancelled by who waits, and back in the queue when their time has come."""

from datetime import UTC

import pytest

from escalation.configuration.business_hours import DAYS, Hours, calendar, slots_of
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.assignment import AssignmentRules
from escalation.core.callback import recognised
from escalation.core.conversation import fold
from escalation.core.errors import Refused
from escalation.core.reasons import HIGH, NORMAL
from escalation.core.sla import running
from escalation.core.timers import CALLBACK, Counting, timers_of
from tests.core.talk import Talk

AT, LATER = 9_000_000, 9_900_000
MINUTE, DAY = 60_000, 86_400_000
COUNT = Counting(lambda start, ms: start + ms, lambda start, ms: start + ms)


@pytest.fixture
def talk():
    made = Talk()
    made.customer()
    made.do(cmd.AskPerson(turn="t"))
    return made


def book(talk, at=AT, contact="+44 20 7946 0018"):
    when, shown = "Monday 30 November, 14:30 (London)", recognised("phone", contact)
    command = cmd.BookCallback(
        at=at, zone="Europe/London", channel="phone", contact=contact, when=when, shown=shown
    )
    return talk.do(command)


def due(talk, at=AT):
    return talk.do(cmd.CallBack(epoch=talk.now.epoch, at=at))


def test_who_booked_stands_behind_all_and_no_clock_runs_before(talk):
    said = book(talk)
    assert [event.kind for event in said] == ["callback.booked", "system.said"]
    assert "0018" not in said[1].text, "what is shown is for its owner alone"
    assert (talk.now.behind, talk.now.snoozed_until, talk.now.waiting_since) == (2, AT, AT)
    assert set(running(talk.now).values()) == {AT}
    timers = timers_of(talk.now, AssignmentRules(longest_wait_minutes=1), None, COUNT)
    assert [(timer.kind, timer.due_at) for timer in timers] == [(CALLBACK, AT)]


def test_the_same_again_is_no_second_one_and_another_time_changes_it(talk):
    book(talk)
    assert book(talk) == []
    book(talk, LATER)
    assert (talk.now.callback.at, talk.now.snoozed_until) == (LATER, LATER)
    assert due(talk) == [], "the timer of the first one is over"


def test_at_its_time_it_is_back_with_priority(talk):
    book(talk)
    assert due(talk) == [ev.CallbackDue(due_at=AT)]
    now = talk.now
    assert (now.behind, now.snoozed_until, now.priority, now.waiting_since) == (0, 0, HIGH, AT)
    assert now.callback.contact == "+44 20 7946 0018", "the agent reads whom to call"
    assert due(talk) == []


def test_who_cancels_has_the_place_they_had(talk):
    before = talk.now
    book(talk)
    book(talk, LATER)
    talk.do(cmd.CancelCallback())
    after = talk.now
    assert (after.callback, after.behind, after.priority) == (None, 0, NORMAL)
    assert (after.waiting_since, after.owed_since, after.handed_at) == (
        before.waiting_since,
        before.owed_since,
        before.handed_at,
    )
    assert talk.do(cmd.CancelCallback()) == []


def test_what_the_customer_adds_changes_nothing_of_it(talk):
    book(talk)
    talk.customer("my order is BW-10234")
    assert (talk.now.behind, talk.now.snoozed_until) == (2, AT)


def test_an_agent_may_take_it_before_its_time(talk):
    book(talk)
    talk.take()
    assert (talk.now.snoozed_until, talk.now.callback.at) == (0, AT)
    assert max(running(talk.now).values()) == talk.log[-2].at, "the clocks run from now on"


def test_danger_does_not_wait_for_it(talk):
    book(talk)
    talk.do(cmd.CancelCallback())
    book(talk)
    raised = ev.HandedOff(epoch=talk.now.epoch + 1, reason="risk", priority=0, rule=None)
    now = fold("c1", [*talk.log, ev.Recorded(talk.now.seq + 1, 5000, raised)])
    assert (now.behind, now.snoozed_until, now.waiting_since) == (0, 0, 5000)


def test_only_who_waits_can_book(talk):
    talk.take()
    with pytest.raises(Refused):
        book(talk)
    assert talk.do(cmd.CancelCallback()) == []


def test_with_the_end_it_is_over(talk):
    book(talk)
    talk.do(cmd.LeaveQueue())
    assert (talk.now.callback, talk.now.snoozed_until) == (None, 0)
    assert fold("c1", talk.log) == talk.now


def test_slots_are_full_half_hours_within_business_hours():
    hours = calendar(Hours(week={day: ["09:10-11:00"] for day in DAYS}), UTC)
    start = 10 * DAY + 9 * 60 * MINUTE
    slots = list(slots_of(hours, start, start + 2 * DAY, 30 * MINUTE))
    half = 30 * MINUTE
    assert slots == [start + day + half * place for day in (0, DAY) for place in (1, 2, 3)]
    assert list(slots_of(None, start, start + 60 * MINUTE, 30 * MINUTE)) == [start, start + 30 * MINUTE]
