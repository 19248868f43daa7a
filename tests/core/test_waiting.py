"""The model of waiting: what its forecasts must keep to, whatever the queue is like."""

import time
from math import isfinite

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation.waiting.calibration import KEPT, Calibration, Range, quantiles
from escalation.waiting.changes import Absent, Over, Present, Taken, Waits
from escalation.waiting.experience import DAY_MS, Experience
from escalation.waiting.forecast import Forecast, forecasts
from escalation.waiting.line import Line
from escalation.waiting.model import Model
from escalation.waiting.patience import Patience
from escalation.waiting.shown import Shown, rounded, shown
from escalation.waiting.tables import CELL_S, log_normal, remaining, renewals, table

NOW = 1_800_000_000_000
MINUTE = 60_000


def line_of(waiting=1, agents=1, busy=None, capacity=1, age_s=60, priority=2):
    """Agents with ``busy`` contacts each, and customers who have just come."""
    line = Line()
    for agent in range(agents):
        line.apply(Present(NOW, f"a{agent}", capacity))
        for contact in range(capacity if busy is None else busy):
            line.apply(Waits(NOW - age_s * 1000, f"held{agent}-{contact}", 2, "complexity"))
            line.apply(Taken(NOW - age_s * 1000, f"held{agent}-{contact}", f"a{agent}"))
    for place in range(waiting):
        line.apply(Waits(NOW + place, f"c{place:03}", priority, "complexity"))
    return line


def told(line, experience=None, **more):
    return forecasts(line, experience or Experience(), NOW, **more)


def lasted(seconds, count=200, reason="complexity"):
    """An experience of contacts that all lasted about so long."""
    experience, line = Experience(), Line()
    for length in log_normal(seconds, 0.2, count):
        end = Over(NOW + round(length * 1000), "c")
        for change in (Waits(NOW, "c", 2, reason), Taken(NOW, "c", "a"), end):
            experience.learn(line, change)
            line.apply(change)
    return experience


def test_nobody_there_means_no_forecast():
    assert told(line_of(agents=0)) == {}


def test_a_free_agent_comes_within_moments():
    forecast = told(line_of(busy=0))["c000"]
    assert forecast.high < 120


@given(st.integers(1, 12), st.integers(1, 6), st.integers(1, 3), st.integers(0, 3000))
@settings(max_examples=30, deadline=None)
def test_who_is_behind_never_waits_less(waiting, agents, capacity, age_s):
    line = line_of(waiting, agents, capacity=capacity, age_s=age_s)
    rows = [told(line)[row.conversation] for row in line.ordered()]
    assert [row.ahead for row in rows] == list(range(waiting))
    for name in ("low", "middle", "high"):
        values = [getattr(row, name) for row in rows]
        assert values == sorted(values)
    assert all(row.low <= row.middle <= row.high for row in rows)


@given(st.integers(1, 10), st.integers(1, 5))
@settings(max_examples=20, deadline=None)
def test_one_agent_more_never_makes_it_longer(waiting, agents):
    fewer, more = told(line_of(waiting, agents)), told(line_of(waiting, agents + 1))
    for name, row in fewer.items():
        assert more[name].middle <= row.middle


def test_the_same_queue_is_told_the_same():
    assert told(line_of(5, 2)) == told(line_of(5, 2))


def test_a_guess_yields_to_what_was_seen():
    guessed = told(line_of())["c000"].middle
    assert told(line_of(), lasted(90))["c000"].middle < guessed / 2
    assert told(line_of(), lasted(3600))["c000"].middle > guessed * 2


def test_a_reason_seldom_seen_is_like_all_and_then_itself():
    def half(experience):
        return int(experience.lasting("risk").searchsorted(0.5)) * CELL_S

    experience = lasted(600)
    assert half(experience) == pytest.approx(600, rel=0.2)
    experience.handling["risk"] = lasted(1800, reason="risk").handling["risk"]
    assert half(Experience(handling=experience.handling)) == pytest.approx(1800, rel=0.2)


def test_the_longer_a_contact_lasts_already_the_sooner_it_ends():
    experience = lasted(600)
    young, old = told(line_of(age_s=10), experience), told(line_of(age_s=560), experience)
    assert old["c000"].middle < young["c000"].middle / 2


def test_beyond_all_experience_it_lasts_about_half_as_long_again():
    over = table(log_normal(300, 0.3, 50))
    assert remaining(over, 7200.0)[int(3600 / CELL_S)] == pytest.approx(1 - np.exp(-1), abs=0.01)


def test_who_comes_forward_makes_the_others_wait():
    experience = Experience()
    calm = told(line_of(4), experience)["c003"].middle
    for minute in range(0, 60, 4):
        experience.learn(Line(), Waits(NOW - minute * MINUTE, f"u{minute}", 0, "risk"))
    assert told(line_of(4), experience)["c003"].middle > calm
    assert told(line_of(4, priority=0), experience)["c003"].middle == calm, "and not those as urgent"


def test_those_before_who_give_up_make_it_shorter():
    experience = Experience()
    patient = told(line_of(12), experience)["c011"].middle
    for _ in range(200):
        experience.patience.gave_up(200)
    assert told(line_of(12), experience)["c011"].middle < patient


def test_patience_counts_those_who_were_answered():
    some, all_of_them = Patience(), Patience()
    for _ in range(100):
        some.gave_up(100)
        all_of_them.gave_up(100)
        some.stayed(100)
    assert some.hazard(100) < all_of_them.hazard(100)
    assert some.hazard(1e9) > some.hazard(3600) > some.hazard(100) > 0


def test_departments_wait_for_their_own_agents():
    line = line_of(0, 0)
    line.apply(Present(NOW, "a", 1, frozenset({"billing"})))
    line.apply(Present(NOW, "b", 1, frozenset({"repairs"})))
    line.apply(Waits(NOW - 1, "held", 2, "complexity"))
    line.apply(Taken(NOW - 1, "held", "b"))
    for name, department in (("x", "billing"), ("y", "repairs"), ("z", "legal"), ("w", None)):
        line.apply(Waits(NOW, name, 2, "complexity", department))
    found = told(line)
    assert found["x"].middle < 120 < found["y"].middle
    assert "z" not in found, "nobody answers for it"
    assert "w" in found


def test_after_closing_nobody_comes():
    line = line_of(6)
    assert isfinite(told(line)["c002"].high)
    closed = told(line, closes=lambda _department: NOW + 5 * MINUTE)
    assert not isfinite(closed["c002"].high)
    assert Calibration().range(closed["c002"]) is None, "so no range is said"


def test_a_team_that_goes_at_this_time_is_not_counted_on():
    experience, line = Experience(), Line()
    for day in range(8, 0, -1):
        morning, evening = NOW - day * DAY_MS - 60 * MINUTE, NOW - day * DAY_MS + 2 * MINUTE
        for at, change in ((morning, Present), (evening, Absent)):
            for agent in ("a0", "a1"):
                made = change(at, agent)
                experience.learn(line, made)
                line.apply(made)
    assert not isfinite(told(line_of(2, 2), experience)["c001"].high)
    assert isfinite(told(line_of(2, 2))["c001"].high)


def test_what_is_usual_at_once_is_learnt_and_what_is_set_wins():
    experience = Experience()
    assert experience.capacity(Present(NOW, "a")) == 3
    for _ in range(100):
        experience.held.append(6)
    assert (experience.capacity(Present(NOW, "a")), experience.capacity(Present(NOW, "a", 2))) == (6, 2)


def test_a_place_taken_again_and_again():
    often = renewals(table(log_normal(300, 0.5, 400)))
    mean = sum(log_normal(300, 0.5, 400)) / 400
    assert often[-1] == pytest.approx(len(often) * CELL_S / mean, rel=0.05)
    assert all(np.diff(often) >= 0)


@pytest.mark.parametrize(("factor", "spread"), [(1.0, 1.0), (2.5, 1.0), (0.5, 0.4)])
def test_ranges_come_true_whatever_the_forecast_is_off_by(factor, spread):
    rng, calibration, forecast = np.random.default_rng(5), Calibration(), Forecast(3, 200.0, 400.0, 800.0)
    waits = 400 * factor * np.exp(rng.normal(0, 0.54 * spread, KEPT + 1000))
    for wait in waits[:KEPT]:
        calibration.learn(forecast, float(wait), True)
    row = calibration.range(forecast)
    inside = np.mean([row.low <= wait <= row.high for wait in waits[KEPT:]])
    assert inside == pytest.approx(0.8, abs=0.06)


def test_who_gave_up_would_have_waited_longer():
    rng = np.random.default_rng(3)
    waits, patience = rng.lognormal(0, 1, 4000), rng.lognormal(0.3, 1, 4000)
    seen = [(float(min(pair)), pair[0] <= pair[1]) for pair in zip(waits, patience, strict=True)]
    (estimate,) = quantiles(seen, [0.8])
    assert estimate == pytest.approx(np.quantile(waits, 0.8), rel=0.1)
    assert np.quantile([wait for wait, answered in seen if answered], 0.8) < 0.8 * estimate


def test_what_is_told_changes_for_a_reason_only():
    first = shown(None, Range(300, 720), NOW)
    assert (first.minutes(NOW).low, first.minutes(NOW).high, first.longer) == (5, 12, False)
    assert shown(first, Range(310, 780), NOW) is first, "a little more is no news"
    later = NOW + 3 * MINUTE
    assert (first.minutes(later).low, first.minutes(later).high) == (2, 9), "the clock runs down"
    longer = shown(first, Range(600, 1500), later)
    assert longer.minutes(later).longer
    assert shown(longer, Range(600, 1450), later).longer, "it stays said"
    assert not shown(longer, Range(60, 300), later).longer


def test_an_end_in_the_past_is_never_told():
    first = shown(None, Range(0, 120), NOW)
    late = shown(first, Range(0, 60), NOW + 3 * MINUTE)
    assert late.ends > NOW + 3 * MINUTE
    assert late.longer
    assert Shown(NOW - 10, NOW - 5).minutes(NOW).high == 1


def test_minutes_are_rounded_as_people_say_them():
    assert [rounded(minutes * 60) for minutes in (0, 0.4, 4.6, 13, 17, 33, 58, 80, 130)] == [
        0, 0, 5, 13, 15, 35, 60, 75, 135,
    ]  # fmt: skip


def test_a_conversation_that_waits_already_keeps_its_time():
    line = Line()
    line.apply(Waits(NOW, "c", 2, "complexity"))
    line.apply(Waits(NOW + 5, "c", 0, "risk"))
    assert (line.waiting["c"].since, line.waiting["c"].priority) == (NOW, 0)
    line.apply(Taken(NOW + 9, "c", "a"))
    assert (line.waiting, line.contacts["c"].reason) == ({}, "risk")
    line.apply(Waits(NOW + 20, "c", 2, "risk"))
    assert (line.waiting["c"].since, line.contacts) == (NOW + 20, {})
    line.apply(Over(NOW + 30, "never seen"))


def test_a_model_learns_from_its_own_forecasts_and_only_while_it_watches():
    def lived(watching):
        model = Model(watching=watching)
        model.apply(Present(NOW, "a", 1))
        for number in range(5):
            model.apply(Waits(NOW + number * MINUTE, f"c{number}", 2, "complexity"))
            model.apply(Taken(NOW + number * MINUTE + 5000, f"c{number}", "a"))
            model.apply(Over(NOW + number * MINUTE + 9000, f"c{number}"))
        return model

    before = sum(map(len, Calibration().past))
    assert sum(map(len, lived(True).calibration.past)) == before + 5
    assert sum(map(len, lived(False).calibration.past)) == before


def test_fifty_waiting_and_twenty_agents_cost_little():
    line, experience = line_of(50, 20, capacity=3), lasted(400)

    def took():
        begin = time.thread_time()
        forecasts(line, experience, NOW)
        return time.thread_time() - begin

    assert min(took() for _ in range(20)) < 0.010
