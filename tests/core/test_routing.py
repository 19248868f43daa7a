"""Where a conversation goes that waits for a person, who is meant, and what a hand-off adds."""

import pytest

from bot.judgement import TurnScores, Understanding
from bot.turn import DialogueState
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import Conversation
from escalation.core.decide import decide
from escalation.core.handoff import hand_off
from escalation.core.reasons import Reason
from escalation.core.routing import (
    Department,
    Facts,
    Routing,
    ServiceLevel,
    Skill,
    When,
    department_of,
    fits,
    for_agent,
    level_of,
    skills_of,
)
from escalation.core.routing_trial import compare, hand_offs
from escalation.core.segments import Segment, segment_of
from escalation.core.states import State
from tests.core.talk import HANDOFF, Talk

BILLING = Department("billing", "Billing", When(topics=["payment", "refund_*"]))
NIGHT = Department("night", "Night", by_hand=True)
ALL = Department("all", "Everybody")
GERMAN = Skill("german", "German", When(languages=["de"]))


@pytest.mark.parametrize(
    ("when", "fitting"),
    [
        (When(), True),
        (When(reasons=["frustration"]), True),
        (When(reasons=["risk"]), False),
        (When(topics=["refund_*"]), True),
        (When(topics=["delivery", "refund_late"]), True),
        (When(reasons=["frustration"], languages=["fr"]), False),
        (When(segments=["vip"], sites=["https://*.example"]), True),
        (When(departments=["billing"]), False),
    ],
)
def test_each_condition_that_is_named_must_fit(when, fitting):
    facts = Facts("frustration", frozenset({"refund_late", "returns"}), "de", "vip", "https://shop.example")
    assert fits(when, facts) is fitting


def test_the_first_department_that_fits_takes_it():
    desks = [NIGHT, BILLING, ALL]
    assert department_of(desks, Facts(topics=frozenset({"refund_late"}))) == BILLING
    assert department_of(desks, Facts(topics=frozenset({"delivery_time"}))) == ALL
    assert department_of([NIGHT, BILLING], Facts()) is None


def test_skills_and_levels_follow_conditions():
    assert skills_of([GERMAN, Skill("idle", "Without conditions")], Facts(language="de")) == ["german"]
    levels = [ServiceLevel("fast", 5, When(segments=["vip"])), ServiceLevel("all", 30)]
    assert [level_of(levels, Facts(segment=each)).minutes for each in ("vip", "")] == [5, 30]
    assert level_of(levels[:1], Facts()) is None


@pytest.mark.parametrize(
    ("department", "skills", "own", "able", "meant"),
    [
        (None, [], [], [], True),
        ("billing", [], [], [], True),
        ("billing", [], ["billing"], [], True),
        ("billing", [], ["returns"], [], False),
        (None, ["german"], ["returns"], [], False),
        (None, ["german"], ["returns"], ["german", "french"], True),
    ],
)
def test_who_is_meant(department, skills, own, able, meant):
    assert for_agent(department, skills, own, able) is meant


def test_segments_by_rule():
    rules = [
        Segment("big", "Big", emails=["*@BIG.example"]),
        Segment("pro", "Pro", sites=["https://pro.*"]),
        Segment("by_hand", "By hand"),
    ]
    assert segment_of(rules, "Ann@big.example", "") == "big"
    assert segment_of(rules, "", "https://pro.example") == "pro"
    assert segment_of(rules, "ann@small.example", "https://shop.example") is None


def words(key, variables):
    return f"{key} {variables.get('when', '')}".strip()


def handed(now, routing, reason=Reason.FRUSTRATION):
    return hand_off(ev.HandedOff(epoch=2, reason=reason, priority=2), now, [], words, routing)


def routing(closed=None, departments=(), priority=2, language=""):
    return Routing(list(departments), [GERMAN], "", priority, language, closed=lambda _department: closed)


def test_a_hand_off_is_routed_and_brought_forward():
    found = handed(Conversation("c", state=State.BOT), routing(departments=[ALL], priority=0, language="de"))
    assert [each.kind for each in found] == ["handoff.requested", "conversation.routed", "system.said"]
    assert (found[0].priority, found[1].department, found[1].skills) == (0, "all", ["german"])


def test_topics_of_what_was_understood_choose_the_department():
    paying = Routing([BILLING], [], topic=lambda name: "payment" if name == "invoice_copy" else None)
    found = hand_off(
        ev.HandedOff(epoch=2, reason=Reason.COMPLEXITY, priority=2),
        Conversation("c"),
        ["invoice_copy"],
        words,
        paying,
    )
    assert found[1].department == "billing"


def test_who_is_promised_nobody_hears_the_truth_instead():
    found = handed(Conversation("c", state=State.BOT), routing(closed="Monday"))
    assert [getattr(each, "key", None) for each in found] == [None, "closed_now"]
    assert found[1].text == "closed_now Monday"
    in_danger = handed(Conversation("c", state=State.BOT), routing(closed="Monday"), Reason.RISK)
    assert [getattr(each, "key", None) for each in in_danger] == [None, "handoff_risk", "closed_now"], (
        "what helps now stays"
    )
    assert handed(Conversation("c", state=State.BOT), routing(closed=""))[1].key == "closed_now_unknown"


def test_who_waits_already_is_not_told_again():
    waiting = Conversation("c", state=State.QUEUED, department="all")
    found = handed(waiting, routing(closed="Monday", departments=[ALL]))
    assert [each.kind for each in found] == ["handoff.requested", "system.said"]


def test_routing_is_asked_for_only_by_a_hand_off():
    asked, now = [], Conversation("c", state=State.BOT)
    decide(
        now, cmd.CustomerSay(client_id="c-1234567", text="hi", turn="t"), words, lambda: asked.append("early")
    )
    assert asked == []
    found = decide(now, cmd.AskPerson(turn="t"), words, lambda: routing(closed="Monday"))
    assert [getattr(each, "key", each.kind) for each in found] == [
        "handoff.requested",
        "closed_now",
        "intake_topic",
    ]


def understood(talk, intent, decision=None):
    talk.customer(intent)
    return talk.finish(decision, understanding=Understanding(intent=intent))


def to_department(talk, command_or_turn):
    """Where the hand-off that comes of it goes, with departments for billing and delivery."""
    desks = [Department("delivery", "Delivery", When(topics=["delivery"])), BILLING, ALL]
    made = decide(talk.now, command_or_turn, lambda key, _variables: key, lambda: Routing(desks))
    return next(event.department for event in made if isinstance(event, ev.Routed))


def test_a_charge_and_then_a_wish_for_a_person_is_billing():
    """Topics are all since the last cut, not what the last message was about."""
    talk = Talk()
    understood(talk, "refund_late")
    talk.customer("I want a person")
    pending = talk.now.pending.turn
    turn = cmd.FinishTurn(
        turn=pending,
        next_turn="n",
        lines=[],
        understanding=Understanding(intent="ask_person"),
        scores=TurnScores(),
        decision=HANDOFF,
        case=DialogueState(),
        settings="s",
        model="m",
        actions=[],
        took_ms=1,
    )
    assert to_department(talk, turn) == "billing"
    talk.finish(understanding=Understanding(intent="ask_person"))
    assert to_department(talk, cmd.AskPerson(turn="x")) == "billing"


def test_of_several_matters_the_latest_decides_whatever_the_order():
    talk = Talk()
    for intent in ("refund_late", "delivery", "thanks"):
        understood(talk, intent)
    assert to_department(talk, cmd.AskPerson(turn="x")) == "delivery"
    understood(talk, "refund_late")
    assert talk.now.topics == ["delivery", "thanks", "refund_late"]
    assert to_department(talk, cmd.AskPerson(turn="x")) == "billing"


@pytest.mark.parametrize("cut", [cmd.LeaveQueue(), cmd.CloseByCustomer()])
def test_a_cut_ends_what_it_was_about(cut):
    talk = Talk()
    understood(talk, "refund_late", HANDOFF)
    talk.do(cut)
    assert to_department(talk, cmd.AskPerson(turn="x")) == "all"


def test_hand_offs_of_the_past_tried_with_other_rules():
    talk = Talk()
    understood(talk, "refund_late", HANDOFF)
    talk.do(cmd.LeaveQueue())
    understood(talk, "delivery", HANDOFF)
    made = hand_offs("c1", talk.log, 0)
    assert [hand_off.after.topics for hand_off in made] == [["refund_late"], ["delivery"]]
    now, other = Routing([ALL]), Routing([BILLING, ALL], [GERMAN], priority=0, language="de")
    trial = compare(made, lambda _talk: now, lambda _talk: other)
    assert (trial.hand_offs, trial.before, trial.after) == (2, {"all": 2}, {"billing": 1, "all": 1})
    first = trial.changed[0]
    assert (first.before.department, first.after.department) == ("all", "billing")
    assert (first.after.skills, first.before.priority, first.after.priority) == (("german",), 1, 0)
    assert compare(made, lambda _talk: now, lambda _talk: now).changed == []
    assert hand_offs("c1", talk.log, talk.now.updated_at + 1) == []
