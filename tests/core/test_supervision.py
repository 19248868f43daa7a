"""A supervisor gives a conversation to another agent: the floor moves by the same rules as ever."""

from escalation.core import commands as cmd
from escalation.core.errors import Code
from escalation.core.states import State
from tests.core.talk import HANDOFF, Talk
from tests.core.test_decide import refused


def held() -> Talk:
    talk = Talk()
    talk.customer()
    talk.finish(HANDOFF)
    talk.take("u_1", talk.now.epoch)
    return talk


def reassign(talk: Talk, to: str = "u_2", epoch: int | None = None):
    return talk.do(
        cmd.Reassign(
            agent=to,
            agent_name=to.upper(),
            epoch=talk.now.epoch if epoch is None else epoch,
            by="u_9",
            by_name="Chief",
            reason="Anna has too many",
        )
    )


def test_the_floor_moves_and_the_log_says_who_moved_it_and_why():
    talk = held()
    before = talk.now
    joined, reassigned, told = reassign(talk)
    assert (talk.now.state, talk.now.agent, talk.now.epoch) == (State.AGENT, "u_2", before.epoch + 1)
    assert joined.epoch == talk.now.epoch
    assert (reassigned.kind, reassigned.before, reassigned.by_name) == ("agent.reassigned", "u_1", "Chief")
    assert (told.key, told.variables) == ("agent_replaced", {"name": "U_2", "before": "u_1"})
    assert "too many" not in told.text, "why is for agents"
    assert talk.now.owed_since == before.owed_since, "the customer waits as before"


def test_to_who_has_it_nothing_happens_and_an_old_epoch_is_refused():
    talk = held()
    assert reassign(talk, "u_1") == []
    seen = talk.now.epoch
    reassign(talk)
    assert reassign(talk, "u_2", seen) == [], "pressed twice"
    refused(Code.STALE, lambda: reassign(talk, "u_3", seen))


def test_only_what_an_agent_has_can_be_reassigned():
    talk = held()
    talk.do(cmd.Requeue(agent="u_1", agent_name="Anna", epoch=talk.now.epoch))
    refused(Code.ILLEGAL, lambda: reassign(talk))
    talk.take("u_1", talk.now.epoch)
    talk.do(cmd.CloseByAgent(agent="u_1", agent_name="Anna", epoch=talk.now.epoch))
    refused(Code.ILLEGAL, lambda: reassign(talk))
