"""What agents say of themselves, timers, and who is on duty: every store, as two hubs have it."""

from escalation.core import commands as cmd
from escalation.core.assignment import OfferFacts
from escalation.core.presence import Presence
from escalation.core.timers import Timer
from escalation.store.records import Batch, User
from tests.core.talk import HANDOFF, Talk

ANNA = User("u_1", "anna", "Anna", "agent")


async def test_a_switch_a_console_and_a_breather_are_seen_by_both(two):
    here, there = two
    await here.users.put(ANNA, None, 1)
    (state,) = await there.agent_states.all(0)
    assert (state.switch, state.connected, state.seen_at, state.breather_until) == (
        Presence.ONLINE,
        False,
        0,
        0,
    )
    await here.agent_states.switch("u_1", Presence.BREAK, 10)
    await here.consoles.opened("s", "u_1", "h", 20)
    await here.agent_states.seen("u_1", 15)
    await here.agent_states.seen("u_1", 12)
    await here.agent_states.breathe("u_1", 50)
    await here.agent_states.breathe("u_1", 40)
    (state,) = await there.agent_states.all(19)
    assert (state.switch, state.since, state.connected) == (Presence.BREAK, 10, True)
    assert (state.seen_at, state.breather_until) == (20, 50)
    await there.consoles.closed("s")
    await there.agent_states.waive("u_1")
    (state,) = await here.agent_states.all(19)
    assert (state.connected, state.seen_at, state.breather_until) == (False, 15, 0)


async def test_languages_and_capacity_are_kept(two):
    here, there = two
    await here.users.put(ANNA, None, 1)
    await here.users.update(User("u_1", "anna", "Anna", "agent", "", (), (), ("de", "en"), 6.5))
    user = await there.users.by_id("u_1")
    assert (user.languages, user.capacity) == (("de", "en"), 6.5)


async def test_timers_of_a_conversation_are_replaced_whole(two):
    here, there = (store.timers for store in two)
    await here.keep(
        {"c1": [Timer("remind", 1, 5, 10), Timer("reassign", 1, 5, 30)], "c2": [Timer("ask", 2, 6, 20)]}
    )
    assert [(due.conversation, due.kind, due.of) for due in await there.due(20)] == [
        ("c1", "remind", 5),
        ("c2", "ask", 6),
    ]
    assert len(await there.due(30, most=1)) == 1
    await there.keep({"c1": [Timer("reassign", 1, 5, 40)], "c2": []})
    assert await here.all() == {"c1": [Timer("reassign", 1, 5, 40)]}


async def test_one_has_the_lease_and_a_gap_is_an_outage(two):
    here, there = (store.leases for store in two)
    assert await here.hold("duty", "a", 1000, 60, 40)
    assert not await there.hold("duty", "b", 1030, 60, 40)
    assert await here.hold("duty", "a", 1040, 60, 40)
    assert await there.outages() == []
    assert await there.hold("duty", "b", 1200, 60, 40)
    assert await here.outages() == [(1040, 1200)]
    await there.give_up("duty", "a", 1201)
    assert not await here.hold("duty", "a", 1202, 60, 40)
    await there.give_up("duty", "b", 1210)
    assert await here.hold("duty", "a", 1220, 60, 40)
    assert await there.hold("duty", "b", 1000, 60, 40), "a clock that was put back holds nobody up"


async def test_who_waits_and_who_is_carried_is_seen_by_both(two):
    here, there = two
    talk = Talk("c_1")
    talk.customer()
    talk.finish(HANDOFF)
    facts = OfferFacts("least_loaded")
    talk.do(cmd.Offer(agent="u_1", agent_name="Anna", epoch=talk.now.epoch, until=99, facts=facts))
    await here.log.append(Batch("c_1", 0, tuple(talk.log), talk.now))
    (waiting,), (carried,) = await there.agent_states.queued(), await there.agent_states.carried()
    assert waiting == carried
    assert (waiting.id, waiting.strain, waiting.ringing.agent) == ("c_1", 1.5, "u_1")
    assert await there.log.folds(("queued", "agent")) == [talk.now]
    assert await there.log.folds(("closed",)) == []


async def test_which_customers_are_there_is_known_to_both(two):
    here, there = two
    await here.customers_here.beat(["p_1", "p_2"], 100)
    await there.customers_here.beat(["p_2"], 200)
    assert await here.customers_here.seen() == {"p_1": 100, "p_2": 200}
    await here.customers_here.beat([], 100 + 86_400_001)
    assert await there.customers_here.seen() == {"p_2": 200}


async def test_what_was_handed_off_is_read_page_by_page(two):
    here, there = two
    for name in ("c_2", "c_1", "c_3"):
        talk = Talk(name)
        talk.customer(name)
        talk.finish(HANDOFF)
        await here.log.append(Batch(name, 0, tuple(talk.log), talk.now))
    assert await there.log.handed_off(0, 2) == (["c_1", "c_2"], 1)
    assert await there.log.handed_off(0, 2, "c_2") == (["c_3"], 0)
    assert await there.log.handed_off(0, 2, "c_3") == ([], 0)
    assert await there.log.handed_off(talk.now.updated_at + 1, 5) == ([], 0)
