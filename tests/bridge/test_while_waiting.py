"""Who waits in the queue and asks what an article answers is shown it, over real sockets."""

from escalation.app import CONTAINER
from escalation.core.states import State
from tests.bridge.conftest import until
from tests.bridge.test_agents_gone import now


async def waiting(hub):
    """A calm customer, whom the bot has told nothing yet."""
    customer = await hub.customer()
    identity = (await hub.say(customer, "please cancel it"))["conversation"]
    await customer.ok("ask_person")
    hub.bot.band = "answer"
    return customer, identity


def shown(client):
    return [event for event in client.events() if event.get("key") == "while_waiting"]


async def test_a_sure_answer_is_shown_and_the_place_is_kept(hub):
    await hub.agent()
    customer, identity = await waiting(hub)
    await hub.say(customer, "how long does it take")
    await until(lambda: shown(customer), "the article is shown")
    (line,) = shown(customer)
    assert "<strong>Two</strong> to four days" in line["html"]
    assert "You keep your place" in line["text"]
    fold = await now(hub, identity)
    assert (fold.state, fold.waiting_since > 0) == (State.QUEUED, True)
    (told,) = await hub.app[CONTAINER].store.insights.told("delivery_time")
    assert (told.conversation, told.version > 0) == (identity, True)


async def test_an_unsure_one_is_not(hub):
    await hub.agent()
    customer, identity = await waiting(hub)
    hub.bot.band = "probable"
    await hub.say(customer, "how long does it take")
    await until(lambda: _judged(hub, identity), "the turn is done")
    assert not shown(customer)


async def _judged(hub, identity):
    fold = await now(hub, identity)
    return fold.pending is None and fold.heard == fold.last_said
