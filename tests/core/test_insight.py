"""What one conversation teaches: gaps with their cost, and what came of each answer."""

from bot.judgement import TurnScores
from bot.turn import DialogueState
from escalation.core import events as ev
from escalation.core.insight import ESCALATED, REJECTED, THUMB, UNKNOWN, asked_for, effects, read
from escalation.core.reasons import Reason


class Talk:
    """A conversation written down event by event."""

    def __init__(self):
        self.events, self.turn = [ev.Recorded(1, 0, ev.Opened(customer="p", channel="web"))], 0

    def add(self, event, minute=0):
        self.events.append(ev.Recorded(len(self.events) + 1, minute * 60_000, event))
        return len(self.events)

    def asks(self, text, frustration=0.1, rejected=()):
        self.turn += 1
        seq = self.add(ev.CustomerSaid(client_id=f"c{self.turn}", text=text))
        self.add(
            ev.TurnDone(
                turn=f"t{self.turn}",
                epoch=1,
                last=seq,
                mode="answer",
                understanding=None,
                scores=TurnScores(frustration=frustration),
                decision=None,
                case=DialogueState(rejected=tuple(rejected)),
                settings="d",
                model="m",
            )
        )
        return seq

    def bot(self, **said):
        return self.add(ev.BotSaid(turn=f"t{self.turn}", role=said.pop("role", "answer"), text="…", **said))

    def read(self):
        return read("c", self.events)


def test_an_unknown_question_is_a_gap_once():
    talk = Talk()
    seq = talk.asks("do you sell kayaks")
    talk.bot(key="miss", role="fallback")
    gaps, served = talk.read()
    assert [(gap.seq, gap.text, gap.why) for gap in gaps] == [(seq, "do you sell kayaks", UNKNOWN)]
    assert served == []


def test_none_of_these_is_about_the_question_before():
    talk = Talk()
    talk.asks("my tent is kind of leaking")
    talk.bot(role="ask", key="ask_which")
    talk.asks("None of these")
    talk.bot(role="fallback", key="none_of_these")
    assert [each.text for each in talk.read()[0]] == ["my tent is kind of leaking"]


def test_a_refused_answer_names_the_article():
    talk = Talk()
    talk.asks("what does it cost")
    talk.bot(article="delivery_cost", article_version=3)
    talk.asks("no, I mean the tent", rejected=["delivery_cost"])
    gaps, served = talk.read()
    assert [(gap.text, gap.why, gap.article) for gap in gaps] == [
        ("what does it cost", REJECTED, "delivery_cost")
    ]
    assert [(each.article, each.version, each.rejected) for each in served] == [("delivery_cost", 3, True)]


def test_thumbs_hand_overs_and_coming_back_are_counted():
    talk = Talk()
    talk.asks("how long")
    first = talk.bot(article="a", article_version=1)
    talk.add(ev.AnswerRated(of=first, helpful=True))
    talk.asks("how much")
    second = talk.bot(article="b", article_version=1)
    talk.add(ev.AnswerRated(of=second, helpful=False))
    talk.add(ev.Closed(epoch=2, by="customer", who="p"), minute=1)
    talk.add(ev.Reopened(epoch=3), minute=60)
    gaps, served = talk.read()
    assert [(gap.text, gap.why, gap.article) for gap in gaps] == [("how much", THUMB, "b")]
    assert [(each.article, each.helpful, each.again) for each in served] == [
        ("a", True, False),
        ("b", False, True),
    ]
    assert [
        (effect.article, effect.served, effect.helpful, effect.unhelpful, effect.again)
        for effect in effects(served)
    ] == [
        ("b", 1, 0, 1, 1),
        ("a", 1, 1, 0, 0),
    ]


def test_a_hand_over_costs_what_people_spend_on_it():
    talk = Talk()
    talk.asks("it is broken again", frustration=0.8)
    talk.add(ev.HandedOff(epoch=2, reason=Reason.COMPLEXITY, priority=1))
    talk.add(ev.AgentJoined(epoch=3, agent="u", agent_name="Anna"), minute=2)
    talk.add(
        ev.AgentSaid(client_id="a", agent="u", agent_name="Anna", text="I will send a new one."), minute=3
    )
    talk.add(ev.Closed(epoch=4, by="agent", who="u"), minute=9)
    (gap,), _ = talk.read()
    assert (gap.why, gap.agent_ms, gap.answers) == (ESCALATED, 7 * 60_000, ("I will send a new one.",))


def test_asking_for_a_person_is_no_gap():
    talk = Talk()
    talk.asks("an agent please")
    talk.add(ev.HandedOff(epoch=2, reason=Reason.CUSTOMER_REQUEST, priority=2))
    assert talk.read()[0] == []


def test_erased_words_are_no_question():
    talk = Talk()
    talk.asks("")
    talk.bot(key="miss", role="fallback")
    assert talk.read()[0] == []


def test_an_outburst_is_no_question_but_the_answer_before_it_was_none():
    talk = Talk()
    talk.asks("when does it come")
    talk.bot(article="delivery_time", article_version=2)
    talk.asks("this is ridiculous!", frustration=0.9)
    talk.add(ev.HandedOff(epoch=2, reason=Reason.FRUSTRATION, priority=1))
    (gap,), (served,) = talk.read()
    assert (gap.text, gap.why, gap.article, served.escalated) == (
        "when does it come",
        ESCALATED,
        "delivery_time",
        True,
    )
    only_anger = Talk()
    only_anger.asks("this is ridiculous!", frustration=0.9)
    only_anger.add(ev.HandedOff(epoch=2, reason=Reason.FRUSTRATION, priority=1))
    assert only_anger.read() == ([], [])


def test_words_that_were_answered_well_are_suggested():
    talk = Talk()
    for text, thumb in (("how long does it take", None), ("when is it here", True), ("is it fast", False)):
        talk.asks(text)
        seq = talk.bot(article="a", article_version=1)
        if thumb is not None:
            talk.add(ev.AnswerRated(of=seq, helpful=thumb), minute=1)
    assert set(asked_for("a", talk.read()[1])) == {"how long does it take", "when is it here"}
    assert asked_for("b", talk.read()[1]) == []
