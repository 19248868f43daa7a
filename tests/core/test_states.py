"""Every state with every event: what the table allows happens, what it does not changes nothing."""

import dataclasses
import itertools

import pytest

from escalation.core import events as ev
from escalation.core.conversation import Conversation, IllegalEventError, PendingTurn, evolve
from escalation.core.states import FLOOR, MOVING, TABLE, Floor, State, diagram
from tests.core.samples import sample

PAIRS = list(itertools.product(State, ev.KINDS.values()))


def _in(state: State) -> Conversation:
    pending = PendingTurn("t", 1, 1, 1, "answer")
    return Conversation(
        "c", state=state, epoch=4, seq=9, pending=pending, agent="u" if state is State.AGENT else None
    )


@pytest.mark.parametrize(("state", "kind"), PAIRS, ids=lambda each: getattr(each, "kind", each))
def test_each_state_with_each_event(state, kind):
    before = _in(state)
    recorded = ev.Recorded(10, 1000, sample(kind, epoch=5))
    if (state, kind) in TABLE:
        after = evolve(before, recorded)
        assert after.state is TABLE[state, kind]
        assert after.epoch == before.epoch + (kind in MOVING)
    else:
        untouched = dataclasses.replace(before)
        with pytest.raises(IllegalEventError, match=kind.kind):
            evolve(before, recorded)
        assert before == untouched


@pytest.mark.parametrize("seq", [9, 11, 1])
def test_the_log_has_no_gaps(seq):
    with pytest.raises(IllegalEventError, match="no gaps"):
        evolve(_in(State.BOT), ev.Recorded(seq, 0, sample(ev.CustomerSaid)))


@pytest.mark.parametrize("kind", [kind for kind in MOVING if kind is not ev.Opened])
def test_a_move_that_names_another_epoch_is_refused(kind):
    state = next(state for state, known in TABLE if known is kind)
    with pytest.raises(IllegalEventError, match="epoch"):
        evolve(_in(state), ev.Recorded(10, 0, sample(kind, epoch=4)))


def test_only_one_may_speak():
    assert set(FLOOR) == set(State)
    assert [state for state in State if FLOOR[state] is Floor.AGENT] == [State.AGENT]
    assert (State.AGENT, ev.BotSaid) not in TABLE
    assert (State.QUEUED, ev.BotSaid) not in TABLE
    assert all((state, ev.AgentSaid) not in TABLE for state in State if state is not State.AGENT)


def test_the_diagram_is_drawn_from_the_table():
    for (before, kind), after in TABLE.items():
        assert (f"{before} --> {after}: {kind.kind}" in diagram()) == (kind in MOVING)
