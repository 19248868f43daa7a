"""A conversation as contacts: when one begins and ends, and what becomes of it."""

from bot.judgement import TurnScores, Understanding
from escalation.core import events as ev
from escalation.core.contacts import SILENCE_MS, contacts
from escalation.core.reasons import Reason

MINUTE = 60_000


class Story:
    """A conversation written down event by event, each at its minute."""

    def __init__(self):
        self.events, self.epoch = [], 0
        self.add(0, ev.Opened(customer="p", channel="web", site="shop.example"))

    def add(self, minute, event):
        self.events.append(ev.Recorded(len(self.events) + 1, minute * MINUTE, event))
        return self

    def customer(self, minute, text="hello"):
        return self.add(minute, ev.CustomerSaid(client_id=f"c{len(self.events)}", text=text))

    def bot(self, minute, role="answer", **more):
        return self.add(minute, ev.BotSaid(turn="t", role=role, text="…", **more))

    def judged(self, minute, frustration=0.1, risk=None, **understanding):
        return self.add(
            minute,
            ev.TurnDone(
                turn="t",
                epoch=1,
                last=1,
                mode="answer",
                understanding=Understanding(**understanding),
                scores=TurnScores(frustration=frustration, risk=risk),
                decision=None,
                case=None,
                settings="d",
                model="m",
            ),
        )

    def handed_off(self, minute, reason=Reason.FRUSTRATION, department=None):
        self.add(minute, ev.HandedOff(epoch=2, reason=reason, priority=1))
        return self.add(minute, ev.Routed(department=department)) if department else self

    def joined(self, minute, agent="u_1"):
        return self.add(minute, ev.AgentJoined(epoch=3, agent=agent, agent_name=agent.title()))

    def agent(self, minute, agent="u_1"):
        said = ev.AgentSaid(client_id=f"a{len(self.events)}", agent=agent, agent_name="A", text="…")
        return self.add(minute, said)

    def left(self, minute, agent="u_1"):
        return self.add(minute, ev.AgentLeft(epoch=4, agent=agent, why="released"))

    def back(self, minute, by="customer"):
        return self.add(minute, ev.HandedBack(epoch=4, by=by))

    def closed(self, minute, by="agent"):
        return self.add(minute, ev.Closed(epoch=5, by=by, who=by))

    def reopened(self, minute):
        return self.add(minute, ev.Reopened(epoch=6))

    def read(self):
        return contacts("c", self.events)

    def one(self):
        (contact,) = self.read()
        return contact


def test_what_the_bot_answers_is_one_contact():
    contact = Story().customer(1).judged(1, language="de").bot(1).one()
    assert (contact.seq, contact.began_at, contact.site, contact.language) == (1, 0, "shop.example", "de")
    assert (contact.messages, contact.answers, contact.misses, contact.handed_off_at) == (1, 1, 0, 0)


def test_a_hand_off_is_waited_for_taken_and_answered():
    story = Story().customer(1).judged(1, 0.9, intent="payment").bot(1, "fallback", key="miss")
    contact = story.handed_off(2, department="billing").joined(5).agent(7).closed(20).one()
    assert (contact.reason, contact.department, contact.topics) == ("frustration", "billing", ["payment"])
    assert [
        at // MINUTE
        for at in (contact.handed_off_at, contact.taken_at, contact.answered_at, contact.ended_at)
    ] == [2, 5, 7, 20]
    assert (contact.misses, contact.frustration, contact.abandoned_at) == (1, 0.9, 0)
    assert (contact.responder, contact.agent, contact.agents) == ("u_1", "u_1", {"u_1": "U_1"})


def test_a_graver_reason_while_waiting_leaves_why_it_was_handed_off():
    contact = Story().customer(1).handed_off(2).handed_off(4, Reason.RISK).judged(4, risk="safety").one()
    assert (contact.reason, contact.handed_off_at, contact.risk) == ("frustration", 2 * MINUTE, "safety")


def test_who_leaves_the_queue_has_abandoned_it_unless_they_are_answered_after_all():
    assert Story().customer(1).handed_off(2).closed(9, by="customer").one().abandoned_at == 9 * MINUTE
    gone = Story().customer(1).handed_off(2).back(9)
    assert gone.one().abandoned_at == 9 * MINUTE
    assert gone.handed_off(10).joined(11).agent(12).one().abandoned_at == 0
    assert Story().customer(1).handed_off(2).joined(3).closed(9, by="customer").one().abandoned_at == 0


def test_who_is_left_in_the_queue_again_can_abandon_it_still():
    contact = Story().customer(1).handed_off(2).joined(3).left(4).closed(9, by="customer").one()
    assert contact.abandoned_at == 9 * MINUTE
    assert contact.agent == "u_1"


def test_an_agent_who_had_it_before_the_hand_off_did_not_answer_it():
    story = Story().customer(1).joined(2).agent(3).back(4, by="u_1").customer(5).handed_off(6)
    contact = story.one()
    assert (contact.taken_at, contact.answered_at, contact.responder) == (0, 0, "")
    contact = story.joined(8, "u_2").agent(9, "u_2").one()
    assert (contact.taken_at, contact.answered_at, contact.responder) == (8 * MINUTE, 9 * MINUTE, "u_2")
    assert list(contact.agents) == ["u_1", "u_2"]


def test_who_comes_back_begins_another_contact():
    story = Story().customer(1).handed_off(2).joined(3).agent(4).closed(5)
    story.add(6, ev.Rated(stars=5)).reopened(60).customer(60).bot(60)
    first, second = story.read()
    assert (first.stars, first.ended_at, second.stars, second.began_at) == (5, 5 * MINUTE, 0, 60 * MINUTE)
    assert (second.handed_off_at, second.agents, second.site) == (0, {}, "shop.example")


def test_an_agent_who_opens_it_again_goes_on_with_the_contact():
    story = Story().customer(1).handed_off(2).joined(3).agent(4).closed(5).reopened(30).joined(30, "u_2")
    contact = story.agent(31, "u_2").one()
    assert (contact.ended_at, contact.agent, contact.responder) == (0, "u_2", "u_1")
    assert story.closed(40).one().ended_at == 40 * MINUTE


def test_a_long_silence_with_the_bot_ends_a_contact_and_with_an_agent_none():
    later = 2 + SILENCE_MS // MINUTE
    assert len(Story().customer(1).bot(1).customer(later - 1).read()) == 1
    assert [each.began_at for each in Story().customer(1).bot(1).customer(later).read()] == [
        0,
        later * MINUTE,
    ]
    assert len(Story().customer(1).handed_off(1).joined(1).customer(later).read()) == 1


def test_a_verdict_belongs_to_its_hand_off_whenever_it_comes():
    story = Story().customer(1).handed_off(2).joined(3)
    handoff = next(event.seq for event in story.events if isinstance(event.event, ev.HandedOff))
    story.closed(5).reopened(60).customer(60)
    story.add(61, ev.VerdictGiven(agent="u_1", of=handoff, verdict="too_late"))
    assert [(each.verdict, each.judge) for each in story.read()] == [("too_late", "u_1"), ("", "")]


def test_a_file_is_an_answer_and_a_message():
    def file(by):
        return ev.FileShared(
            client_id="f", by=by, file="f.png", media="image/png", size=1, text="f", agent="u_1"
        )

    contact = Story().add(1, file("customer")).handed_off(2).joined(3).add(4, file("agent")).one()
    assert (contact.messages, contact.answered_at, contact.responder) == (1, 4 * MINUTE, "u_1")


def test_nothing_said_is_no_contact():
    assert Story().read() == []
    assert len(Story().handed_off(1).read()) == 1, "the button for an agent says enough"
