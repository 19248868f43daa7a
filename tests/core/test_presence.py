"""Who is there, how much a conversation weighs, and when a breather ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.core.presence import AgentState, Presence, may_be_offered, presence_of
from escalation.core.strain import (
    CALM,
    FRUSTRATED,
    HARD,
    breather_until,
    load_of,
    strain_of,
    strain_of_reason,
)

GRACE = 60_000


@pytest.mark.parametrize("switch", list(Presence))
def test_with_a_console_open_the_switch_counts(switch):
    assert presence_of(AgentState("u", switch, connected=True), 10**9, GRACE) is switch


@pytest.mark.parametrize(("away_ms", "there"), [(0, True), (GRACE - 1, True), (GRACE, False), (10**9, False)])
def test_a_closed_console_has_a_grace_and_then_nobody_is_there(away_ms, there):
    state = AgentState("u", Presence.BUSY, seen_at=1000)
    expected = Presence.BUSY if there else Presence.OFFLINE
    assert presence_of(state, 1000 + away_ms, GRACE) is expected


def test_who_never_came_is_offline():
    assert presence_of(AgentState("u"), 5, GRACE) is Presence.OFFLINE


@given(st.sampled_from(list(Presence)), st.booleans(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_offers_go_only_to_open_consoles_of_who_is_online(switch, connected, seen_at, now):
    state = AgentState("u", switch, seen_at=seen_at, connected=connected)
    assert may_be_offered(state, now, GRACE) == (connected and switch is Presence.ONLINE)


@pytest.mark.parametrize(
    ("frustration", "in_danger", "strain"),
    [
        (0.0, False, CALM),
        (0.54, False, CALM),
        (0.55, False, FRUSTRATED),
        (0.8, False, HARD),
        (0.0, True, HARD),
    ],
)
def test_a_turn_weighs_by_mood_and_danger(frustration, in_danger, strain):
    assert strain_of(frustration, in_danger) == strain


def test_a_reason_weighs_by_itself_and_load_is_the_sum():
    assert [strain_of_reason(name) for name in ("risk", "frustration", "complexity", "")] == [
        2.0,
        1.5,
        1.0,
        1.0,
    ]
    assert load_of([CALM, FRUSTRATED, HARD]) == 4.5


def test_a_breather_follows_a_hard_conversation_alone():
    assert breather_until(HARD, 1000, 500) == 1500
    assert breather_until(FRUSTRATED, 1000, 500) == 0
    assert breather_until(HARD, 1000, 0) == 0


def test_time_to_wrap_up_follows_every_conversation_and_the_longer_of_the_two_counts():
    assert breather_until(CALM, 1000, 500, 200) == 1200
    assert breather_until(HARD, 1000, 500, 200) == 1500
    assert breather_until(HARD, 1000, 100, 200) == 1200
