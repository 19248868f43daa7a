"""Ranges held to what came: a simulated week, and a log read as changes."""

import pytest

from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.reasons import Reason
from escalation.waiting import simulated
from escalation.waiting.calibration import Range
from escalation.waiting.changes import Absent, Over, Present, Taken, Waits
from escalation.waiting.figures import figures, outcomes
from escalation.waiting.line import Line
from escalation.waiting.log import QUIET_MS, Reading
from escalation.waiting.model import Model
from escalation.waiting.picture import picture
from escalation.waiting.replay import AVERAGE, MODEL, POSITION, Ended, Replay, Said
from escalation.waiting.report import lines, report
from tests.core.talk import HANDOFF, Talk


@pytest.fixture(scope="module")
def week():
    """A week of a small team under pressure."""
    return simulated.month(seed=3, days=7, agents=5, load=0.8)


@pytest.fixture(scope="module")
def ended(week):
    replay = Replay(Model(lambda _department, at: simulated.closes(at)))
    return list(replay.over(week.changes, week.virtual))


def test_a_seed_is_a_month(week):
    again = simulated.month(seed=3, days=7, agents=5, load=0.8)
    assert (again.changes, again.virtual) == (week.changes, week.virtual)
    assert simulated.month(seed=4, days=7, agents=5, load=0.8).changes != week.changes


def test_the_simulated_queue_is_one(week):
    """In order of time; nobody is taken by an agent who is away or has all they can; the first is served
    first.
    """
    line, left = Line(), 0
    assert [change.at for change in week.changes] == sorted(change.at for change in week.changes)
    for change in week.changes:
        if isinstance(change, Taken):
            assert len(line.held(change.agent)) < line.agents[change.agent].capacity
            assert line.ordered()[0].conversation == change.conversation
        left += isinstance(change, Over) and change.conversation in line.waiting
        line.apply(change)
    assert left > 50
    assert left * 0.5 < len(week.virtual) <= left


def test_four_of_five_waits_end_inside_the_range(ended):
    shown = report(ended)
    assert shown.waits > 1000
    assert shown.with_range > 0.85 * shown.waits
    assert shown.inside == pytest.approx(0.8, abs=0.05)
    assert shown.kept
    queued = shown.tables["when it begins, of those told more than two minutes"]
    assert queued[MODEL].waits > 300
    assert queued[MODEL].inside == pytest.approx(0.8, abs=0.07)
    assert shown.replaced < 2


def test_it_is_truer_than_what_others_say(ended):
    for rows in report(ended).tables.values():
        for other in (AVERAGE, POSITION):
            assert rows[MODEL].inside > rows[other].inside + 0.2
            assert rows[MODEL].score < rows[other].score


def test_figures_count_and_weigh_misses():
    pairs = [(Range(60, 120), seconds) for seconds in (30, 60, 90, 120, 180)]
    row = figures(pairs)
    assert (row.waits, row.inside, row.before, row.after) == pytest.approx((5, 0.6, 0.2, 0.2))
    assert row.width == 1
    assert row.score == pytest.approx(1 + 10 * (0.5 + 1) / 5)


def test_who_left_within_the_range_says_nothing_of_it():
    said = (Said(0, True, {MODEL: Range(60, 120)}),)
    gone = [Ended(0, None, left_at, said, 0) for left_at in (30_000, 90_000, 150_000)]
    assert outcomes(gone, MODEL, lambda row: row.first) == [(Range(60, 120), 150)]
    assert outcomes(gone, MODEL, lambda row: not row.first) == []


def test_too_few_waits_are_not_judged():
    said = (Said(0, True, {MODEL: Range(60, 120)}),)
    shown = report([Ended(0, 600_000, 600_000, said, 0)])
    assert (shown.inside, shown.kept) == (None, True)
    assert "too few" in list(lines(shown))[-1]
    assert not report([Ended(0, 600_000, 600_000, said, 0)] * 100).kept


def test_the_picture_shows_every_method(ended):
    shown = report(ended)
    drawn = picture(shown)
    assert all(drawn.count(f">{method}<") == len(shown.tables) for method in (MODEL, AVERAGE))
    assert drawn.startswith("<svg ")


def recorded(*events):
    return [("c1", ev.Recorded(place, at, event)) for place, (at, event) in enumerate(events, 1)]


def test_a_log_read_as_changes():
    asked = ev.HandedOff(epoch=2, reason=Reason.RISK, priority=0)
    joined = ev.AgentJoined(epoch=3, agent="u", agent_name="Anna")
    log = recorded(
        (10, asked),
        (10, ev.Routed(department="billing")),
        (20, joined),
        (30, ev.AgentLeft(epoch=4, agent="u", why="absent")),
        (40, joined),
        (50, ev.Snoozed(agent="u", until=99)),
        (60, ev.Snoozed(agent="u", until=0)),
        (70, ev.Closed(epoch=5, by="agent", who="u")),
    )
    assert list(Reading(guess=False).changes(log)) == [
        Waits(10, "c1", 0, "risk"),
        Waits(10, "c1", 0, "risk", "billing"),
        Taken(20, "c1", "u"),
        Waits(30, "c1", 0, "risk", "billing"),
        Taken(40, "c1", "u"),
        Over(50, "c1"),
        Taken(60, "c1", "u"),
        Over(70, "c1"),
    ]


def test_an_agent_is_there_from_their_first_deed_until_a_while_after_the_last():
    said = ev.AgentSaid(client_id="m-000001", agent="u", agent_name="Anna", text="hello")
    other = ev.HandedOff(epoch=1, reason=Reason.FEEDBACK, priority=2)
    log = recorded((10, said), (10 + QUIET_MS, said), (11 + 2 * QUIET_MS, other))
    found = [change for change in Reading().changes(log) if isinstance(change, Present | Absent)]
    assert found == [Present(10, "u"), Absent(10 + 2 * QUIET_MS, "u")]
    gone = recorded((10, said), (20, ev.AgentLeft(epoch=1, agent="u", why="disabled")))
    assert Absent(20, "u") in list(Reading().changes(gone))


def test_a_conversation_as_it_really_goes_can_be_read():
    talk = Talk()
    talk.customer()
    talk.finish(decision=HANDOFF, lines=[cmd.Spoken(role="handoff", text="An agent comes.")])
    talk.do(cmd.Take(agent="u", agent_name="Anna", epoch=talk.now.epoch))
    talk.do(cmd.CloseByAgent(agent="u", agent_name="Anna", epoch=talk.now.epoch))
    line = Line()
    states = []
    for change in Reading().changes(("c1", row) for row in talk.log):
        line.apply(change)
        states.append((len(line.waiting), len(line.contacts)))
    assert states == [(1, 0), (1, 0), (0, 1), (0, 0)], "waits, an agent is there, has it, and closes it"
