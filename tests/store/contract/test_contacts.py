"""The index of contacts: caught up with the log bit by bit, it says what the whole log says."""

import random

import pytest

from escalation.core import commands as cmd
from escalation.core.contacts import contacts
from escalation.core.errors import Refused
from escalation.core.figures import FIGURES, TOTAL, Tally, tags
from escalation.store.records import Batch, Day, Profile
from tests.core.talk import HANDOFF, Talk

ALL = [Day("early", 0, 1020), Day("late", 1020, 10**9)]


PROFILE = {
    "id": "p_1",
    "name": "Maya",
    "email": "maya@shop.example",
    "segment": "gold",
    "note": "",
    "site": "",
    "created_at": 1,
    "blocked": False,
}


class Log:
    """A log that grows, and the conversations in it."""

    def __init__(self, store):
        self.store, self.talks, self.kept = store, {}, {}

    def talk(self, name):
        return self.talks.setdefault(name, Talk(name))

    async def save(self):
        for name, talk in self.talks.items():
            since = self.kept.get(name, 0)
            if fresh := tuple(talk.log[since:]):
                await self.store.log.append(Batch(name, since, fresh, talk.now))
                self.kept[name] = talk.now.seq

    def whole(self):
        return [contact for name, talk in self.talks.items() for contact in contacts(name, talk.log)]


@pytest.fixture
def log(two):
    return Log(two[0])


@pytest.fixture
def index(two):
    """What one hub reads of the log another writes."""
    return two[1].contacts


def due(contact, _segment, _email):
    return contact.handed_off_at + 5


def grow(talk, dice):
    """Whatever may happen next, or nothing."""
    steps = (
        talk.customer,
        talk.finish,
        lambda: talk.finish(HANDOFF),
        lambda: talk.do(cmd.AskPerson(turn="x")),
        lambda: talk.take(dice.choice(("u_1", "u_2"))),
        lambda: talk.agent(agent=talk.now.agent or "u_1"),
        lambda: talk.do(
            cmd.Requeue(agent=talk.now.agent or "", agent_name="A", epoch=talk.now.epoch, department="b")
        ),
        lambda: talk.do(cmd.LeaveQueue()),
        lambda: talk.do(cmd.CloseByCustomer()),
        lambda: talk.do(cmd.Rate(stars=dice.randint(1, 5))),
        lambda: talk.do(cmd.GiveVerdict(agent="u_1", verdict="too_late")),
    )
    try:
        dice.choice(steps)()
    except Refused:
        return


async def counted(index, wanted=ALL):
    whole = Tally()
    for _, departments in await index.days(wanted, lambda _at: 0):
        for tallies in departments.values():
            whole.merge(tallies.get((TOTAL, ""), Tally()))
    return whole


def promised(contact):
    contact.due_at = contact.handed_off_at and contact.handed_off_at + 5
    return contact


async def found(index, figure="contacts", most=1000, keep=lambda _contact: True):
    return await index.find((0, 10**9), figure, keep, most)


def places(contacts):
    return sorted((contact.conversation, contact.seq) for contact in contacts)


@pytest.mark.parametrize("seed", range(6))
async def test_caught_up_bit_by_bit_it_is_what_the_whole_log_says(log, two, seed):
    dice = random.Random(seed)
    for _ in range(12):
        for _ in range(10):
            grow(log.talk(f"c{dice.randint(1, 5)}"), dice)
        await log.save()
        while await dice.choice(two).contacts.catch_up(due, dice.randint(1, 9)):
            await counted(dice.choice(two).contacts)
        index, whole = dice.choice(two).contacts, [promised(each) for each in log.whole()]
        rows = [each for each, _ in await found(index)]
        assert {str(row) for row in rows} == {str(each) for each in whole}
        tally = await counted(index)
        for figure in FIGURES:
            behind = [each for each in whole if figure in tags(each)]
            assert tally.counts.get(figure, 0) == len(behind), figure
            assert places(each for each, _ in await found(index, figure)) == places(behind), figure


async def test_the_newest_come_first_with_names_and_no_more_than_asked(log, index):
    await log.store.customers.put("p_1", "", "hash", 0, 1)
    await log.store.customers.put_profile(Profile(**PROFILE))
    for name in ("c1", "c2", "c3"):
        log.talk(name).customer()
    await log.save()
    await index.catch_up(due)
    assert [name for _, name in await found(index, most=2)] == ["Maya", "Maya"]
    assert len(await found(index, keep=lambda each: each.conversation == "c2")) == 1
    assert await found(index, "abandoned") == []


async def test_what_was_promised_at_the_hand_off_stays_promised(log, index):
    talk = log.talk("c1")
    talk.do(cmd.AskPerson(turn="x"))
    await log.save()
    await index.catch_up(lambda _contact, _segment, _email: 7000)
    talk.take()
    talk.agent()
    await log.save()
    await index.catch_up(lambda _contact, _segment, _email: 9000)
    assert [each.due_at for each, _ in await found(index)] == [7000]


async def test_what_is_promised_goes_by_who_the_customer_is(log, index):
    await log.store.customers.put("p_1", "", "hash", 0, 1)
    await log.store.customers.put_profile(Profile(**PROFILE))
    log.talk("c1").do(cmd.AskPerson(turn="x"))
    await log.save()
    known = []
    await index.catch_up(lambda _contact, *customer: known.append(customer) or 0)
    assert known == [("gold", "maya@shop.example")]


async def test_other_days_are_added_up_anew_and_kept_ahead(log, index):
    log.talk("c1").customer()
    await log.save()
    await index.catch_up(due)
    await index.add_up(ALL, lambda _at: 0)
    assert (await counted(index)).counts == (await counted(index, [Day("all", 0, 10**9)])).counts
    assert await index.first() == 1000
    log.talk("c2").customer()
    await log.save()
    await index.catch_up(due)
    assert (await counted(index)).counts["contacts"] == 2, "what was kept is added up again"


async def test_agents_are_known_by_the_name_they_had_last(log, index):
    talk = log.talk("c1")
    talk.do(cmd.AskPerson(turn="x"))
    talk.do(cmd.Take(agent="u_1", agent_name="Anna", epoch=talk.now.epoch))
    await log.save()
    await index.catch_up(due)
    assert await index.agents() == {"u_1": "Anna"}
