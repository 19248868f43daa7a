"""The log: appended to without gaps, and what follows from it."""

import asyncio
import dataclasses

import pytest

from bot.judgement import Understanding
from escalation.conversations.service import Conversations
from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.core.conversation import fold
from escalation.store.records import Batch, Conflict, Duplicate
from tests.core.talk import HANDOFF, Talk


def batch(talk: Talk, since: int = 0, lease: int = 0) -> Batch:
    return Batch(talk.now.id, since, tuple(talk.log[since:]), talk.now, lease)


async def test_what_one_appends_the_other_reads(two):
    talk = Talk()
    talk.customer("hello")
    await two[0].log.append(batch(talk))
    assert await two[1].log.load("c1") == talk.now
    assert await two[1].log.events("c1") == talk.log
    assert await two[1].log.events("c1", after=2, most=1) == talk.log[2:3]
    assert await two[1].log.latest_of("p_1") == "c1"
    assert [row.id for row in await two[1].log.listed_of("p_1")] == ["c1"]
    assert (await two[1].log.latest_of("p_2"), await two[1].log.listed_of("p_2")) == (None, [])


async def test_a_row_says_the_matter_and_the_last_word(two):
    talk = Talk()
    talk.customer("where is my parcel")
    talk.finish(understanding=Understanding(intent="order_status"))
    talk.customer("agent please")
    talk.finish(HANDOFF, understanding=Understanding(intent="ask_person"))
    await two[0].log.append(batch(talk))
    (row,) = await two[1].log.listed(("queued",))
    assert (row.matter, row.preview) == ("where is my parcel", "agent please")


async def test_the_second_writer_conflicts_and_nothing_changes(two):
    talk = Talk()
    await two[0].log.append(batch(talk))
    with pytest.raises(Conflict):
        await two[1].log.append(batch(talk))
    assert await two[0].log.events("c1") == talk.log


async def test_a_repeated_client_id_is_told_where_it_is(two):
    talk = Talk()
    talk.customer()
    await two[0].log.append(batch(talk))
    seq = next(each.seq for each in talk.log if isinstance(each.event, ev.CustomerSaid))
    again = Talk()
    again.now, again.log = talk.now, list(talk.log)
    again.do(cmd.CustomerSay(client_id="client-0001", text="again", turn="t"))
    with pytest.raises(Duplicate) as caught:
        await two[1].log.append(batch(again, talk.now.seq))
    assert caught.value.seq == await two[0].log.seq_of("c1", "client-0001") == seq
    assert await two[0].log.seq_of("c1", "client-9999") is None


async def test_one_failing_write_does_not_take_its_group_with_it(two):
    good, bad = Talk(), Talk()
    bad_batch = Batch("c1", 5, tuple(bad.log), bad.now)
    results = await asyncio.gather(
        two[0].log.append(bad_batch), two[0].log.append(batch(good)), return_exceptions=True
    )
    assert isinstance(results[0], Conflict)
    assert results[1] is None


async def test_owed_turns_are_claimed_once(two):
    talk = Talk()
    talk.customer()
    await two[0].log.append(batch(talk, lease=10_000))
    due = talk.log[-1].at + 10_000
    assert await two[0].log.claim_owed(due - 1, 5000) == []
    claims = await asyncio.gather(*(store.log.claim_owed(due, 5000) for store in two))
    assert sorted(len(claim) for claim in claims) == [0, 1]
    assert len(await two[1].log.claim_owed(due, 5000, everything=True)) == 1
    talk.finish()
    await two[1].log.append(batch(talk, due and len(talk.log) - 2))
    assert await two[0].log.claim_owed(due + 99_999, 5000) == []


async def test_the_queue_is_ordered_by_urgency_then_waiting(two):
    for at, (name, reason) in enumerate(
        [("a", "customer_request"), ("b", "frustration"), ("c", "risk"), ("d", "frustration")]
    ):
        talk = Talk()
        talk.customer()
        talk.finish(dataclasses.replace(HANDOFF, reason=reason))
        log = tuple(ev.Recorded(each.seq, each.at + at * 100, each.event) for each in talk.log)
        await two[0].log.append(Batch(name, 0, log, fold(name, log)))
    rows = await two[1].log.listed(("queued",))
    assert [row.id for row in rows] == ["c", "b", "d", "a"]
    assert [await two[1].log.ahead_of(name) for name in "cbda"] == [0, 1, 2, 3]
    assert await two[1].log.ahead_of("nobody") is None


async def test_two_hubs_on_one_conversation_lose_nothing(two):
    hubs = [Conversations(store.log, lambda key, variables, seq, language: key) for store in two]
    opened = await hubs[0].open("p_1", "web", "")
    says = [
        hubs[at % 2].run(
            opened.id, cmd.CustomerSay(client_id=f"client-{at:04}", text=f"message {at}", turn=f"t{at}")
        )
        for at in range(40)
    ]
    outcomes = await asyncio.gather(*says)
    log = await two[0].log.events(opened.id)
    assert [each.seq for each in log] == list(range(1, len(log) + 1))
    assert {each.event.text for each in log if isinstance(each.event, ev.CustomerSaid)} == {
        f"message {at}" for at in range(40)
    }
    assert len({outcome.seq for outcome in outcomes}) == 40
    assert fold(opened.id, log) == await two[1].log.load(opened.id)
