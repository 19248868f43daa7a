"""Random conversations: whatever is asked, the fold of the log is the state, and one floor holds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.turn import DialogueState
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.assignment import OfferFacts
from escalation.core.conversation import fold
from escalation.core.errors import Refused
from escalation.core.sla import running
from escalation.core.states import FLOOR, MOVING, Floor
from tests.core.talk import HANDOFF, STAY, Talk

NAMES = (
    "say",
    "finish",
    "hand",
    "fail",
    "ask",
    "leave",
    "take",
    "agent",
    "back",
    "requeue",
    "close",
    "end",
    "thumb",
    "rate",
    "relieve",
    "transfer",
    "gone",
    "reopen",
    "question",
    "press",
    "offer",
    "pass",
    "remind",
    "silent",
    "late",
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(["u_1", "u_2"]),
        st.integers(0, 3),
    ),
    max_size=40,
)


def step(talk: Talk, name: str, agent: str, stale: int) -> None:
    epoch = max(0, talk.now.epoch - (1 if stale == 3 else 0))
    turn = talk.now.pending.turn if talk.now.pending else "none"
    actions = {
        "say": talk.customer,
        "finish": lambda: talk.finish(STAY, case=DialogueState(level=1.0)),
        "hand": lambda: talk.finish(HANDOFF),
        "fail": lambda: talk.do(cmd.FailTurn(turn=turn, next_turn="n", error="timeout")),
        "ask": lambda: talk.do(cmd.AskPerson(turn="x")),
        "leave": lambda: talk.do(cmd.LeaveQueue()),
        "take": lambda: talk.take(agent, epoch),
        "agent": lambda: talk.agent(agent=agent, epoch=epoch),
        "back": lambda: talk.do(cmd.HandBack(agent=agent, epoch=epoch)),
        "requeue": lambda: talk.do(cmd.Requeue(agent=agent, agent_name=agent, epoch=epoch)),
        "relieve": lambda: talk.do(
            cmd.Take(
                agent=agent, agent_name=agent, epoch=epoch, relieves=("u_1", "u_2")[stale % 2], why="absent"
            )
        ),
        "transfer": lambda: talk.do(
            cmd.Requeue(
                agent=agent,
                agent_name=agent,
                epoch=epoch,
                to=("u_1", "u_2")[stale % 2],
                to_name="B",
                present=stale > 1,
            )
        ),
        "gone": lambda: talk.do(cmd.Release(agent=agent, epoch=epoch, why="absent")),
        "reopen": lambda: talk.do(cmd.Reopen(agent=agent, agent_name=agent, epoch=epoch)),
        "close": lambda: talk.do(cmd.CloseByAgent(agent=agent, agent_name=agent, epoch=epoch)),
        "end": lambda: talk.do(cmd.CloseByCustomer()),
        "thumb": lambda: talk.do(
            cmd.RateAnswer(of=max(map(int, talk.now.articles), default=1), helpful=stale % 2 == 0)
        ),
        "question": talk.ask,
        "press": lambda: talk.press(max(0, talk.now.offered - stale // 3)),
        "rate": lambda: talk.do(cmd.Rate(stars=stale + 1)),
        "offer": lambda: talk.do(
            cmd.Offer(agent=agent, agent_name=agent, epoch=epoch, until=9, facts=OfferFacts("returning"))
        ),
        "pass": lambda: talk.do(cmd.EndOffer(agent=agent, epoch=epoch, ending="missed")),
        "remind": lambda: talk.do(cmd.Remind(agent=agent, epoch=epoch)),
        "silent": lambda: talk.do((cmd.AskSilent if stale % 2 else cmd.CloseSilent)(epoch=epoch)),
        "late": lambda: talk.do(
            cmd.NoteSla(
                clock=("first", "next", "resolution")[stale % 3],
                state=("warned", "breached")[stale // 2],
                level="all",
                since=talk.now.owed_since or talk.now.handed_at,
                due_at=9,
            )
        ),
    }
    before = talk.now
    try:
        actions[name]()
    except Refused:
        assert talk.now == before


@settings(max_examples=300, deadline=None)
@given(STEPS)
def test_random_conversations(steps):
    talk = Talk()
    for each in steps:
        step(talk, *each)
    assert fold("c1", talk.log) == talk.now
    for at in range(0, len(talk.log), 5):
        middle = fold("c1", talk.log[:at])
        assert fold("c1", talk.log[at:], middle) == talk.now
    _one_floor(talk)
    _no_customer_word_unheard(talk)
    _only_a_human_answer_resets_a_clock(talk)
    _one_ring_at_a_time(talk)


def _one_floor(talk: Talk) -> None:
    state = fold("c1", [])
    for recorded in talk.log:
        if isinstance(recorded.event, ev.BotSaid):
            assert FLOOR[state.state] is Floor.BOT
        if isinstance(recorded.event, ev.AgentSaid):
            assert state.agent == recorded.event.agent
        state = fold("c1", [recorded], state)


def _only_a_human_answer_resets_a_clock(talk: Talk) -> None:
    """While people have it, a clock that runs keeps its beginning until one of them answers."""
    state = fold("c1", [])
    for recorded in talk.log:
        before, state = running(state), fold("c1", [recorded], state)
        after = running(state)
        if isinstance(recorded.event, ev.AgentSaid):
            assert set(after) <= {"resolution"}
        elif after:
            assert set(before) <= set(after)
            assert all(after[clock] == since for clock, since in before.items())


def _one_ring_at_a_time(talk: Talk) -> None:
    ringing = None
    for recorded in talk.log:
        event = recorded.event
        if isinstance(event, ev.Offered):
            assert ringing is None
            ringing = (event.agent, event.epoch)
        elif isinstance(event, ev.OfferEnded):
            assert ringing == (event.agent, event.epoch)
            ringing = None
        elif type(event) in MOVING:
            ringing = None
    assert (talk.now.ringing is None) == (ringing is None)


def _no_customer_word_unheard(talk: Talk) -> None:
    """Each message is covered by a turn, or one is owed that will lead to the next."""
    now = talk.now
    covered = [each.event for each in talk.log if isinstance(each.event, ev.TurnDue)]
    for recorded in talk.log:
        if isinstance(recorded.event, ev.CustomerSaid):
            heard = any(due.first <= recorded.seq <= due.last for due in covered)
            assert (
                heard
                or now.pending is not None
                or str(now.state) == "closed"
                or "conversation.closed" in talk.kinds()
            )
