"""Who waits in peace is shown the article that answers what they ask, once; the floor stays as it is."""

import pytest

from bot.judgement import TurnScores
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.handover import handover_note
from escalation.core.lines import WHILE_WAITING
from escalation.core.states import State
from tests.core.talk import HANDOFF, Talk

ARTICLE = cmd.Spoken(
    role="answer", text="Two days.", article="delivery", article_version=3, variables={"title": "How long?"}
)


def waiting():
    talk = Talk()
    talk.customer("A person, please")
    talk.finish()
    talk.do(cmd.AskPerson(turn="t0"))
    return talk


def asked(talk, **more):
    talk.customer("How long does delivery take?")
    return [
        event
        for event in talk.finish(meanwhile=ARTICLE, **more)
        if getattr(event, "key", "") == WHILE_WAITING
    ]


def test_it_is_shown_and_nothing_else_moves():
    talk = waiting()
    before = talk.now
    (shown,) = asked(talk)
    assert isinstance(shown, ev.SystemSaid)
    assert shown.text.endswith("\n\nTwo days.")
    assert shown.variables == {"title": "How long?", "article": "delivery", "version": 3}
    assert (talk.now.state, talk.now.epoch, talk.now.waiting_since) == (
        State.QUEUED,
        before.epoch,
        before.waiting_since,
    )


def test_it_is_shown_once():
    talk = waiting()
    assert asked(talk)
    assert not asked(talk)


def test_what_the_bot_has_answered_before_is_not_shown_again():
    talk = Talk()
    talk.customer("How long does delivery take?")
    talk.finish(lines=[ARTICLE])
    talk.do(cmd.AskPerson(turn="t0"))
    assert not asked(talk)


def test_the_agent_reads_what_was_shown():
    talk = waiting()
    asked(talk)
    assert [line.text for line in handover_note(talk.log).tried] == ["a1", "delivery"]


def test_a_thumb_goes_to_the_article():
    talk = waiting()
    asked(talk)
    seq = next(line.seq for line in talk.log if getattr(line.event, "key", "") == WHILE_WAITING)
    talk.do(cmd.RateAnswer(of=seq, helpful=False))
    assert "delivery" in talk.now.case.rejected


@pytest.mark.parametrize(
    "scores",
    [TurnScores(sentiment=-0.6), TurnScores(risk="medical"), None],
    ids=["upset", "danger", "unheard"],
)
def test_who_is_upset_or_in_danger_is_shown_none(scores):
    assert not asked(waiting(), scores=scores)


def test_who_was_handed_off_in_anger_is_shown_none():
    talk = Talk()
    talk.customer("Useless!")
    talk.finish(HANDOFF)
    assert talk.now.state is State.QUEUED
    assert not asked(talk)


def test_nobody_else_is_shown_one():
    talk = waiting()
    talk.take()
    assert not asked(talk)
    talk = waiting()
    talk.do(cmd.LeaveQueue())
    assert not asked(talk)
