"""What goes into a release: chosen articles, what is taken out, and what a second person has to see first."""

import dataclasses

import pytest

from knowledge.articles import Article
from knowledge.changes import pending
from knowledge.errors import ArticleError, FactError, MissingError, ReleaseError, ReviewError, StaleError
from knowledge.records import Care, Draft, Scope
from knowledge.store import KnowledgeStore

ONE = Article("one", "returns", "One?", "One.", ("the first",))
TWO = Article("two", "delivery", "Two?", "Two.", ("the second",))
DAY = 86_400_000


@pytest.fixture
def store(tmp_path):
    with KnowledgeStore.open(tmp_path) as opened:
        for each in (ONE, TWO):
            opened.articles.save(each, "anna")
        opened.releases.activate(opened.content.freeze("anna", "first", model="m").id)
        yield opened


def answers(store, release):
    return {article.id: article.answer for article in store.releases.articles(release.id)}


def states(store, now=0):
    return {article.article.id: article.state for article in pending(store, now).articles}


def test_only_what_is_chosen_goes_out(store):
    store.articles.save(dataclasses.replace(ONE, answer="One!"), "anna")
    store.articles.save(dataclasses.replace(TWO, answer="Two!"), "anna")
    release, live = store.publishing.publish("anna", "one", Scope(frozenset({"one"})))
    assert live
    assert answers(store, release) == {"one": "One!", "two": "Two."}
    assert states(store) == {"one": "live", "two": "changed"}


def test_a_new_article_that_is_not_chosen_stays_out(store):
    store.articles.save(Article("three", "t", "Three?", "Three.", ()), "anna")
    store.articles.save(dataclasses.replace(ONE, answer="One!"), "anna")
    release, _ = store.publishing.publish("anna", "one", Scope(frozenset({"one"})))
    assert "three" not in answers(store, release)
    assert states(store)["three"] == "new"


def test_what_is_taken_out_leaves_with_the_release_and_can_come_back(store):
    store.articles.retire("one")
    assert states(store)["one"] == "retired"
    release, live = store.publishing.publish("anna", "out")
    assert not live
    assert answers(store, release) == {"two": "Two."}
    store.articles.save(ONE, "anna", base=1)
    assert [article.id for article in store.articles.all()] == ["two", "one"]
    with pytest.raises(MissingError):
        store.articles.retire("nobody")


def test_a_changed_topic_is_kept(store):
    store.articles.save(dataclasses.replace(ONE, topic="refunds"), "anna")
    assert store.articles.get("one").topic == "refunds"


def test_a_careful_topic_asks_for_a_second_person(store):
    store.reviews.set_careful("returns", True)
    store.articles.save(dataclasses.replace(ONE, answer="One!"), "anna")
    assert states(store)["one"] == "review"
    with pytest.raises(ReviewError, match="second person"):
        store.publishing.publish("anna", "mine", Scope(frozenset({"one"})))
    assert answers(store, store.publishing.publish("anna", "the rest")[0])["one"] == "One."
    store.reviews.ask("one", "anna")
    with pytest.raises(ReviewError, match="You wrote this version"):
        store.reviews.decide("one", 2, "anna", approved=True)
    store.reviews.decide("one", 2, "ben", approved=False, note="too loud")
    assert "changes requested" in pending(store, 0).articles[1].attention
    store.reviews.decide("one", 2, "ben", approved=True)
    assert answers(store, store.publishing.publish("anna", "seen")[0])["one"] == "One!"
    store.articles.save(dataclasses.replace(ONE, answer="One?!"), "anna")
    with pytest.raises(ReviewError, match="Version 3"):
        store.reviews.decide("one", 2, "ben", approved=True)
    assert states(store)["one"] == "review", "an approval is for one version"


def test_dates_ask_for_attention(store):
    store.articles.set_care(
        "one", Care(owner="Anna", review_on="2026-01-01", expires_at=3 * DAY + 1_800_000_000_000)
    )
    found = {article.article.id: article.attention for article in pending(store, 1_800_000_000_000).articles}
    assert found["one"] == ("review due since 2026-01-01", "expires within a week")
    assert found["two"] == ()
    for wrong in (Care(review_on="soon"), Care(language="english"), Care(publish_at=2, expires_at=1)):
        with pytest.raises(ArticleError):
            store.articles.set_care("one", wrong)


def test_drafts_are_kept_apart_until_saved(store):
    store.drafts.keep(Draft("one", "anna", 1, {"answer": "On"}, 10))
    store.drafts.keep(Draft("one", "ben", 1, {"answer": "Ben's"}, 11))
    store.drafts.keep(Draft("one", "anna", 1, {"answer": "One more"}, 12))
    assert [(each.author, each.data["answer"]) for each in store.drafts.of("one")] == [
        ("anna", "One more"),
        ("ben", "Ben's"),
    ]
    store.articles.save(dataclasses.replace(ONE, answer="One more"), "anna", base=1)
    assert [each.author for each in store.drafts.of("one")] == ["ben"]
    with pytest.raises(StaleError, match="since you opened version 1"):
        store.articles.save(dataclasses.replace(ONE, answer="Ben's"), "ben", base=1)
    assert [each.author for each in store.drafts.of("one")] == ["ben"], "a refused save keeps the draft"


def test_a_release_can_wait_for_a_word(store):
    store.articles.save(dataclasses.replace(ONE, answer="One!"), "anna")
    release, live = store.publishing.publish("anna", "look first", hold=True)
    assert (live, release.hold, store.trainings.latest().state) == (False, True, "ready")
    assert store.releases.active().id != release.id
    store.releases.activate(release.id)
    assert states(store)["one"] == "live"


def test_what_is_planned_is_not_pending_and_goes_out_once(store):
    store.articles.save(dataclasses.replace(ONE, answer="One!"), "anna")
    store.articles.set_care("one", Care(publish_at=1000))
    assert states(store)["one"] == "planned"
    assert answers(store, store.publishing.publish("anna", "the rest")[0])["one"] == "One."
    assert answers(store, store.publishing.on_schedule(1000))["one"] == "One!"
    assert store.articles.care("one").publish_at is None
    assert store.publishing.on_schedule(2000) is None


def test_a_plan_that_cannot_be_kept_is_kept_and_said(store):
    store.articles.save(dataclasses.replace(ONE, answer="{{days}} days"), "anna")
    store.articles.save(dataclasses.replace(TWO, answer="Two!"), "anna")
    for each in ("one", "two"):
        store.articles.set_care(each, Care(publish_at=1000))
    released = store.publishing.on_schedule(1000)
    assert answers(store, released) == {"one": "One.", "two": "Two!"}, (
        "one that cannot go out holds no other back"
    )
    assert store.articles.care("one").publish_at == 1000
    assert "could not be published on its date" in pending(store, 10 * DAY).articles[1].attention
    store.facts.set("days", "ten", "", "anna")
    assert store.publishing.on_schedule(2000) is None, "a fact has to be published first"
    store.publishing.publish("anna", "facts")
    assert answers(store, store.publishing.on_schedule(2000))["one"] == "{{days}} days"


def test_a_review_that_is_missing_keeps_the_date(store):
    store.reviews.set_careful("returns", True)
    store.articles.save(dataclasses.replace(ONE, answer="One!"), "anna")
    store.articles.set_care("one", Care(publish_at=1000))
    assert store.publishing.on_schedule(1000) is None
    store.reviews.decide("one", 2, "ben", approved=True)
    assert answers(store, store.publishing.on_schedule(1000))["one"] == "One!"


def test_the_calendar_changes_nothing_when_it_cannot_publish(store):
    store.articles.set_care("one", Care(expires_at=1000))
    on_its_way(store, "training")
    with pytest.raises(ReleaseError):
        store.publishing.on_schedule(1000)
    assert (store.articles.care("one").expires_at, store.articles.retired()) == (1000, frozenset())


def on_its_way(store, state):
    store.articles.save(dataclasses.replace(TWO, questions=("other words",)), "anna")
    release, live = store.publishing.publish("anna", "questions", Scope(frozenset({"two"})))
    assert not live
    store.trainings.note(release.id, state, "")
    return release


@pytest.mark.parametrize("state", ["training", "starting"])
def test_of_two_who_publish_at_once_one_is_told(store, state):
    release = on_its_way(store, state)
    store.articles.save(dataclasses.replace(ONE, answer="One!"), "ben")
    with pytest.raises(ReleaseError, match=f"Release {release.id} is in progress"):
        store.publishing.publish("ben", "words")
    assert len(store.releases.newest()) == 2
    store.releases.activate(release.id)
    store.trainings.note(release.id, "done", "live")
    assert answers(store, store.publishing.publish("ben", "words")[0])["one"] == "One!"


def test_who_overtakes_a_release_that_waits_takes_its_changes_along(store):
    waiting = on_its_way(store, "waiting")
    store.articles.save(dataclasses.replace(ONE, answer="One!", questions=("first of all",)), "ben")
    newer, _ = store.publishing.publish("ben", "more", Scope(frozenset({"one"})))
    assert {article.id: article.version for article in store.releases.articles(newer.id)} == {
        "one": 2,
        "two": 2,
    }
    assert (store.trainings.next(), waiting.id < newer.id) == (newer.id, True)


def test_a_release_can_be_set_aside(store):
    release = on_its_way(store, "training")
    store.rollout.discard(release.id, "anna")
    store.trainings.note_progress(release.id, "learning")
    assert (store.trainings.latest().state, store.trainings.latest().detail) == (
        "failed",
        "discarded by anna",
    )
    assert states(store)["two"] == "changed"
    with pytest.raises(ReleaseError, match="is not waiting"):
        store.rollout.discard(release.id, "anna")


def test_a_fact_without_value_stops_all_of_a_release(store):
    store.articles.save(dataclasses.replace(ONE, answer="{{days}}"), "anna")
    with pytest.raises(FactError, match=r"article one uses \{\{days\}\}"):
        store.publishing.publish("anna", "all")
    assert len(store.releases.newest()) == 1


def test_what_was_never_live_can_come_back_too(store):
    store.articles.save(Article("three", "t", "Three?", "Three.", ()), "anna")
    store.articles.retire("three")
    assert states(store)["three"] == "gone"
    store.articles.save(Article("three", "t", "Three?", "Three.", ()), "anna", base=1)
    assert states(store)["three"] == "new"


def test_models_that_are_used_or_new_are_kept(store):
    for number in range(4):
        store.content.freeze("anna", "more", model=f"m{number}")
    assert store.releases.models(2) == {"m", "m2", "m3"}


def test_the_stamp_changes_with_every_writer(store, tmp_path):
    before = store.stamp()
    assert store.stamp() == before
    store.articles.save(dataclasses.replace(ONE, answer="One!"), "anna")
    mine = store.stamp()
    with KnowledgeStore.open(tmp_path) as other:
        other.articles.save(dataclasses.replace(TWO, answer="Two!"), "ben")
    assert len({before, mine, store.stamp()}) == 3
