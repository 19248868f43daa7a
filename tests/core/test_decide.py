"""The rules of the conversation, one by one."""

from dataclasses import replace

import pytest

from bot.judgement import Evidence, Outcome, Tag, TurnScores
from bot.turn import DialogueState
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.errors import Code, Refused
from escalation.core.states import State
from tests.core.talk import HANDOFF, Talk


def refused(code: Code, work) -> Refused:
    with pytest.raises(Refused) as caught:
        work()
    assert caught.value.code is code
    return caught.value


def test_a_message_owes_a_turn_and_the_answer_pays_it():
    talk = Talk()
    talk.customer()
    assert talk.now.pending is not None
    talk.finish()
    assert talk.now.pending is None
    assert talk.kinds()[-2:] == ["turn.done", "bot.said"]


def test_what_arrives_while_a_turn_runs_is_one_next_turn():
    talk = Talk()
    for text in ("one", "two", "three"):
        talk.customer(text)
    assert talk.kinds().count("turn.due") == 1
    talk.finish()
    due = talk.log[-1].event
    assert isinstance(due, ev.TurnDue)
    said = [each.seq for each in talk.log if isinstance(each.event, ev.CustomerSaid)]
    assert (due.first, due.last) == (said[1], said[2])


def test_a_handoff_speaks_no_answer_and_queues():
    talk = Talk()
    talk.customer()
    talk.finish(HANDOFF)
    assert talk.now.state is State.QUEUED
    assert "bot.said" not in talk.kinds()
    assert talk.kinds()[-1] == "system.said"


def test_a_late_answer_never_lands_on_top_of_a_person():
    talk = Talk()
    talk.customer()
    talk.take()
    talk.finish()
    assert "bot.said" not in talk.kinds()
    done = next(each.event for each in talk.log if isinstance(each.event, ev.TurnDone))
    assert done.spoken is False
    assert talk.now.pending is None


def test_a_turn_that_ran_twice_speaks_once():
    talk = Talk()
    talk.customer()
    turn = talk.now.pending.turn
    talk.finish(turn=turn)
    assert talk.finish(turn=turn) == []


@pytest.mark.parametrize(
    ("error", "reason"),
    [("timeout", "bot_unavailable"), ("tool_failure", "tool_failure"), ("internal", "bot_unavailable")],
)
def test_a_failed_turn_ends_at_a_person(error, reason):
    talk = Talk()
    talk.customer()
    talk.do(cmd.FailTurn(turn=talk.now.pending.turn, next_turn="t9", error=error))
    assert talk.now.state is State.QUEUED
    assert talk.now.reason == reason


def test_a_failed_scoring_disturbs_nobody():
    talk = Talk()
    talk.customer()
    talk.finish()
    talk.take()
    talk.customer("more")
    assert talk.now.pending.mode == "score"
    talk.do(cmd.FailTurn(turn=talk.now.pending.turn, next_turn="t9", error="timeout"))
    assert talk.now.state is State.AGENT


def test_a_person_is_one_tap_away_in_every_state():
    talk = Talk()
    talk.do(cmd.AskPerson(turn="t"))
    assert talk.now.state is State.QUEUED
    assert talk.do(cmd.AskPerson(turn="t")) == []
    talk.take()
    assert talk.do(cmd.AskPerson(turn="t")) == []
    talk.do(cmd.CloseByAgent(agent="u_1", agent_name="u_1", epoch=talk.now.epoch))
    talk.do(cmd.AskPerson(turn="t"))
    assert talk.now.state is State.QUEUED


def test_two_agents_cannot_both_take():
    talk = Talk()
    talk.do(cmd.AskPerson(turn="t"))
    seen = talk.now.epoch
    talk.take("u_1", seen)
    assert "u_1" in str(refused(Code.TAKEN, lambda: talk.take("u_2", seen)))
    assert talk.now.agent == "u_1"
    assert talk.take("u_1", seen) == []


def test_a_stale_draft_is_refused_and_changes_nothing():
    talk = Talk()
    talk.do(cmd.AskPerson(turn="t"))
    talk.take()
    seen = talk.now.epoch
    talk.do(cmd.HandBack(agent="u_1", epoch=seen))
    before = talk.now
    assert "draft" in str(refused(Code.STALE, lambda: talk.agent(epoch=seen)))
    talk.take()
    refused(Code.STALE, lambda: talk.agent(epoch=seen))
    refused(Code.STALE, lambda: talk.agent(agent="u_2"))
    assert before.seq < talk.now.seq


@pytest.mark.parametrize("again", ["hand_back", "reopen"])
def test_a_cut_never_triggers_again(again):
    talk = Talk()
    talk.customer("angry words")
    angry = DialogueState(
        level=5.0, misses=2, form="order_status_form", slots={"email": "x"}, rejected=("a1",)
    )
    talk.finish(HANDOFF, case=angry)
    talk.take()
    if again == "hand_back":
        talk.do(cmd.HandBack(agent="u_1", epoch=talk.now.epoch))
    else:
        talk.do(cmd.CloseByAgent(agent="u_1", agent_name="u_1", epoch=talk.now.epoch))
        talk.customer("hello again")
    case = talk.now.case
    assert talk.now.state is State.BOT
    assert (case.level, case.misses, case.turns, case.form, case.slots) == (0.0, 0, (), None, {})
    assert case.rejected == ("a1",)


def test_a_rejected_answer_is_remembered_also_when_the_thumb_overtakes_the_turn():
    talk = Talk()
    talk.customer()
    talk.finish()
    answer = talk.now.seq
    talk.customer("and now?")
    talk.do(cmd.RateAnswer(of=answer, helpful=False))
    talk.finish()
    case = talk.now.case
    assert case.rejected == ("a1",)
    assert case.misses == 1


def test_only_answers_can_be_rated():
    talk = Talk()
    talk.customer()
    refused(Code.NOT_FOUND, lambda: talk.do(cmd.RateAnswer(of=talk.now.seq, helpful=True)))


def test_closing_twice_is_once_and_writing_reopens():
    talk = Talk()
    talk.do(cmd.CloseByCustomer())
    assert talk.do(cmd.CloseByCustomer()) == []
    talk.customer("wait")
    assert talk.now.state is State.BOT
    assert talk.now.pending.mode == "answer"


def test_leaving_the_queue():
    talk = Talk()
    refused(Code.ILLEGAL, lambda: talk.do(cmd.LeaveQueue()))
    talk.do(cmd.AskPerson(turn="t"))
    talk.do(cmd.LeaveQueue())
    assert talk.now.state is State.BOT


def test_nothing_happens_to_a_conversation_that_is_not_there():
    from escalation.core.conversation import Conversation
    from escalation.core.decide import decide

    refused(
        Code.NOT_FOUND, lambda: decide(Conversation("x"), cmd.CloseByCustomer(), lambda key, variables: key)
    )


def test_a_job_that_broke_off_is_told_to_the_colleague():
    talk = Talk()
    talk.customer()
    broken = [Outcome(action="cancel", result="unknown", order="BW-1")]
    events = talk.do(
        cmd.FailTurn(turn=talk.now.pending.turn, next_turn="t9", error="tool_failure", actions=broken)
    )
    handed = next(event for event in events if isinstance(event, ev.HandedOff))
    assert handed.evidence == (
        Evidence(Tag("action", "cancel broke off, and may have happened"), "BW-1", 0, 1.0),
    )


@pytest.mark.parametrize(
    ("rule", "key", "priority"),
    [
        ("risk:self_harm", "handoff_risk_self_harm", -1),
        ("risk:safety", "handoff_risk_safety", 0),
        ("risk:legal", "handoff_risk", 0),
        ("made_up", "handoff_risk", 0),
    ],
)
def test_a_risk_says_what_matters_now_and_is_served_first(rule, key, priority):
    talk = Talk()
    talk.customer()
    events = talk.finish(replace(HANDOFF, reason="risk", rule=Tag.parse(rule)))
    handed = next(event for event in events if isinstance(event, ev.HandedOff))
    said = next(event for event in events if isinstance(event, ev.SystemSaid))
    assert (handed.priority, said.key) == (priority, key)


def test_who_waits_and_is_in_danger_is_served_first_and_keeps_their_time():
    talk = Talk()
    talk.customer()
    talk.finish(HANDOFF)
    since, epoch = talk.now.waiting_since, talk.now.epoch
    talk.customer("something grave")
    evidence = (Evidence(Tag("risk", "self_harm"), "something grave", 0, 1.0),)
    other = Evidence(Tag("mood", "sounds negative"))
    events = talk.finish(scores=TurnScores(risk="self_harm", evidence=(other, *evidence)))
    handed = next(event for event in events if isinstance(event, ev.HandedOff))
    assert (handed.reason, handed.rule, handed.priority, handed.evidence) == (
        "risk",
        Tag("risk", "self_harm"),
        -1,
        evidence,
    )
    assert (talk.now.state, talk.now.priority, talk.now.waiting_since, talk.now.epoch) == (
        State.QUEUED,
        -1,
        since,
        epoch + 1,
    )
    talk.customer("again")
    assert not any(
        isinstance(each, ev.HandedOff) for each in talk.finish(scores=TurnScores(risk="self_harm"))
    )
    talk.customer("or so")
    assert not any(isinstance(each, ev.HandedOff) for each in talk.finish(scores=TurnScores(risk="legal")))


def test_a_correction_is_sent_once_to_who_was_told():
    talk = Talk()
    talk.customer()
    talk.finish()
    correction = cmd.Correct(article="a1", version=2, title="T", text="It was wrong.", by="u_1")
    talk.do(correction)
    refused(Code.STALE, lambda: talk.do(correction))
    refused(
        Code.ILLEGAL, lambda: talk.do(cmd.Correct(article="a2", version=2, title="T", text="x", by="u_1"))
    )
    talk.do(cmd.Correct(article="a1", version=3, title="T", text="And once more.", by="u_1"))
    assert [
        each.event.variables["version"] for each in talk.log if getattr(each.event, "key", "") == "correction"
    ] == [2, 3]


def test_who_waits_is_asked_one_thing_at_most():
    fresh = Talk()
    fresh.do(cmd.AskPerson(turn="t"))
    assert said_keys(fresh)[-2:] == ["handoff_customer_request", "intake_topic"]
    talk = Talk()
    talk.customer()
    talk.finish(replace(HANDOFF, reason="complexity"))
    assert said_keys(talk)[-2:] == ["handoff_complexity", "intake_order"]
    known = Talk()
    known.customer()
    known.finish(replace(HANDOFF, reason="complexity"), case=DialogueState(slots={"order_number": "BW-1"}))
    assert said_keys(known)[-1] == "handoff_complexity"


@pytest.mark.parametrize("reason", ["frustration", "risk"])
def test_who_is_upset_or_in_danger_is_asked_nothing(reason):
    talk = Talk()
    talk.customer()
    talk.finish(replace(HANDOFF, reason=reason))
    assert not any(key.startswith("intake") for key in said_keys(talk))


def said_keys(talk):
    return [each.event.key for each in talk.log if isinstance(each.event, ev.SystemSaid)]


def test_notes_labels_and_verdicts_need_no_floor():
    talk = Talk()
    talk.customer()
    talk.finish(HANDOFF)
    talk.do(
        cmd.AddNote(
            agent="u_2", agent_name="Bea", client_id="note-0001", text="@anna look", mentions=("anna",)
        )
    )
    talk.do(cmd.Label(agent="u_2", agent_name="Bea", labels=("refund", "vip", "refund")))
    assert talk.do(cmd.Label(agent="u_2", agent_name="Bea", labels=("vip", "refund"))) == []
    talk.do(cmd.GiveVerdict(agent="u_2", verdict="too_late"))
    assert (talk.now.labels, talk.now.verdict, talk.now.state) == (
        ["refund", "vip"],
        "too_late",
        State.QUEUED,
    )
    assert [each.event.of for each in talk.log if isinstance(each.event, ev.VerdictGiven)] == [
        talk.now.handoff
    ]
    refused(Code.BAD_REQUEST, lambda: talk.do(cmd.GiveVerdict(agent="u_2", verdict="fine")))
    refused(Code.ILLEGAL, lambda: Talk().do(cmd.GiveVerdict(agent="u_2", verdict="right")))


def test_answering_later_ends_when_the_customer_writes():
    talk = Talk()
    talk.customer()
    talk.finish(HANDOFF)
    talk.take()
    refused(Code.STALE, lambda: talk.do(cmd.Snooze(agent="u_2", epoch=talk.now.epoch, until=99)))
    talk.do(cmd.Snooze(agent="u_1", epoch=talk.now.epoch, until=99))
    assert talk.now.snoozed_until == 99
    talk.customer("are you there?")
    assert talk.now.snoozed_until == 0


def test_a_colleague_may_be_named():
    talk = Talk()
    talk.customer()
    talk.finish(HANDOFF)
    talk.take()
    talk.do(cmd.Requeue(agent="u_1", agent_name="Anna", epoch=talk.now.epoch, to="u_2", to_name="Bea"))
    assert (talk.now.state, talk.now.wanted) == (State.QUEUED, "Bea")
    talk.take("u_3")
    assert talk.now.wanted is None


def test_an_option_is_pressed_once():
    talk = Talk()
    talk.customer("cancel my order")
    question = talk.ask()
    assert talk.now.offered == question
    talk.press(question)
    refused(Code.STALE, lambda: talk.press(question, "No, thank you"))


def test_an_option_of_an_earlier_question_is_refused_and_nothing_happens():
    talk = Talk()
    talk.customer("cancel my order")
    first = talk.ask()
    talk.press(first)
    second = talk.ask()
    assert second > first
    before = talk.now
    sentence = str(refused(Code.STALE, lambda: talk.press(first)))
    assert "not sent" in sentence
    assert talk.now == before
    talk.press(second)


def test_while_the_bot_thinks_of_something_newer_nothing_is_on_offer():
    talk = Talk()
    talk.customer("cancel my order")
    talk.customer("or rather not")
    question = talk.ask()
    assert talk.now.pending is not None
    refused(Code.STALE, lambda: talk.press(question))


@pytest.mark.parametrize(
    "moved",
    [
        lambda talk: talk.take(),
        lambda talk: talk.do(cmd.AskPerson(turn="x")),
        lambda talk: talk.do(cmd.CloseByCustomer()),
    ],
)
def test_who_has_the_floor_is_not_told_what_the_bot_asked(moved):
    talk = Talk()
    talk.customer("cancel my order")
    question = talk.ask()
    moved(talk)
    refused(Code.STALE, lambda: talk.press(question))


def test_a_line_after_the_question_leaves_its_options():
    talk = Talk()
    talk.customer("cancel my order")
    question = talk.ask()
    talk.do(cmd.ShareFile(client_id="file-0001", file="f", media="image/png", size=1, name="a.png"))
    talk.press(question)


def test_what_is_written_needs_no_question():
    talk = Talk()
    talk.customer("cancel my order")
    talk.ask()
    talk.customer("yes")
    talk.customer("please")
