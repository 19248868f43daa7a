"""Timers as rows, two hubs, one clock: what runs out does so once, and time nobody ran does not count."""

import pytest

from bot.judgement import Tag
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.states import State
from tests.store.office import Clock, Office

MINUTE = 60_000
RULES = {
    "mode": "automatic",
    "accept_seconds": 30,
    "remind_minutes": 2,
    "reassign_minutes": 5,
    "ask_minutes": 10,
    "close_minutes": 20,
    "longest_wait_minutes": 15,
}


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def offices(tmp_path, clock):
    both = [Office(tmp_path, clock), Office(tmp_path, clock)]
    yield both
    for office in both:
        office.close()


async def pass_time(clock, offices, ms, step=2000):
    """Time passes while the hubs work; in longer steps as if they had worked all along."""
    until = clock.now + ms
    while clock.now < until:
        clock.now = min(until, clock.now + step)
        if step > 2000:
            await offices[0].beat()
        for office in offices:
            await office.work()


async def kinds(office, name):
    return [recorded.event.kind for recorded in await office.store.events(name)]


async def test_one_hub_is_on_duty_and_another_takes_over_when_it_stops(offices, clock):
    one, other = offices
    assert [await office.work() for office in (one, other, one)] == [True, False, True]
    clock.now += 3000
    assert not await other.work()
    clock.now += 6001
    assert await other.work()
    assert not await one.work()
    await other.duty.close()
    clock.now += 2000
    assert await one.work()


async def test_a_clock_that_was_put_back_holds_nobody_up(offices, clock):
    one, other = offices
    assert await one.work()
    clock.now -= 24 * 60 * MINUTE
    assert await other.work()


async def test_an_offer_that_is_not_accepted_goes_to_the_next(offices, clock):
    one, other = offices
    await one.arrange(assignment={"default": RULES})
    agents = [await one.hire(login) for login in ("anna", "ben")]
    for agent in agents:
        await one.connect(agent)
    waiting = await one.queue("a")
    await pass_time(clock, offices, 4000)
    first = (await one.conversations.get(waiting.id)).ringing.agent
    await pass_time(clock, offices, 32_000)
    second = (await other.conversations.get(waiting.id)).ringing.agent
    assert {first, second} == set(agents)
    await pass_time(clock, offices, 40_000)
    log = [recorded.event for recorded in await one.store.events(waiting.id)]
    assert [event.ending for event in log if isinstance(event, ev.OfferEnded)] == ["missed", "missed"]
    assert (await one.conversations.get(waiting.id)).state is State.QUEUED


async def test_a_silent_agent_is_reminded_and_loses_it_once(offices, clock):
    one, other = offices
    await one.arrange(assignment={"default": {**RULES, "mode": "manual"}})
    agent = await one.hire("anna")
    await one.connect(agent)
    waiting = await one.queue("a")
    await other.take(waiting.id, agent)
    await pass_time(clock, offices, 3 * MINUTE, 20_000)
    assert (await kinds(one, waiting.id)).count("agent.reminded") == 1
    await pass_time(clock, offices, 4 * MINUTE, 20_000)
    now = await one.conversations.get(waiting.id)
    assert (now.state, now.priority) == (State.QUEUED, 0)
    left = [recorded.event for recorded in await one.store.events(waiting.id)]
    assert [event.why for event in left if isinstance(event, ev.AgentLeft)] == ["silent"]


async def test_a_silent_customer_is_asked_and_it_is_closed(offices, clock):
    one, _ = offices
    await one.arrange(assignment={"default": RULES})
    agent = await one.hire("anna")
    waiting = await one.queue("a")
    await one.take(waiting.id, agent)
    await one.say(waiting.id, agent)
    await pass_time(clock, offices, 11 * MINUTE, 30_000)
    assert (await one.conversations.get(waiting.id)).asked_at
    await pass_time(clock, offices, 21 * MINUTE, 30_000)
    assert (await one.conversations.get(waiting.id)).state is State.CLOSED
    assert await one.rows.all() == {}


async def test_an_answer_stops_what_was_set(offices, clock):
    one, _ = offices
    await one.arrange(
        assignment={"default": RULES}, service_levels=[{"name": "all", "minutes": 4, "resolution_minutes": 6}]
    )
    agent = await one.hire("anna")
    waiting = await one.queue("a")
    await one.take(waiting.id, agent)
    await pass_time(clock, offices, MINUTE, 20_000)
    await one.say(waiting.id, agent)
    await pass_time(clock, offices, 6 * MINUTE, 20_000)
    notes = [recorded.event for recorded in await one.store.events(waiting.id)]
    assert "agent.reminded" not in [event.kind for event in notes]
    assert [(event.kind, event.clock) for event in notes if event.kind.startswith("sla.")] == [
        ("sla.warned", "resolution"),
        ("sla.breached", "resolution"),
    ]


async def test_the_longest_wait_alerts_though_somebody_is_signed_in(offices, clock):
    one, _ = offices
    await one.arrange(assignment={"default": {**RULES, "mode": "manual"}})
    await one.connect(await one.hire("anna"))
    waiting = await one.queue("a")
    await pass_time(clock, offices, 17 * MINUTE, 30_000)
    assert [alert for office in offices for alert in office.alerts] == [(waiting.id, "breach wait")]


async def test_time_in_which_nobody_ran_counts_against_nobody(offices, clock):
    one, _ = offices
    await one.arrange(assignment={"default": RULES}, service_levels=[{"name": "all", "minutes": 4}])
    agent = await one.hire("anna")
    waiting = await one.queue("a")
    await one.take(waiting.id, agent)
    await pass_time(clock, offices, MINUTE)
    clock.now += 3 * 60 * MINUTE
    await pass_time(clock, offices, 30_000)
    assert "agent.reminded" not in await kinds(one, waiting.id)
    (standing,) = [one.sla.standing(row, "", clock.now) for row in await one.store.listed(("agent",))]
    assert standing[0].state == "running"
    await pass_time(clock, offices, 40_000)
    assert "agent.reminded" in await kinds(one, waiting.id)
    await pass_time(clock, offices, 2 * MINUTE)
    assert "sla.breached" in await kinds(one, waiting.id)


async def test_rules_that_change_reckon_what_runs_already(offices, clock):
    one, other = offices
    waiting = await one.queue("a")
    await pass_time(clock, offices, 4000)
    assert await one.rows.all() == {}
    await one.arrange(assignment={"default": RULES})
    await pass_time(clock, offices, 4000)
    assert [timer.kind for timer in (await other.rows.all())[waiting.id]] == ["breach wait"]


async def test_a_crash_before_timers_were_stored_is_put_right(offices, clock):
    one, other = offices
    await one.arrange(assignment={"default": RULES})
    waiting = await one.queue("a")  # one never works again: its timers were never written
    await other.arranged.refresh()
    await pass_time(clock, [other], 4000)
    assert [timer.kind for timer in (await other.rows.all())[waiting.id]] == ["breach wait"]


async def test_two_hubs_that_offer_at_once_ring_once(offices):
    one, other = offices
    await one.arrange(assignment={"default": {**RULES, "offers": 10, "capacity": 100}})
    await other.arranged.refresh()
    for login in ("anna", "ben"):
        await one.connect(await one.hire(login))
    for number in range(10):
        await one.queue(f"q{number}")
    made = [*await one.assigner.look(), *await other.assigner.look()]
    assert len({offer.conversation for offer in made}) == len(made) == 10


async def test_a_hard_one_gives_a_breather_and_an_unplaced_transfer_waits(offices, clock):
    one, _ = offices
    await one.arrange(assignment={"default": RULES})
    agent, other = await one.hire("anna"), await one.hire("ben")
    await one.connect(agent)
    waiting = await one.queue("a", reason="risk", rule=Tag("risk", "safety"))
    await one.take(waiting.id, agent)
    now = await one.conversations.get(waiting.id)
    left = cmd.Requeue(agent=agent, agent_name="A", epoch=now.epoch, to=other, to_name="Ben")
    await one.run(waiting.id, left)
    await pass_time(clock, offices, 4000)
    assert one.team.members[agent].state.breather_until > clock.now
    assert (await one.conversations.get(waiting.id)).ringing is None
    await one.connect(other)
    await pass_time(clock, offices, 2000)
    assert (await one.conversations.get(waiting.id)).ringing.facts.rule == "wanted"
