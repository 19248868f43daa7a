"""Figures: what counts for what, and that days add up to a period."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from escalation.core.contacts import Contact
from escalation.core.figures import (
    AGENT,
    FIGURES,
    HOUR,
    STARS,
    TOTAL,
    VERDICTS,
    Spread,
    Tally,
    figures,
    spread,
    tags,
    tallied,
    times,
)
from escalation.core.reasons import Reason

AGENTS = ("u_1", "u_2", "u_3")


def contact(**more):
    return Contact(conversation="c", seq=1, began_at=1000, **more)


def handed_off(**more):
    return contact(**{"handed_off_at": 2000, "reason": "complexity", "messages": 1, **more})


@st.composite
def contacts(draw):
    """A contact that could be."""
    off = draw(st.booleans())
    agents = draw(st.lists(st.sampled_from(AGENTS), unique=True)) if off else []
    when = st.integers(2000, 9000)
    answered = draw(when) if agents and draw(st.booleans()) else 0
    return contact(
        messages=1,
        answers=draw(st.integers(0, 2)),
        frustration=draw(st.floats(0, 1)),
        risk=draw(st.sampled_from(("", "safety"))),
        handed_off_at=2000 if off else 0,
        reason=draw(st.sampled_from(list(Reason))).value if off else "",
        department=draw(st.sampled_from(("", "billing", "delivery"))) if off else "",
        due_at=draw(st.sampled_from((0, 4000))) if off else 0,
        taken_at=draw(when) if agents else 0,
        answered_at=answered,
        abandoned_at=draw(st.sampled_from((0, 5000))) if off and not answered else 0,
        agents=dict.fromkeys(agents, "A"),
        responder=agents[0] if answered else "",
        agent=agents[-1] if agents else "",
        verdict=draw(st.sampled_from(("", *VERDICTS))) if off else "",
        stars=draw(st.sampled_from((0, *STARS))),
        ended_at=draw(st.sampled_from((0, 9000))),
    )


HOURED = st.lists(st.tuples(contacts(), st.integers(0, 23)), max_size=8)


def test_alone_is_answered_and_never_with_an_agent():
    assert "bot_alone" in tags(contact(answers=1))
    assert "bot_alone" not in tags(contact(answers=0)), "nothing but misses is no answer"
    assert "bot_alone" not in tags(handed_off(answers=1))
    assert "bot_alone" not in tags(contact(answers=1, agents={"u_1": "Anna"}))


def test_an_sla_is_kept_missed_or_open():
    def of(**more):
        return {tag for tag in tags(handed_off(**more)) if tag.startswith("sla")}

    assert of(answered_at=5000) == set(), "there is none"
    assert of(due_at=5000) == set(), "open"
    assert of(due_at=5000, answered_at=5000) == {"sla_kept"}
    assert of(due_at=5000, answered_at=5001) == {"sla_missed"}
    assert of(due_at=5000, ended_at=4000) == set(), "gone before it was due"
    assert of(due_at=5000, ended_at=6000) == {"sla_missed"}, "nobody ever answered"


def test_a_transfer_shares_the_figures_out():
    moved = handed_off(
        taken_at=3000,
        answered_at=4000,
        due_at=5000,
        agents={"u_1": "Anna", "u_2": "Ben"},
        responder="u_1",
        agent="u_2",
        stars=2,
        ended_at=9000,
        frustration=0.9,
    )
    first, last = set(tags(moved, "u_1")), set(tags(moved, "u_2"))
    assert {"answered", "sla_kept"} <= first - last
    assert {"ended", "rated", "stars:2"} <= last - first
    assert {"contacts", "handed_off", "furious"} <= first & last, "who had it had the strain"
    assert [name for name, _ in times(moved, "u_1")] == ["waiting", "first_response"]
    assert dict(times(moved, "u_2")) == {"resolution": 8000}
    assert dict(times(moved)) == {"waiting": 1000, "first_response": 2000, "resolution": 8000}


def test_a_spread_is_of_measured_times():
    assert spread([]) is None
    assert spread([7]) == Spread(1, 7, 7)
    assert spread([4, 1, 3, 2]) == Spread(4, 2, 4)
    assert spread(range(1, 101)) == Spread(100, 50, 90)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 10**9), min_size=1))
def test_half_and_nine_in_ten_are_at_most_so_long(took):
    found = spread(took)
    assert found.median in took
    assert found.p90 in took
    assert sum(each <= found.median for each in took) * 2 >= len(took)
    assert sum(each <= found.p90 for each in took) * 10 >= len(took) * 9
    assert sum(each < found.p90 for each in took) * 10 < len(took) * 9, "and no longer than that"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HOURED)
def test_what_is_counted_is_what_is_found(houred):
    """Every figure has behind it exactly the contacts that have its tag, in total and in an agent's line."""
    lines = _summed(tallied(houred))
    for figure in FIGURES:
        behind = [each for each, _ in houred if figure in tags(each)]
        assert lines.get((TOTAL, ""), Tally()).counts.get(figure, 0) == len(behind)
        for agent in AGENTS:
            theirs = [each for each, _ in houred if agent in each.agents and figure in tags(each, agent)]
            assert lines.get((AGENT, agent), Tally()).counts.get(figure, 0) == len(theirs)
    assert {tag for each, _ in houred for tag in tags(each)} <= set(FIGURES)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HOURED, HOURED)
def test_days_add_up(one, other):
    apart, together = _summed(tallied(one), tallied(other)), _summed(tallied([*one, *other]))
    assert apart.keys() == together.keys()
    for line, tally in together.items():
        assert figures(apart[line]) == figures(tally)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HOURED)
def test_figures_hold_together(houred):
    lines = _summed(tallied(houred))
    whole = figures(lines.get((TOTAL, ""), Tally()))
    assert whole.contacts == len(houred)
    assert whole.bot_alone + whole.handed_off <= whole.contacts
    assert sum(whole.reasons.values()) == whole.handed_off
    assert max(whole.furious, whole.dangerous) <= whole.strain <= whole.furious + whole.dangerous
    assert sum(figures(tally).contacts for (kind, _), tally in lines.items() if kind == HOUR) == len(houred)
    assert whole.sla_kept <= whole.answered <= whole.taken <= whole.handed_off
    assert whole.csat is None or 1 <= whole.csat <= 5
    assert (whole.csat is None) == (sum(whole.stars) == 0)
    for name in ("answered", "sla_kept"):
        theirs = [figures(tally) for (kind, _), tally in lines.items() if kind == AGENT]
        assert sum(getattr(their, name) for their in theirs) == getattr(whole, name), "nobody's twice"


def _summed(*days):
    whole = {}
    for tallies in (tallies for departments in days for tallies in departments.values()):
        for line, tally in tallies.items():
            whole.setdefault(line, Tally()).merge(tally)
    return whole
