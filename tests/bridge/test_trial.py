"""A release on trial answers its share of new chats, and nobody else's."""

import dataclasses

import pytest

from bot.turn import Line
from escalation.conversations.rendering import Words
from escalation.http.desk import DESK
from knowledge.articles import Article
from knowledge.errors import ReleaseError
from knowledge.store import KnowledgeStore
from knowledge.trial import Trial
from tests.bridge.conftest import until


def test_a_chat_stays_where_it_began():
    trial = Trial(release=2, share=30, since=1000)
    taken = [trial.takes(f"c{number}", 1000) for number in range(2000)]
    assert 0.25 < sum(taken) / 2000 < 0.35
    assert taken == [trial.takes(f"c{number}", 5000) for number in range(2000)]
    assert not any(trial.takes(f"c{number}", 999) for number in range(200)), (
        "chats that began before go on as they were"
    )
    wider = Trial(release=2, share=60, since=1000)
    assert all(wider.takes(f"c{number}", 1000) for number in range(2000) if taken[number]), (
        "a larger share keeps whoever had it"
    )


@pytest.fixture
def home(tmp_path):
    one = Article("one", "t", "One?", "Old words.", ())
    with KnowledgeStore.open(tmp_path) as store:
        store.articles.save(one, "anna")
        store.releases.activate(store.content.freeze("anna", "first", model="m").id)
        store.articles.save(dataclasses.replace(one, answer="New words."), "anna")
        store.articles.save(Article("two", "t", "Two?", "Only in the new one.", ()), "anna")
        store.content.freeze("anna", "second", model="m2")
    return tmp_path


def test_each_side_reads_the_words_of_its_release(home):
    words = Words(KnowledgeStore.open(home))
    with KnowledgeStore.open(home) as store:
        store.releases.try_out(2, 50)
        words.refresh()
        said = [
            words.line(Line(role="answer", article="one"), 1, trial=trial).text for trial in (False, True)
        ]
        assert said == ["Old words.", "New words."]
        assert words.on_trial("any", store.releases.trial().since) in (True, False)
        store.releases.try_out(2, 0)
        words.refresh()
        assert not any(words.on_trial(f"c{number}", 10**15) for number in range(50))
        store.releases.try_out(2, 50)
        store.releases.activate(2)
        assert store.releases.trial() is None, "what is live is not on trial"
    words.close()


def test_a_bot_ahead_of_the_words_sends_nobody_to_a_person(home):
    words = Words(KnowledgeStore.open(home))
    with KnowledgeStore.open(home) as store:
        store.releases.activate(2)
    assert words.line(Line(role="answer", article="two"), 1).text == "Only in the new one."
    with KnowledgeStore.open(home) as store:
        store.releases.activate(1)
    words.refresh()
    assert words.line(Line(role="answer", article="two"), 1).text == "Only in the new one.", (
        "a turn begun under the release before"
    )
    words.close()


def test_an_untrained_release_is_not_tried(home):
    with KnowledgeStore.open(home) as store:
        store.articles.save(Article("three", "t", "Three?", "Three.", ("a question",)), "anna")
        waiting = store.content.freeze("anna", "third")
        with pytest.raises(ReleaseError, match="never trained"):
            store.releases.try_out(waiting.id, 10)


async def test_turns_of_the_trial_are_marked_for_its_bot(hub):
    with KnowledgeStore.open(hub.settings.home) as store:
        store.articles.save(
            Article("delivery_time", "delivery", "How long?", "Five days.", ("how long",)), "anna"
        )
        store.releases.try_out(store.content.freeze("anna", "tried", model="m2").id, 100)
    await until(lambda: hub.app[DESK].words.on_trial("any", 10**15), "the hub has read of the trial")
    customer = await hub.customer()
    await hub.say(customer, "how long does it take")
    await until(
        lambda: any(event.get("text") == "Five days." for event in customer.events()), "the trial's words"
    )
    assert hub.bot.asked[-1].trial
