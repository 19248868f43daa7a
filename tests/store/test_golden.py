"""What was once written must be readable for ever."""

import json
from pathlib import Path

import pytest

from bot.judgement import Tag, Topic, TurnScores, Understanding, of_topic
from bot.turn import Standing
from escalation.core import events as ev
from escalation.store.codec import UnreadableEventError, from_row, to_row
from tests.core.samples import sample

FILES = sorted((Path(__file__).parents[1] / "golden" / "events").glob("*.json"))


def test_every_kind_and_version_has_its_example():
    assert {file.stem for file in FILES} == {f"{kind}@{version}" for kind, version in ev.KINDS}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_example_is_read_as_it_was_meant(file):
    row = json.loads(file.read_text())
    read = from_row(
        (row["seq"], row["at"], row["kind"], row["version"], json.dumps(row["data"]), row["text"])
    )
    assert read == ev.Recorded(7, 1_700_000_000_000, sample(ev.KINDS[row["kind"], row["version"]]))
    assert json.loads(to_row(read)[5]) == row["data"]


EVIDENCE = [
    {"what": "risk:self_harm, by its meaning", "words": "the words", "ago": 0, "weight": 0.91},
    {"what": "repeat:asked again", "words": "", "ago": 1, "weight": 0.9},
    {"what": "a kind of another age", "words": "", "ago": 0, "weight": 0.5},
]
TURN = {
    "turn": "t_1",
    "epoch": 1,
    "last": 2,
    "mode": "answer",
    "understanding": {
        "intent": "order_status",
        "confidence": 0.93,
        "band": "probable",
        "article": None,
        "ranking": [["order_status", 0.9], ["delivery_time", 0.05]],
        "nearest": 0.8,
        "entities": [{"entity": "order_number", "value": "BW-1"}],
        "language": None,
    },
    "scores": {
        "sentiment": -0.4,
        "frustration": 0.2,
        "complexity": 0.1,
        "risk": "self_harm",
        "stuck": 0.0,
        "wants_person": 0.0,
        "need": 0.3,
        "evidence": EVIDENCE,
    },
    "decision": {
        "decision": "handoff",
        "reason": "risk",
        "rule": "risk:self_harm",
        "evidence": EVIDENCE[:1],
        "counterfactual": "Other words.",
        "miss": False,
    },
    "case": {
        "version": 1,
        "turns": [
            {"who": "bot", "text": "", "kind": "step", "article": "a", "intent": None, "offered": ["b"]}
        ],
        "count": 1,
        "misses": 0,
        "offered_at": 0,
        "declined_at": 0,
        "level": 0.25,
        "rejected": ["a1"],
        "slots": {"order_number": "BW-1", "facts": {"items": "1 × Tent"}},
        "form": None,
        "guide": {"article": "stove", "step": "gas"},
        "marks": {"stuck_most": 0.4},
    },
    "settings": "default",
    "model": "m",
    "actions": [{"action": "cancel", "result": "done", "order": "BW-1", "job": None}],
    "took_ms": 9,
    "spoken": True,
}


def test_a_turn_that_says_much_is_typed_and_written_as_it_was_read():
    read = from_row((7, 1, "turn.done", 1, json.dumps(TURN), None))
    done = read.event
    assert isinstance(done, ev.TurnDone)
    assert json.loads(to_row(read)[5]) == TURN
    assert (done.decision.rule, done.case.guide) == (Tag("risk", "self_harm"), Standing("stove", "gas"))
    assert [each.what.kind for each in done.scores.evidence] == ["risk", "repeat", "a kind of another age"]
    assert of_topic(done.scores.evidence, Topic.RISK) == done.decision.evidence


def test_a_turn_of_an_older_age_lacks_what_came_later():
    old = {**TURN, "scores": {"sentiment": 1}, "understanding": {"intent": "faq"}, "case": {}, "actions": []}
    done = from_row((7, 1, "turn.done", 1, json.dumps(old), None)).event
    assert (done.scores, done.understanding) == (TurnScores(sentiment=1.0), Understanding(intent="faq"))
    assert done.case is None


@pytest.mark.parametrize("wrong", [{"case": {"version": 99}}, {"decision": {"rule": 5}}, {"scores": [1]}])
def test_what_fits_no_shape_is_named_and_not_guessed(wrong):
    with pytest.raises(UnreadableEventError, match=r"turn\.done version 1 does not fit its shape"):
        from_row((7, 1, "turn.done", 1, json.dumps({**TURN, **wrong}), None))
