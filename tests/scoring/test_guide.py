"""Which choice of a step a reply means, and what is said next."""

import json

import pytest

from bot import lines, triage
from bot.guide import Guide, meant
from bot.heard import Findings
from bot.settings import TriageSettings
from bot.triage import Scores
from bot.turn import DialogueState, Line, Standing
from bot.wire import plain, typed

YES_NO = (("Yes", "next"), ("No", "refill"))
WHAT = (("It burns", "igniter"), ("Nothing", "clean"))


@pytest.mark.parametrize(
    ("text", "choices", "to"),
    [
        ("Yes", YES_NO, "next"),
        ("yes it does", YES_NO, "next"),
        ("yep", YES_NO, "next"),
        ("No.", YES_NO, "refill"),
        ("it doesn't", YES_NO, "refill"),
        ("nope, still nothing", YES_NO, "refill"),
        ("the second one", YES_NO, "refill"),
        ("it burns!", WHAT, "igniter"),
        ("nothing", WHAT, "clean"),
        ("yes", WHAT, None),
        ("no idea what you mean by that at all, sorry", WHAT, None),
        ("How long does delivery take?", YES_NO, None),
        ("", YES_NO, None),
        ("yes", (), None),
        ("I know nothing about it", YES_NO, None),
    ],
)
def test_what_is_meant(text, choices, to):
    assert meant(text, choices) == to


def test_a_guide_travels_without_loss():
    guide = Guide("gas", {"gas": YES_NO, "refill": WHAT})
    assert typed(json.loads(json.dumps(plain(guide))), Guide) == guide


AT = DialogueState(guide=Standing("stove", "gas"))


def test_a_choice_leads_on():
    said, at = lines.guided([], Findings(guide="refill", band="answer"), AT)
    assert (said, at) == (
        [Line(role="step", article="stove", step="refill")],
        Standing("stove", "refill"),
    )
    said, at = lines.guided([], Findings(guide="solved", band="answer"), AT)
    assert ([each.key for each in said], at) == (["guide_solved"], None)


def test_what_is_unclear_is_asked_again_and_another_question_leaves():
    miss, other = [Line(role="fallback", key="miss")], [Line(role="answer", article="delivery")]
    said, at = lines.guided(miss, Findings(), AT)
    assert ([each.key or each.step for each in said], at) == (["guide_again", "gas"], AT.guide)
    assert lines.guided(other, Findings(band="answer", article="delivery"), AT) == (other, None)


def test_an_answer_with_steps_begins_them():
    answer = [Line(role="answer", article="stove")]
    said, at = lines.guided(answer, Findings(band="answer", article="stove", begins="gas"), DialogueState())
    assert ([each.step for each in said], at) == ([None, "gas"], Standing("stove", "gas"))


def test_steps_that_end_at_a_person_bring_one():
    found = triage.decide(
        Scores(intent="guide", confidence=1, band="answer", guide="person"), AT, TriageSettings()
    )
    assert (found.decision, found.reason, str(found.rule), found.evidence[0].words) == (
        "handoff",
        "missing_knowledge",
        "guide_ended",
        "stove",
    )
