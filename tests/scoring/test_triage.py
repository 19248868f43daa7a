"""Letting go: the rules, their order, the offer step and its silence."""

import dataclasses

import pytest

from bot import triage
from bot.judgement import Decision, Evidence, Outcome, Tag
from bot.settings import PRESETS, TriageError, TriageSettings
from bot.triage import Scores, decide
from bot.turn import DialogueState, Past, cut, reject
from tests.core.samples import FIRST_CASE

CALM = Scores(intent="faq", confidence=0.9, band="answer", article="a1")
MISS = Scores(intent="nlu_fallback", confidence=0.1, band="admit")
S = TriageSettings()


def test_a_calm_question_stays():
    assert decide(CALM, DialogueState(), S).decision == "stay"


@pytest.mark.parametrize(
    ("scores", "reason", "rule"),
    [
        ({"risk": "legal"}, "risk", "risk:legal"),
        ({"asks_person": True}, "customer_request", "asked_for_a_person"),
        ({"frustration": 0.8}, "frustration", "frustration_handoff"),
        ({"complexity": 0.95}, "complexity", "complexity_handoff"),
        ({"risk": "fraud", "asks_person": True, "frustration": 1.0}, "risk", "risk:fraud"),
    ],
)
def test_hand_overs_and_their_order(scores, reason, rule):
    found = decide(dataclasses.replace(CALM, **scores), DialogueState(), S)
    assert (found.decision, found.reason, str(found.rule)) == ("handoff", reason, rule)
    assert found.counterfactual


def test_evidence_goes_with_the_decision():
    scores = dataclasses.replace(
        CALM,
        frustration=0.9,
        evidence=(Evidence(Tag("mood", "insult"), "idiots", 0, 2.2), Evidence(Tag("complexity", "long"))),
    )
    assert [each.words for each in decide(scores, DialogueState(), S).evidence] == ["idiots"]


def test_misses_stay_then_offer_then_a_person():
    case = DialogueState()
    seen = []
    for _ in range(3):
        found = decide(MISS, case, S)
        seen.append(found.decision)
        case = triage.advance(case, "?", MISS, found, ())
    assert seen == ["stay", "offer", "handoff"]


def test_an_answer_that_helped_forgets_the_misses():
    case = triage.advance(
        DialogueState(misses=2),
        "q",
        CALM,
        decide(CALM, DialogueState(misses=2), S),
        (Past("bot", "", "answer", "a1"),),
    )
    assert case.misses == 0


def test_a_declined_offer_silences_offers_but_no_hard_rule():
    offered = DialogueState(count=3, offered_at=3, turns=(Past("bot", "offer_person", "offer"),))
    no = dataclasses.replace(CALM, intent="deny", article=None)
    case = triage.advance(offered, "no", no, decide(no, offered, S), ())
    assert case.declined_at == 4
    tense = dataclasses.replace(CALM, frustration=0.7)
    assert decide(tense, case, S).decision == "stay"
    assert decide(dataclasses.replace(tense, frustration=0.9), case, S).decision == "handoff"
    later = dataclasses.replace(case, count=case.declined_at + S.offer_pause)
    assert decide(tense, later, S).decision == "offer"


def test_accepting_the_offer_brings_a_person():
    offered = DialogueState(count=3, offered_at=3, turns=(Past("bot", "offer_person", "offer"),))
    yes = dataclasses.replace(CALM, intent="affirm", article=None)
    assert decide(yes, offered, S).rule == Tag("offer_accepted")
    assert decide(yes, DialogueState(), S).decision == "stay"


def test_asking_again_after_the_same_answer_is_a_miss():
    answered = DialogueState(turns=(Past("customer", "q"), Past("bot", "", "answer", "a1")))
    assert triage.is_miss(dataclasses.replace(CALM, repeats=0.9), answered, S)
    assert not triage.is_miss(dataclasses.replace(CALM, repeats=0.9, article="a2"), answered, S)
    assert not triage.is_miss(dataclasses.replace(CALM, repeats=0.82), answered, S)


def test_inside_a_form_only_what_gives_it_nothing_is_a_miss():
    form = DialogueState(form="order_status_form")
    assert not triage.is_miss(dataclasses.replace(MISS, fills=True), form, S)
    assert triage.is_miss(MISS, form, S)
    assert triage.is_miss(dataclasses.replace(MISS, band="ask"), form, S)


def test_what_the_business_says_can_bring_a_person():
    limit, nobody = (
        (Outcome(action="cancel", result="policy_limit", order="BW-1"),),
        (Outcome(action="cancel", result="not_found", order="BW-1"),),
    )
    stay = Decision()
    assert triage.after_actions(stay, DialogueState(), (Outcome(action="cancel", result="done"),), S) == stay
    over = triage.after_actions(stay, DialogueState(), limit, S)
    assert (over.decision, over.reason, over.evidence[0].words) == ("handoff", "policy_limit", "BW-1")
    assert triage.after_actions(stay, DialogueState(), nobody, S) == Decision(miss=True)
    assert triage.after_actions(stay, DialogueState(misses=1), nobody, S).decision == "offer"
    assert triage.after_actions(stay, DialogueState(misses=1, count=3, declined_at=2), nobody, S) == Decision(
        miss=True
    )
    assert (
        triage.after_actions(stay, DialogueState(misses=2, count=3, declined_at=2), nobody, S).decision
        == "handoff"
    )


@pytest.mark.parametrize(
    "bad",
    [
        {"frustration_offr": 0.5},
        {"frustration_offer": 2},
        {"misses_offer": 0},
        {"misses_offer": 1.5},
        {"frustration_offer": True},
    ],
)
def test_bad_settings_are_sentences(bad):
    with pytest.raises(TriageError, match=next(iter(bad))):
        TriageSettings.from_json(bad)


def test_a_case_stored_by_an_earlier_baton_is_read():
    assert DialogueState.from_json(FIRST_CASE) == DialogueState()
    past = {"who": "bot", "text": "article", "kind": "answer", "article": "a1", "intent": None}
    assert DialogueState.from_json({**FIRST_CASE, "turns": [past]}).turns == (
        Past("bot", "article", "answer", "a1"),
    )


def test_a_case_travels_without_loss():
    case = DialogueState(
        turns=(Past("customer", "hi"),), rejected=("a",), slots={"email": "x"}, form="f", level=1.25
    )
    assert DialogueState.from_json(case.to_json()) == case
    assert DialogueState.from_json({}) == DialogueState()
    with pytest.raises(ValueError, match="version"):
        DialogueState.from_json({"version": 99})


def test_a_case_is_bounded():
    case = DialogueState()
    for at in range(100):
        case = case.with_past(Past("customer", "x" * 10_000 + str(at)))
    assert len(case.turns) == 12
    assert all(len(turn.text) == 500 for turn in case.turns)


def test_rejecting_is_idempotent_and_outlives_a_cut():
    once = reject(DialogueState(), "a1")
    assert reject(once, "a1") == once
    assert cut(once) == DialogueState(rejected=("a1",))


def test_turning_an_offer_down_in_other_words_is_no_miss():
    offered = DialogueState(
        count=2,
        misses=1,
        offered_at=2,
        turns=(Past("customer", "the mat loses air"), Past("bot", "offer_person", "offer")),
    )
    no = dataclasses.replace(MISS, begins_no=True)
    found = decide(no, offered, S)
    assert (found.decision, found.miss) == ("stay", False)
    after = triage.advance(offered, "no, let me try first", no, found, ())
    assert (after.declined_at, after.misses) == (3, 1)


def test_who_agrees_has_asked_nothing():
    case = DialogueState(misses=2)
    assert not decide(dataclasses.replace(MISS, accepts=True), case, S).miss
    assert decide(MISS, case, S).decision == "handoff"


def test_another_language_is_offered_a_person_unless_it_was_understood():
    foreign = dataclasses.replace(MISS, language="de", evidence=(Evidence(Tag("language", "de")),))
    found = decide(foreign, DialogueState(), S)
    assert (found.decision, str(found.rule), found.reason) == ("offer", "other_language", "missing_knowledge")
    assert decide(dataclasses.replace(foreign, band="answer"), DialogueState(), S).decision == "stay"
    assert decide(foreign, DialogueState(count=1, offered_at=1), S).decision == "stay"


STUCK = dataclasses.replace(
    CALM, stuck=0.8, evidence=(Evidence(Tag("stuck", "told that it did not help"), "did that", 0, 1.2),)
)


def test_a_talk_that_stands_still_brings_a_person_however_polite():
    found = decide(STUCK, DialogueState(count=2), S)
    assert (found.decision, found.reason, str(found.rule)) == (
        "handoff",
        "repeated_question",
        "stuck_handoff",
    )
    assert found.evidence[0].words == "did that"
    assert decide(dataclasses.replace(STUCK, stuck=0.68), DialogueState(count=2), S).rule == Tag(
        "stuck_offer"
    )


def test_who_thanks_and_means_it_is_not_fetched_a_person_however_it_is_worded():
    upset = dataclasses.replace(CALM, frustration=0.9, need=0.9, themes={"angry": 1.0})
    assert decide(upset, DialogueState(count=3), S).decision == "handoff"
    glad = dataclasses.replace(upset, accepts=True, sentiment=0.4)
    assert decide(glad, DialogueState(count=3), S).decision == "stay"
    assert decide(dataclasses.replace(glad, sentiment=-0.4), DialogueState(count=3), S).decision == "handoff"


def test_thanks_cancel_no_miss_in_a_talk_that_stands_still():
    thanks = dataclasses.replace(MISS, accepts=True)
    assert not triage.is_miss(thanks, DialogueState(count=2), S)
    assert triage.is_miss(dataclasses.replace(thanks, stuck=0.68), DialogueState(count=2), S)


def test_what_went_before_counts_only_in_a_turn_that_shows_something_itself():
    due = dataclasses.replace(CALM, need=0.9, themes={"angry": 1.0, "stuck": 0.2})
    assert decide(due, DialogueState(count=3), S).decision == "stay"
    stirred = decide(dataclasses.replace(due, frustration=0.61), DialogueState(count=3), S)
    assert (stirred.decision, stirred.reason, str(stirred.rule)) == ("handoff", "frustration", "need_handoff")


def test_a_wish_in_other_words_is_a_request_and_after_an_offer_less_is_enough():
    assert decide(dataclasses.replace(CALM, wants_person=0.85), DialogueState(), S).rule == Tag(
        "asked_for_a_person"
    )
    assert decide(dataclasses.replace(CALM, wants_person=0.7), DialogueState(), S).rule == Tag("wish_offer")
    word_for_word = dataclasses.replace(CALM, wants_person=0.85, confidence=0.95)
    assert decide(word_for_word, DialogueState(), S).decision == "stay"
    assert (
        decide(dataclasses.replace(word_for_word, asks_person=True), DialogueState(), S).decision == "handoff"
    )
    offered = DialogueState(count=3, offered_at=3, turns=(Past("bot", "offer_person", "offer"),))
    assert decide(dataclasses.replace(CALM, wants_person=0.5), offered, S).rule == Tag("offer_accepted")
    assert decide(dataclasses.replace(CALM, wants_person=0.5, begins_no=True), offered, S).decision == "stay"


def test_who_says_that_it_is_well_now_is_not_fetched_a_person_for_what_went_before():
    before = dataclasses.replace(CALM, need=0.9, stuck=0.8)
    assert decide(before, DialogueState(), S).decision == "handoff"
    assert decide(dataclasses.replace(before, resolved=True), DialogueState(), S).decision == "stay"
    assert (
        decide(dataclasses.replace(before, resolved=True, frustration=0.9), DialogueState(), S).decision
        == "handoff"
    )
    assert decide(dataclasses.replace(before, accepts=True), DialogueState(), S).decision == "handoff", (
        "manners hide no standstill"
    )


def test_a_probable_answer_is_an_answer():
    probable = dataclasses.replace(CALM, band="probable")
    assert not triage.is_miss(probable, DialogueState(), S)
    assert (
        triage.advance(
            DialogueState(misses=2), "q", probable, decide(probable, DialogueState(misses=2), S), ()
        ).misses
        == 0
    )


def test_marks_travel_and_end_with_a_cut():
    marked = triage.advance(
        DialogueState(), "q", dataclasses.replace(CALM, marks={"stuck_most": 0.4}), Decision(), ()
    )
    assert DialogueState.from_json(marked.to_json()).marks == {"stuck_most": 0.4}
    assert cut(marked).marks == {}


def test_each_pace_is_nowhere_slower_than_the_one_before():
    calm, balanced, quick = (PRESETS[pace] for pace in ("calm", "balanced", "quick"))
    assert balanced.items() <= TriageSettings().to_json().items()
    for name in balanced:
        assert calm[name] > balanced[name] > quick[name], name
    for numbers in PRESETS.values():
        TriageSettings.from_json(numbers)
        for name in ("frustration", "complexity", "stuck", "need", "misses"):
            assert numbers[f"{name}_offer"] < numbers[f"{name}_handoff"], name
