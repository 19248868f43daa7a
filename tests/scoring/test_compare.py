"""What other settings would change, and what the verdicts say to it."""

import pytest

from bot.compare import Sums, compared, needed, report
from bot.heard import JudgedTurn


def talk(name="c1", **more):
    return {
        "id": name,
        "turns": [{"who": "customer", "text": "one"}, {"who": "customer", "text": "two"}],
        **more,
    }


def judged(*decisions):
    return [
        JudgedTurn(i=at, decision=each, reason=None if each == "stay" else "frustration")
        for at, each in enumerate(decisions)
    ]


STAY, HANDED = judged("stay", "stay"), judged("stay", "handoff")


@pytest.mark.parametrize(
    ("conversation", "told"),
    [
        (talk(), None),
        (talk(verdict="right"), True),
        (talk(verdict="too_late"), True),
        (talk(verdict="not_needed"), False),
        ({"id": 1, "turns": [{"who": "customer", "text": "a", "handoff": False}]}, False),
        ({"id": 1, "turns": [{"who": "customer", "text": "a", "handoff": True}]}, True),
    ],
)
def test_a_person_was_needed(conversation, told):
    assert needed(conversation) is told


def test_precision_and_recall_are_of_those_with_a_verdict():
    found = compared(
        [
            (talk("a", verdict="right"), [STAY, HANDED]),
            (talk("b", verdict="not_needed"), [HANDED, STAY]),
            (talk("c", verdict="too_early"), [HANDED, HANDED]),
            (talk("d"), [STAY, HANDED]),
        ]
    )
    assert (found.conversations, found.verdicts) == (4, 3)
    assert (found.a.precision, found.a.recall) == (0.5, 0.5)
    assert (found.b.precision, found.b.recall) == (1.0, 1.0)
    assert [(change.id, change.i, change.a.decision, change.b.decision) for change in found.changes] == [
        ("a", 1, "stay", "handoff"),
        ("b", 1, "handoff", "stay"),
        ("d", 1, "stay", "handoff"),
    ]
    words = report(found)
    assert "4 conversations, 3 with a verdict; 3 turns would change." in words
    assert "a turn 1: stay → handoff (frustration)  “two”" in words


def test_nothing_to_divide_by_is_said_so():
    found = compared([(talk(), [STAY, STAY])])
    assert found.a == found.b == Sums(2, 0, 0, None, None)
    assert found.changes == ()
    assert "-" in report(found)
    assert compared([]).conversations == 0


def test_a_long_list_is_cut_and_says_so():
    found = compared([(talk(str(at)), [STAY, HANDED]) for at in range(25)])
    assert report(found).endswith("… and 5 more; --json lists all.")
