"""The checker itself: a good log passes, and each way a log can be wrong is found with a sentence."""

from dataclasses import replace

import msgspec
import pytest

from bot.judgement import Tag
from bot.turn import ANSWER, SCORE, DialogueState
from escalation.conversations import views
from escalation.core import events as ev
from escalation.core.reasons import Reason
from escalation.store.codec import from_row, to_row
from tests.chaos.checker import Act, Evidence, OrderChange, check

C, ANNA = "c_one", "u_anna"


def _done(turn, epoch, last, mode=ANSWER, spoken=True):
    return ev.TurnDone(
        turn=turn,
        epoch=epoch,
        last=last,
        mode=mode,
        understanding=None,
        scores=None,
        decision=None,
        case=DialogueState() if spoken else None,
        settings="s",
        model="m",
        spoken=spoken,
    )


def _bot(turn, text):
    return ev.BotSaid(turn=turn, role="answer", text=text)


def _anna(client_id, text):
    return ev.AgentSaid(client_id=client_id, agent=ANNA, agent_name="Anna", text=text)


EVENTS = [
    ev.Opened(customer="k_one", channel="web"),
    ev.CustomerSaid(client_id="first-0001", text="cancel my order"),
    ev.TurnDue(turn="t_1", epoch=1, first=2, last=2, mode=ANSWER),
    _done("t_1", 1, 2),
    _bot("t_1", "It is cancelled."),
    ev.CustomerSaid(client_id="first-0002", text="nothing works"),
    ev.TurnDue(turn="t_2", epoch=1, first=6, last=6, mode=ANSWER),
    ev.TurnFailed(turn="t_2", epoch=1, last=6, mode=ANSWER, error="timeout"),
    ev.HandedOff(epoch=2, reason=Reason.BOT_UNAVAILABLE, priority=1, rule=Tag("bot", "timeout")),
    ev.SystemSaid(key="handoff_bot_unavailable", text="A person comes."),
    ev.AgentJoined(epoch=3, agent=ANNA, agent_name="Anna"),
    _anna("anna-0001", "Hello, I am Anna."),
    _anna("anna-0002", "What is it about?"),
    ev.NoteAdded(client_id="note-0001", agent=ANNA, agent_name="Anna", text="Was upset."),
    ev.Labelled(agent=ANNA, agent_name="Anna", labels=["late"]),
    ev.FileShared(
        client_id="file-0001", by="customer", file="f.txt", media="text/plain", size=3, text="f.txt"
    ),
    ev.AgentLeft(epoch=4, agent=ANNA, why="transfer"),
    ev.AgentJoined(epoch=5, agent=ANNA, agent_name="Anna"),
    ev.Closed(epoch=6, by="agent", who=ANNA),
    ev.Rated(stars=5, text="rating-0001"),
]
LEDGER = [
    Act(who="maya", kind="message", conversation=C, key="first-0001", seq=2),
    Act(who="maya", kind="message", conversation=C, key="first-0002", seq=6),
    Act(who="anna", kind="take", conversation=C, key=2),
    Act(who="anna", kind="reply", conversation=C, key="anna-0001", seq=12),
    Act(who="anna", kind="reply", conversation=C, key="anna-0002", seq=13),
    Act(who="anna", kind="note", conversation=C, key="note-0001"),
    Act(who="anna", kind="label", conversation=C, key="late"),
    Act(who="maya", kind="file", conversation=C, key="file-0001"),
    Act(who="anna", kind="transfer", conversation=C, key=3),
    Act(who="anna", kind="close", conversation=C, key=5),
    Act(who="maya", kind="rating", conversation=C, key="rating-0001"),
]
ORDERS = [OrderChange("t_1", "cancel", "BW-1", "processing", "cancelled")]
ENTERED = ["Hello, I am Anna.", "What is it about?"]


def rows(events):
    made = [to_row(ev.Recorded(at + 1, 1000 + at, each)) for at, each in enumerate(events)]
    return [(seq, at, kind, version, data, text) for seq, at, kind, version, _, data, text in made]


def evidence(events=EVENTS, **more):
    """What the good storm left, with something else in one place."""
    stored = more.pop("stored", rows(events))
    given = {"ledger": LEDGER, "orders": ORDERS, "entered": {C: ENTERED}, **more}
    return Evidence({C: stored}, **given)


def without(kind, place=0):
    """The log without one event, numbered anew, as if it had never been written."""
    at = [index for index, each in enumerate(EVENTS) if isinstance(each, kind)][place]
    return [*EVENTS[:at], *EVENTS[at + 1 :]]


def instead(at, event):
    """The log with another event as number ``at``."""
    return [*EVENTS[: at - 1], event, *EVENTS[at:]]


def test_a_good_log_passes():
    seen = {seq: views.for_customer(from_row(row)) for seq, row in enumerate(rows(EVENTS), 1)}
    assert check(evidence(screens={"maya": (C, seen)})) == []


GAP = [row for row in rows(EVENTS) if row[0] != 14]
SWAPPED = [*EVENTS[:11], EVENTS[12], EVENTS[11], *EVENTS[13:]]
UNKNOWN_KIND = [(*row[:2], "moon.landed", *row[3:]) if row[0] == 14 else row for row in rows(EVENTS)]
BROKEN = [(*row[:4], "{", row[5]) if row[0] == 14 else row for row in rows(EVENTS)]
LATE = [
    *EVENTS[:6],
    EVENTS[6],
    ev.HandedOff(epoch=2, reason=Reason.CUSTOMER_REQUEST, priority=2),
    EVENTS[10],
    _bot("t_2", "Late."),
]
OTHER_EPOCH = [
    *EVENTS[:7],
    ev.HandedOff(epoch=2, reason=Reason.CUSTOMER_REQUEST, priority=2),
    ev.HandedBack(epoch=3, by="customer"),
    _bot("t_2", "For an earlier time."),
]
SILENT = [*EVENTS[:4], *EVENTS[5:]]
UNFETCHED = [*EVENTS[:8]]
TWICE = [*EVENTS[:13], _anna("anna-0002", "What is it about?"), *EVENTS[13:]]
LONE = {"ledger": [], "orders": [], "entered": {}}

TAMPERED = {
    "a message is missing": (
        evidence(instead(2, ev.SystemSaid(key="x", text="x")), entered={}),
        "maya's message (first-0001) was acknowledged and is not in the log",
    ),
    "a message is there twice": (evidence(TWICE), "“anna-0002” is there 2 times"),
    "a number is missing": (evidence(stored=GAP), "Event 15 cannot follow 13: the log has no gaps"),
    "two messages changed places": (evidence(SWAPPED), "anna's reply at 13 came before the one at 12"),
    "the bot spoke on top of an agent": (
        evidence(LATE, **LONE),
        "the bot spoke at 10 while the conversation was agent",
    ),
    "the bot spoke for another epoch": (
        evidence(OTHER_EPOCH, **LONE),
        "the bot spoke at 10 for epoch 1, but it was epoch 3",
    ),
    "an agent spoke without the floor": (
        evidence(instead(12, replace(EVENTS[11], agent="u_ben", agent_name="Ben"))),
        "Ben spoke at 12 without the floor",
    ),
    "a close is missing": (
        evidence(without(ev.Closed)),
        "anna's close (5) was acknowledged and is not in the log",
    ),
    "a transfer is missing": (
        evidence(EVENTS[:16]),
        "anna's transfer (3) was acknowledged and is not in the log",
    ),
    "a note is missing": (
        evidence(without(ev.NoteAdded)),
        "anna's note (note-0001) was acknowledged and is not in the log",
    ),
    "a label is missing": (
        evidence(without(ev.Labelled)),
        "anna's label (late) was acknowledged and is not in the log",
    ),
    "a rating is missing": (
        evidence(without(ev.Rated)),
        "maya's rating (rating-0001) was acknowledged and is not in the log",
    ),
    "a file is missing": (
        evidence(without(ev.FileShared)),
        "maya's file (file-0001) was acknowledged and is not in the log",
    ),
    "an order was changed by two turns": (
        evidence(orders=[*ORDERS, OrderChange("t_2", "cancel", "BW-1", "cancelled", "cancelled")]),
        "order BW-1 was changed twice to cancelled, by t_1 and t_2",
    ),
    "an order was changed twice by one key": (
        evidence(orders=[*ORDERS, *ORDERS]),
        "order change t_1 was made 2 times",
    ),
    "an order was changed by no turn": (
        evidence(orders=[OrderChange("t_9", "cancel", "BW-1", "processing", "cancelled")]),
        "order BW-1 was changed (cancel) by t_9, a turn that no conversation has",
    ),
    "the conversation is missing": (
        evidence(ledger=[Act(who="maya", kind="message", conversation="c_two", key="first-0001", seq=2)]),
        "maya: a message was acknowledged in c_two, and there is no such conversation",
    ),
    "an event of no known kind": (
        evidence(stored=UNKNOWN_KIND),
        "event 14 cannot be read: Event 14: kind moon.landed version 1 is unknown",
    ),
    "an event that is no JSON": (evidence(stored=BROKEN), "event 14 cannot be read"),
    "a turn ended and nobody spoke": (evidence(SILENT), "turn t_1 ended at 4 and nobody spoke"),
    "a turn failed and nobody was fetched": (
        evidence(UNFETCHED, **LONE),
        "turn t_2 failed at 8 (timeout) and nobody was fetched",
    ),
    "last words nobody heard": (
        evidence(EVENTS[:6], **LONE),
        "the customer's last words, at 6, were never heard",
    ),
    "a turn is owed still": (evidence(EVENTS[:7], **LONE), "turn t_2 is owed still"),
    "held by somebody who is gone": (
        evidence(EVENTS[:13], **LONE, gone={ANNA: "anna"}),
        "it is held by anna, who is gone for good",
    ),
    "a line of the console is missing": (
        evidence(entered={C: [*ENTERED, "Still there?"]}),
        "pressed Enter on “Still there?” and it is there 0 times",
    ),
    "lines of the console changed places": (
        evidence(entered={C: ENTERED[::-1]}),
        "not in the order they were written",
    ),
    "a screen that missed an event": (
        evidence(screens={"maya": (C, {})}),
        "maya: event 20 never came to the screen",
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_does_not_hold_is_said_in_a_sentence(what):
    given, sentence = TAMPERED[what]
    found = check(given)
    assert any(sentence in each for each in found), found
    assert not any("Traceback" in each or "\n" in each for each in found), found


def test_a_turn_that_was_overtaken_by_a_person_may_end_without_a_word():
    log = [
        *EVENTS[:7],
        ev.AgentJoined(epoch=2, agent=ANNA, agent_name="Anna", barge_in=True),
        _done("t_2", 1, 6, spoken=False),
    ]
    assert check(evidence(log, **LONE)) == []
    waiting = [
        *EVENTS[:10],
        ev.CustomerSaid(client_id="first-0003", text="?"),
        ev.TurnDue(turn="t_3", epoch=2, first=11, last=11, mode=SCORE),
    ]
    failed = ev.TurnFailed(turn="t_3", epoch=2, last=11, mode=SCORE, error="timeout")
    assert check(evidence([*waiting, failed], **LONE)) == []


@pytest.mark.parametrize("seq", range(1, len(EVENTS) + 1))
@pytest.mark.parametrize("damage", ["lost", "doubled", "emptied"])
def test_whatever_is_done_to_an_event_is_noticed_and_never_a_traceback(seq, damage):
    good = rows(EVENTS)
    row = good[seq - 1]
    changed = {
        "lost": [],
        "doubled": [row, row],
        "emptied": [(*row[:4], msgspec.json.encode({}).decode(), None)],
    }[damage]
    harmless = damage == "lost" and seq == len(EVENTS)
    found = check(
        evidence(stored=[*good[: seq - 1], *changed, *good[seq:]], ledger=[] if harmless else LEDGER)
    )
    assert found or harmless
