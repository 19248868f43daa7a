"""Where a conversation goes that waits for a person, who is meant, and what reception adds."""

import pytest

from escalation.core import events as ev
from escalation.core.conversation import Conversation
from escalation.core.reasons import Reason
from escalation.core.reception import Desk, received
from escalation.core.routing import Department, Facts, ServiceLevel, Skill, When, department_of, fits, for_colleague, level_of, skills_of
from escalation.core.segments import Segment, segment_of
from escalation.core.states import State

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
    assert for_colleague(department, skills, own, able) is meant


def test_segments_by_rule():
    rules = [Segment("big", "Big", emails=["*@BIG.example"]), Segment("pro", "Pro", sites=["https://pro.*"]), Segment("by_hand", "By hand")]
    assert segment_of(rules, "Ann@big.example", "") == "big"
    assert segment_of(rules, "", "https://pro.example") == "pro"
    assert segment_of(rules, "ann@small.example", "https://shop.example") is None


def line(key, when):
    return ev.SystemSaid(key=key, text=f"back {when}", variables={"when": when})


def handed(reason=Reason.FRUSTRATION):
    return [ev.HandedOff(epoch=2, reason=reason, priority=2), ev.SystemSaid(key=f"handoff_{reason}", text="A colleague comes.")]


def desk(closed=None, departments=(), priority=2):
    return Desk(list(departments), [GERMAN], priority, lambda _department: closed)


def test_reception_routes_and_brings_forward():
    found = received(Conversation("c", state=State.BOT), handed(), Facts(language="de"), desk(departments=[ALL], priority=0), line)
    assert [each.kind for each in found] == ["handoff.requested", "conversation.routed", "system.said"]
    assert (found[0].priority, found[1].department, found[1].skills) == (0, "all", ["german"])


def test_who_is_promised_nobody_hears_the_truth_instead():
    found = received(Conversation("c", state=State.BOT), handed(), Facts(), desk(closed="Monday"), line)
    assert [getattr(each, "key", None) for each in found] == [None, "closed_now"]
    in_danger = received(Conversation("c", state=State.BOT), handed(Reason.RISK), Facts(), desk(closed="Monday"), line)
    assert [getattr(each, "key", None) for each in in_danger] == [None, "handoff_risk", "closed_now"], "what helps now stays"


def test_who_waits_already_is_not_told_again():
    waiting = Conversation("c", state=State.QUEUED, department="all")
    found = received(waiting, handed(), Facts(), desk(closed="Monday", departments=[ALL]), line)
    assert [each.kind for each in found] == ["handoff.requested", "system.said"]


def test_nothing_to_receive():
    assert received(Conversation("c"), [said := ev.CustomerSaid(client_id="c", text="hi")], Facts(), desk(), line) == [said]
