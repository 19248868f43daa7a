"""What the waiting times read: the queue's events of all conversations, in the order they were committed."""

from escalation.core import commands as cmd
from escalation.core import events as ev
from escalation.store.records import Batch
from escalation.waiting.log import READ
from tests.core.talk import HANDOFF, Talk


async def fill(store):
    """Three conversations that were handed off one after the other."""
    for number in range(3):
        talk = Talk(f"c{number}")
        talk.customer()
        talk.finish(decision=HANDOFF, lines=[cmd.Spoken(role="handoff", text="An agent comes.")])
        log = tuple(ev.Recorded(row.seq, 1000 * (number + 1) + row.seq, row.event) for row in talk.log)
        await store.log.append(Batch(talk.now.id, 0, log, talk.now))


async def test_what_is_new_since_and_nothing_twice(two):
    one, other = two
    await fill(one)
    last, rows = await other.queue_log.events(READ, 0)
    assert [(name, row.event.kind) for name, row in rows] == [
        (f"c{number}", "handoff.requested") for number in range(3)
    ]
    assert await one.queue_log.events(READ, last) == (last, [])


async def test_where_a_time_begins_is_found(two):
    one, other = two
    await fill(one)

    async def since(at):
        _, rows = await other.queue_log.events(READ, await other.queue_log.first_since(at))
        return [name for name, _ in rows]

    assert await since(0) == ["c0", "c1", "c2"]
    assert await since(2000) == ["c1", "c2"]
    assert await since(3000) == ["c2"]
    assert await since(9000) == []


async def test_an_empty_log_has_nothing(two):
    one, _ = two
    assert await one.queue_log.events(READ, await one.queue_log.first_since(5)) == (0, [])
