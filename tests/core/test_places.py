"""Who left the page keeps the place for a while, and no longer stands before others afterwards."""

import pytest

from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import Conversation, evolve, fold
from escalation.core.decide import decide
from escalation.core.reasons import NORMAL, URGENT
from tests.core.talk import Talk, words

RETURNED = cmd.NoteReturned()


@pytest.fixture
def talk():
    made = Talk()
    made.customer()
    made.do(cmd.AskPerson(turn="t"))
    return made


def left(talk, **more):
    return talk.do(cmd.NoteLeft(epoch=talk.now.epoch, since=5, **more))


def test_the_mark_moves_nobody(talk):
    before = talk.now
    assert left(talk) == [ev.CustomerLeft(since=5)]
    after = talk.now
    assert (after.left_at, after.behind, after.waiting_since) == (5, 0, before.waiting_since)
    assert left(talk) == [], "noted already"


def test_back_in_time_the_place_is_theirs_again(talk):
    since = talk.now.waiting_since
    left(talk)
    assert talk.do(RETURNED) == [ev.CustomerReturned()]
    assert (talk.now.left_at, talk.now.behind, talk.now.waiting_since) == (0, 0, since)
    assert talk.do(RETURNED) == []


def test_after_the_grace_others_go_first_and_who_returns_begins_at_the_end(talk):
    left(talk)
    left(talk, keep_place=False)
    assert talk.now.behind == 1
    assert left(talk, keep_place=False) == []
    talk.do(RETURNED)
    assert (talk.now.left_at, talk.now.behind) == (0, 0)
    assert talk.now.waiting_since == talk.log[-1].at, "they wait from now on"


def test_who_is_back_loses_no_place(talk):
    left(talk)
    late = cmd.NoteLeft(epoch=talk.now.epoch, since=5, keep_place=False)
    talk.do(RETURNED)
    assert talk.do(late) == [], "the hub on duty was a moment late"


@pytest.mark.parametrize(("priority", "behind"), [(URGENT - 1, 0), (URGENT, 0), (NORMAL, 1)])
def test_who_is_in_danger_is_never_moved_back(priority, behind):
    assert Conversation("c", priority=priority, place_lost=True).behind == behind


def test_whoever_has_them_now_knows_nothing_of_it(talk):
    left(talk)
    left(talk, keep_place=False)
    talk.take()
    assert (talk.now.left_at, talk.now.place_lost) == (0, False)
    assert left(talk) == [], "with an agent nobody waits"


def test_an_old_epoch_marks_nobody(talk):
    assert talk.do(cmd.NoteLeft(epoch=talk.now.epoch - 1, since=5)) == []


def test_the_log_says_it_all_again(talk):
    for command in (cmd.NoteLeft(epoch=talk.now.epoch, since=5), RETURNED):
        talk.do(command)
    assert fold("c1", talk.log) == talk.now


def test_back_with_the_bot_it_is_forgotten(talk):
    left(talk)
    for event in decide(talk.now, cmd.LeaveQueue(), words):
        talk.now = evolve(talk.now, ev.Recorded(talk.now.seq + 1, 9, event))
    assert talk.now.left_at == 0
