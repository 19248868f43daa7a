"""What runs in a conversation, what it is due for, and that what is over does nothing."""

import pytest

from bot.judgement import TurnScores
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.assignment import AssignmentRules, OfferFacts
from escalation.core.routing import ServiceLevel
from escalation.core.states import State
from escalation.core.timers import Counting, timers_of
from tests.core.talk import HANDOFF, Talk

MINUTE = 60_000
RULES = AssignmentRules(
    remind_minutes=2, reassign_minutes=5, ask_minutes=10, close_minutes=20, longest_wait_minutes=15
)
LEVEL = ServiceLevel("all", 10, next_minutes=4, resolution_minutes=60, warn_percent=50)
PLAIN = Counting(lambda start, ms: start + ms, lambda start, ms: start + ms)
FACTS = OfferFacts("least_loaded")


def waiting():
    talk = Talk()
    talk.customer()
    talk.finish(HANDOFF)
    return talk


def held():
    talk = waiting()
    talk.take("u_1", talk.now.epoch)
    return talk


def due(talk, rules=RULES, level=None):
    return {timer.kind: timer.due_at - timer.of for timer in timers_of(talk.now, rules, level, PLAIN)}


def ring(talk, agent="u_1"):
    return talk.do(cmd.Offer(agent=agent, agent_name="Anna", epoch=talk.now.epoch, until=5000, facts=FACTS))


def test_nothing_is_on_by_default():
    assert due(waiting(), AssignmentRules()) == due(held(), AssignmentRules()) == {}
    assert due(Talk(), RULES, LEVEL) == {}, "with the bot"


def test_who_waits_has_a_longest_wait_and_an_offer_an_end():
    talk = waiting()
    assert due(talk) == {"breach wait": 15 * MINUTE}
    ring(talk)
    offered_at = talk.now.ringing.since
    assert due(talk) == {"breach wait": 15 * MINUTE, "offer": 5000 - offered_at}
    talk.take("u_2", talk.now.epoch)
    assert talk.now.ringing is None


def test_the_longest_wait_is_noted_once_a_waiting():
    talk = waiting()
    note = cmd.NoteSla(clock="wait", state="breached", level="", since=talk.now.waiting_since, due_at=9)
    assert [event.kind for event in talk.do(note)] == ["sla.breached"]
    assert due(talk) == {}
    talk.take("u_1", talk.now.epoch)
    talk.do(cmd.Requeue(agent="u_1", agent_name="Anna", epoch=talk.now.epoch))
    assert due(talk) == {"breach wait": 15 * MINUTE}


def test_a_silent_agent_is_reminded_once_and_then_loses_it():
    talk = held()
    assert due(talk) == {"remind": 2 * MINUTE, "reassign": 5 * MINUTE}
    assert [event.kind for event in talk.do(cmd.Remind(agent="u_1", epoch=talk.now.epoch))] == [
        "agent.reminded"
    ]
    assert due(talk) == {"reassign": 5 * MINUTE}
    talk.customer("hello?")
    assert due(talk) == {"reassign": 5 * MINUTE}, "a second message is no second reminder"
    talk.do(cmd.Release(agent="u_1", epoch=talk.now.epoch, why="silent"))
    assert (talk.now.state, talk.now.priority, list(talk.now.passed)) == (State.QUEUED, 0, ["u_1"])


def test_a_silent_customer_is_asked_and_then_let_go():
    talk = held()
    talk.agent(agent="u_1", epoch=talk.now.epoch)
    assert due(talk) == {"ask": 10 * MINUTE}
    assert [event.key for event in talk.do(cmd.AskSilent(epoch=talk.now.epoch))] == ["still_there"]
    assert due(talk) == {"close": 20 * MINUTE}
    closed = talk.do(cmd.CloseSilent(epoch=talk.now.epoch))
    assert (closed[0].by, closed[1].key, talk.now.state) == ("timer", "closed_silent", State.CLOSED)


def test_a_word_of_the_customer_ends_the_question_and_a_snooze_moves_it():
    talk = held()
    talk.agent(agent="u_1", epoch=talk.now.epoch)
    talk.do(cmd.AskSilent(epoch=talk.now.epoch))
    talk.customer("yes")
    assert set(due(talk)) == {"remind", "reassign"}
    assert talk.do(cmd.CloseSilent(epoch=talk.now.epoch)) == []
    talk.agent(agent="u_1", epoch=talk.now.epoch)
    talk.do(cmd.Snooze(agent="u_1", epoch=talk.now.epoch, until=10**7))
    (timer,) = timers_of(talk.now, RULES, None, PLAIN)
    assert timer.due_at == 10**7 + 10 * MINUTE


def test_the_three_clocks_of_an_sla():
    talk = held()
    assert due(talk, AssignmentRules(), LEVEL) == {
        "warn first": 5 * MINUTE,
        "breach first": 10 * MINUTE,
        "warn resolution": 30 * MINUTE,
        "breach resolution": 60 * MINUTE,
    }
    note = cmd.NoteSla(clock="first", state="warned", level="all", since=talk.now.owed_since, due_at=9)
    assert [event.kind for event in talk.do(note)] == ["sla.warned"]
    assert talk.do(note) == []
    assert "warn first" not in due(talk, AssignmentRules(), LEVEL)
    talk.agent(agent="u_1", epoch=talk.now.epoch)
    assert talk.do(note) == [], "answered meanwhile"
    talk.customer("and then?")
    assert due(talk, AssignmentRules(), LEVEL)["breach next"] == 4 * MINUTE


@pytest.mark.parametrize("level", [None, ServiceLevel("all", 10, warn_percent=0)])
def test_without_an_sla_or_a_warning_none_comes(level):
    assert not [kind for kind in due(held(), AssignmentRules(), level) if kind.startswith("warn")]


def test_an_offer_rings_once_and_ends_in_its_epoch_alone():
    talk = waiting()
    assert [event.kind for event in ring(talk)] == ["agent.offered"]
    assert ring(talk, "u_2") == []
    over = talk.now.epoch
    assert talk.do(cmd.EndOffer(agent="u_2", epoch=over, ending="missed")) == []
    assert talk.do(cmd.EndOffer(agent="u_1", epoch=over - 1, ending="missed")) == []
    ended = talk.do(cmd.EndOffer(agent="u_1", epoch=over, ending="declined"))
    assert ended == [ev.OfferEnded(epoch=over, agent="u_1", agent_name="Anna", ending="declined")]
    assert list(talk.now.passed) == ["u_1"]


def test_who_lets_a_transfer_pass_is_waited_for_no_longer():
    talk = held()
    talk.do(cmd.Requeue(agent="u_1", agent_name="Anna", epoch=talk.now.epoch, to="u_2", to_name="Bea"))
    assert talk.now.wanted_agent == "u_2"
    ring(talk, "u_2")
    talk.do(cmd.EndOffer(agent="u_2", epoch=talk.now.epoch, ending="missed"))
    assert talk.now.wanted_agent is None


@pytest.mark.parametrize(
    "command",
    [
        lambda epoch: cmd.Remind(agent="u_1", epoch=epoch),
        lambda epoch: cmd.AskSilent(epoch=epoch),
        lambda epoch: cmd.CloseSilent(epoch=epoch),
        lambda epoch: cmd.EndOffer(agent="u_1", epoch=epoch, ending="missed"),
        lambda epoch: cmd.Offer(agent="u_1", agent_name="A", epoch=epoch, until=1, facts=FACTS),
    ],
)
def test_what_is_stale_does_nothing(command):
    for talk in (waiting(), held()):
        assert talk.do(command(talk.now.epoch - 1)) == []


def test_strain_is_the_most_since_the_last_cut_and_the_last_agent_stays_known():
    talk = held()
    assert talk.now.strain == 1.5
    talk.customer("this is dangerous")
    talk.finish(scores=TurnScores(risk="safety"))
    assert talk.now.strain == 2.0
    talk.do(cmd.HandBack(agent="u_1", epoch=talk.now.epoch))
    assert (talk.now.strain, talk.now.strain_before, talk.now.last_agent) == (1.0, 2.0, "u_1")
    assert (talk.now.handed_at, talk.now.sla) == (0, {})
