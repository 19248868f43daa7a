"""What a conversation is about: the first of what the customer wants, not the last word."""

from bot.judgement import Understanding
from escalation.core import commands as cmd
from tests.core.talk import HANDOFF, Talk


def said(talk, text, intent):
    talk.customer(text)
    last = talk.now.last_said
    talk.finish(understanding=Understanding(intent=intent))
    return last


def test_a_greeting_is_the_matter_until_something_is_asked_for():
    talk = Talk()
    hello = said(talk, "hello", "greet")
    assert talk.now.matter == hello
    asked = said(talk, "where is my parcel", "order_status")
    assert talk.now.matter == asked
    said(talk, "and do you ship to Norway", "faq")
    said(talk, "agent please", "ask_person")
    assert talk.now.matter == asked, "the first of what is wanted, never the last word"


def test_what_nobody_has_understood_yet_is_the_first_message():
    talk = Talk()
    talk.customer("I was charged twice")
    assert talk.now.matter == talk.now.last_said


def test_a_cut_ends_it_and_who_reopens_reads_on():
    talk = Talk()
    first = said(talk, "I was charged twice", "refund")
    talk.customer("a person")
    talk.finish(HANDOFF)
    talk.take()
    talk.do(cmd.HandBack(agent="u_1", epoch=talk.now.epoch))
    assert talk.now.matter == 0
    second = said(talk, "do you sell tents", "faq")
    assert first < second == talk.now.matter
    talk.take()
    talk.do(cmd.CloseByAgent(agent="u_1", agent_name="u_1", epoch=talk.now.epoch))
    talk.do(cmd.Reopen(agent="u_1", agent_name="u_1", epoch=talk.now.epoch))
    assert talk.now.matter == second
    third = said(talk, "and stoves", "faq")
    assert talk.now.matter == third
