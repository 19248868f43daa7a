"""The hand-over note: what is said is in the log, and each line names its message."""

from dataclasses import replace

from bot.judgement import Entity, Evidence, Tag, TurnScores, Understanding
from escalation.core import commands as cmd
from escalation.core.handover import handover_note
from tests.core.talk import HANDOFF, Talk


def turn(intent="faq", band="answer", article="a1", entities=()):
    named = tuple(Entity(*pair) for pair in entities)
    return Understanding(intent=intent, band=band, article=article, entities=named)


def told():
    talk = Talk()
    talk.customer("hello")
    talk.finish(understanding=turn("greet", article=None), lines=[])
    talk.customer("where is BW-1")
    talk.finish(
        understanding=turn("order_status", article=None, entities=[("order_number", "BW-1")]),
        scores=TurnScores(sentiment=-0.2),
    )
    answer = talk.now.seq
    talk.do(cmd.RateAnswer(of=answer, helpful=False))
    talk.customer("that is wrong!")
    evidence = (
        Evidence(Tag("mood", "shouting"), "wrong!", 0, 1.0),
        Evidence(Tag("repeat", "again"), "", 1, 1.0),
    )
    talk.finish(
        replace(HANDOFF, evidence=evidence, counterfactual="A calm word."),
        understanding=turn(),
        scores=TurnScores(sentiment=-0.8),
    )
    return talk


def test_the_note_says_what_a_colleague_needs():
    talk = told()
    note = handover_note(talk.log)
    assert [want.text for want in note.wants] == ["where is BW-1", "that is wrong!"]
    assert [(each.text, each.more) for each in note.gave] == [("BW-1", "order number")]
    assert [(each.text, each.more) for each in note.tried][-1] == ("a1", "rejected")
    assert [each.sentiment for each in note.mood] == [0.0, -0.2, -0.8]
    assert (note.why.reason, note.why.counterfactual) == ("frustration", "A calm word.")
    assert note.missing == ("email",)


def test_every_line_names_its_message():
    talk = told()
    said = {each.seq: getattr(each.event, "text", None) for each in talk.log}
    note = handover_note(talk.log)
    assert [said[want.seq] for want in note.wants] == [want.text for want in note.wants]
    assert [said[each.seq] for each in note.gave] == ["where is BW-1"]
    assert [said[each.seq] for each in note.why.evidence] == ["that is wrong!", "where is BW-1"]


def test_it_grows_while_the_customer_waits_and_ends_with_a_cut():
    talk = told()
    talk.customer("my mail is a@b.example")
    talk.finish(understanding=turn(entities=[("email", "a@b.example")]))
    note = handover_note(talk.log)
    assert (note.wants[-1].text, note.missing) == ("my mail is a@b.example", ())
    talk.take()
    talk.do(cmd.HandBack(agent="u_1", epoch=talk.now.epoch))
    after = handover_note(talk.log)
    assert (after.wants, after.tried, after.mood) == ((), (), ())
    # Who the customer is, and why they came, outlive it.
    assert (after.gave, after.why) == (
        note.gave,
        note.why,
    )


def test_who_reopens_a_conversation_reads_on_where_it_ended():
    talk = told()
    before = handover_note(talk.log)
    talk.take()
    talk.do(cmd.CloseByAgent(agent="u_1", agent_name="Ann", epoch=talk.now.epoch))
    talk.do(cmd.Reopen(agent="u_1", agent_name="Ann", epoch=talk.now.epoch))
    assert handover_note(talk.log) == before


def test_nothing_said_is_an_empty_note():
    note = handover_note(Talk().log)
    assert (note.wants, note.tried, note.mood, note.why, note.missing) == ((), (), (), None, ())
