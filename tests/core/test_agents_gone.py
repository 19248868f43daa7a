"""A conversation never stays with an agent who is gone; who has it, and why, is always said."""

import pytest

from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.errors import Code, Refused
from escalation.core.states import State
from tests.core.talk import HANDOFF, Talk


def held(agent="u_1"):
    talk = Talk()
    talk.customer("help")
    talk.finish(HANDOFF)
    talk.take(agent)
    return talk


def relieve(talk, by="u_2", relieves="u_1", why="absent", epoch=None, reason=""):
    at = talk.now.epoch if epoch is None else epoch
    return talk.do(cmd.Take(agent=by, agent_name="Ben", epoch=at, relieves=relieves, why=why, reason=reason))


def test_another_agent_takes_over_and_the_epoch_moves():
    talk = held()
    epoch = talk.now.epoch
    joined, replaced, told = relieve(talk, why="supervisor", reason="Anna is ill")
    assert (talk.now.state, talk.now.agent, talk.now.epoch) == (State.AGENT, "u_2", epoch + 1)
    assert isinstance(joined, ev.AgentJoined)
    assert (replaced.before, replaced.why, replaced.text) == ("u_1", "supervisor", "Anna is ill")
    assert told.key == "agent_replaced"
    assert told.variables == {"name": "Ben", "before": "u_1"}
    with pytest.raises(Refused) as refused:
        talk.agent(agent="u_1", epoch=epoch)
    assert refused.value.code is Code.STALE


def test_who_is_not_the_one_who_was_seen_to_be_gone_keeps_it():
    talk = held("u_3")
    with pytest.raises(Refused) as refused:
        relieve(talk, relieves="u_1")
    assert refused.value.code is Code.TAKEN
    assert talk.now.agent == "u_3"


def test_a_release_names_the_epoch_it_was_set_for():
    talk = held()
    old = talk.now.epoch
    relieve(talk)
    assert talk.do(cmd.Release(agent="u_1", epoch=old, why="absent")) == []
    assert talk.do(cmd.Release(agent="u_2", epoch=old, why="absent")) == []
    assert talk.now.agent == "u_2"


@pytest.mark.parametrize("why", ["absent", "disabled"])
def test_released_conversations_go_before_others(why):
    talk = held()
    assert talk.now.priority == 1
    left, told = talk.do(cmd.Release(agent="u_1", epoch=talk.now.epoch, why=why))
    assert (left.why, told.key) == (why, f"agent_{why}")
    assert (talk.now.state, talk.now.priority, talk.now.agent) == (State.QUEUED, 0, None)


def test_asking_for_a_person_frees_the_customer_from_an_agent_who_is_gone():
    talk = held()
    assert talk.do(cmd.AskPerson(turn="t")) == []
    talk.do(cmd.AskPerson(turn="t", gone="u_1"))
    assert (talk.now.state, talk.now.priority) == (State.QUEUED, 0)


def test_a_transfer_to_who_is_there_is_theirs_at_once():
    talk = held()
    done = talk.do(
        cmd.Requeue(
            agent="u_1", agent_name="Anna", epoch=talk.now.epoch, to="u_2", to_name="Ben", present=True
        )
    )
    assert (talk.now.state, talk.now.agent, talk.now.agent_name) == (State.AGENT, "u_2", "Ben")
    assert (done[1].why, done[1].before_name, done[2].key) == ("transfer", "Anna", "agent_transferred")


def test_a_transfer_to_who_is_not_there_waits_for_them_and_says_so():
    talk = held()
    done = talk.do(cmd.Requeue(agent="u_1", agent_name="Anna", epoch=talk.now.epoch, to="u_2", to_name="Ben"))
    assert (talk.now.state, talk.now.wanted, talk.now.wanted_agent) == (State.QUEUED, "Ben", "u_2")
    assert done[-1].key == "transfer_waiting"


def test_nobody_transfers_to_themselves():
    talk = held()
    with pytest.raises(Refused, match="already have"):
        talk.do(
            cmd.Requeue(
                agent="u_1", agent_name="Anna", epoch=talk.now.epoch, to="u_1", to_name="Anna", present=True
            )
        )


def test_an_agent_reopens_what_was_closed_and_has_it():
    talk = held()
    talk.do(cmd.CloseByAgent(agent="u_1", agent_name="Anna", epoch=talk.now.epoch))
    epoch = talk.now.epoch
    talk.do(cmd.Reopen(agent="u_2", agent_name="Ben", epoch=epoch))
    assert (talk.now.state, talk.now.agent, talk.now.epoch) == (State.AGENT, "u_2", epoch + 2)
    assert talk.do(cmd.Reopen(agent="u_2", agent_name="Ben", epoch=talk.now.epoch)) == []
    with pytest.raises(Refused) as refused:
        talk.do(cmd.Reopen(agent="u_1", agent_name="Anna", epoch=talk.now.epoch))
    assert refused.value.code is Code.ILLEGAL


def test_why_they_came_outlives_the_hand_back():
    talk = held()
    talk.do(cmd.HandBack(agent="u_1", epoch=talk.now.epoch))
    assert talk.now.reason == "frustration"
