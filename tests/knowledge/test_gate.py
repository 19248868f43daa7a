"""Errors stop a release, however it is published; a person may let it out by name and with a reason, which is
kept for good.
"""

import dataclasses
import sqlite3

import numpy as np
import pytest

from knowledge import personal
from knowledge.articles import Article
from knowledge.changes import pending
from knowledge.errors import ReleaseError, StaleError
from knowledge.gate import Anyway, FindingsError, mark
from knowledge.lint import ERROR, WARNING, Context, lint
from knowledge.records import Care, Scope
from knowledge.store import KnowledgeStore

ONE = Article("one", "returns", "May I send it back?", "Within 30 days.", ("the first",))
TWO = Article("two", "delivery", "Two?", "Two.", ("the second",))
FAULTS = {
    "a duplicate": ({"questions": ("the second", "The first!")}, "same_question"),
    "a card": ({"answer": "Card 4111 1111 1111 1111."}, "personal_data"),
    "an account": ({"answer": "Pay to DE89 3704 0044 0532 0130 00 please."}, "personal_data"),
    "an address": ({"answer": "Write to jane.doe@gmail.com."}, "personal_data"),
    "an address in a link": ({"answer": "[Write](mailto:jane.doe@gmail.com)."}, "personal_data"),
    "a card in a step": ({"steps": "## a\nUse 4111111111111111?\n- Yes -> solved"}, "personal_data"),
    "a dead link": ({"answer": "See [here](www.example.com)."}, "dead_link"),
    "a contradiction": ({"title": "Can I return it?", "answer": "Within 14 days."}, "contradiction"),
}
NEAR = {
    "May I send it back?": np.array([1, 0], np.float32),
    "Can I return it?": np.array([0.95, 0.31], np.float32),
}
VECTORS = {**NEAR, "Two?": np.array([0, 1], np.float32)}


@pytest.fixture
def store(tmp_path):
    with KnowledgeStore.open(tmp_path) as opened:
        for each in (ONE, TWO):
            opened.articles.save(each, "anna")
        opened.releases.activate(opened.content.freeze("anna", "first", model="m").id)
        yield opened


def spoilt(store, **changed):
    return store.articles.save(
        dataclasses.replace(TWO, **(changed or {"answer": "See [here](www.example.com)."})), "anna"
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_each_error_stops_a_release_and_is_named(store, fault):
    changed, rule = FAULTS[fault]
    spoilt(store, **changed)
    with pytest.raises(FindingsError) as refused:
        store.publishing.publish("anna", "", context=Context(vectors=VECTORS))
    (finding,) = refused.value.findings
    assert (finding.rule, finding.severity, "two" in {finding.article, finding.other}) == (rule, ERROR, True)
    assert finding.words in refused.value.sentences()[0]
    assert len(store.releases.newest()) == 1


def test_somebody_answers_for_it_by_name_and_that_is_kept_for_good(store):
    spoilt(store)
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(ReleaseError, match="1 to 500"):
            store.publishing.publish("ben", "", anyway=Anyway(reason))
    release, live = store.publishing.publish("ben", "", anyway=Anyway(" The page opens tomorrow. "))
    kept = store.overrules.of(release.id)
    assert (live, kept.by, kept.reason, [finding.rule for finding in kept.findings]) == (
        True,
        "ben",
        "The page opens tomorrow.",
        ["dead_link"],
    )
    (entry,) = store.overrules.audit()
    assert (entry.who, entry.deed, entry.subject, entry.reason) == (
        "ben",
        "published_anyway",
        "release 2",
        kept.reason,
    )
    assert entry.detail["findings"][0]["quote"] == "www.example.com"
    for change in ("update audit set who = 'nobody'", "delete from audit"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            store._storage.database.execute(change)


def test_without_an_error_nothing_is_overruled(store):
    spoilt(store, answer="Better.")
    release, _ = store.publishing.publish("ben", "", anyway=Anyway("just in case"))
    assert (store.overrules.of(release.id), store.overrules.audit()) == (None, [])


def test_a_word_is_given_for_what_was_seen_and_nothing_else(store):
    spoilt(store)
    with pytest.raises(FindingsError) as refused:
        store.publishing.publish("ben", "")
    seen = mark(refused.value.findings)
    store.articles.save(dataclasses.replace(ONE, answer="Card 4111 1111 1111 1111."), "anna")
    with pytest.raises(FindingsError) as again:
        store.publishing.publish("ben", "", anyway=Anyway("fine", seen))
    assert {finding.article for finding in again.value.findings} == {"one", "two"}
    assert store.publishing.publish("ben", "", anyway=Anyway("fine", mark(again.value.findings)))[1]


def test_what_was_saved_after_the_vectors_were_made_does_not_slip_through(store):
    spoilt(store, title="Can I return it?", answer="Within 14 days.")
    with pytest.raises(StaleError, match="saved an article in the meantime"):
        store.publishing.publish(
            "ben", "", context=Context(vectors={key: VECTORS[key] for key in ("May I send it back?", "Two?")})
        )


def test_what_is_live_with_its_error_stops_nothing_else(store):
    spoilt(store)
    store.publishing.publish("ben", "", anyway=Anyway("known"))
    store.articles.save(dataclasses.replace(ONE, answer="Within 31 days."), "anna")
    assert store.publishing.publish("anna", "another article")[1]
    spoilt(store, answer="Still [here](www.example.com).")
    with pytest.raises(FindingsError):
        store.publishing.publish("anna", "the same article again")


def test_only_what_goes_out_is_judged(store):
    spoilt(store)
    store.articles.save(dataclasses.replace(ONE, answer="Within 31 days."), "anna")
    assert store.publishing.publish("anna", "one alone", Scope(frozenset({"one"})))[1]


def test_a_planned_article_with_an_error_stays_and_says_why(store):
    spoilt(store)
    store.articles.save(dataclasses.replace(ONE, answer="Within 31 days."), "anna")
    for each in ("one", "two"):
        store.articles.set_care(each, Care(publish_at=1000))
    released = store.publishing.on_schedule(1000)
    assert {article.id: article.version for article in store.releases.articles(released.id)} == {
        "one": 2,
        "two": 1,
    }
    assert store.articles.care("two").publish_at == 1000
    (words,) = next(
        article.attention for article in pending(store, 1001).articles if article.article.id == "two"
    )
    assert "could not be published on its date" in words
    assert "This link is broken" in words
    assert not store.publishing.is_due(2000), "nobody has saved since"
    spoilt(store, answer="See [here](https://www.example.com).")
    assert store.plans.stopped() == {}
    assert store.publishing.is_due(2000)
    assert store.publishing.on_schedule(2000) is not None
    assert store.articles.care("two").publish_at is None


def test_two_planned_articles_that_share_a_fault_both_stay(store):
    for name in ("three", "four"):
        store.articles.save(Article(name, "t", f"{name}?", "Yes.", ("the very same",)), "anna")
        store.articles.set_care(name, Care(publish_at=1000))
    assert store.publishing.on_schedule(1000) is None
    assert store.plans.stopped().keys() == {"three", "four"}


@pytest.mark.parametrize(
    "words",
    [
        "Write to support@shop.example or info@other.example.",
        "Write to partners-eu@shop.example.",
        "Order 4111 1111 1111 1112.",
        "Call +49 89 555 0100.",
        "The code is 0000 0000 0000 0000.",
        "Article number 1234567890123.",
        "Ask {{mail}}.",
        "![A tent](media/0123456789abcdef.png)",
        "[Write](mailto:help@shop.example)",
        "See [here](HTTPS://Shop.example/a?b=c#d).",
        "Write to anna@own.example.",
    ],
)
def test_good_words_are_no_error(words):
    article = Article("one", "t", "May I?", words, ("may I",))
    context = Context(facts={"mail": "jane@gmail.com"}, own=frozenset({"own.example"}))
    assert [each for each in lint([article], context) if each.severity == ERROR] == []


def test_a_mail_box_of_private_people_is_nobodys_own():
    articles = [
        Article(name, "t", f"{name}?", f"Write to jane{name}@gmail.com.", (name,)) for name in ("a", "b", "c")
    ]
    assert {
        each.article
        for each in lint(articles, Context())
        if each.rule == "personal_data" and each.severity == ERROR
    } == {
        "a",
        "b",
        "c",
    }


def test_a_phone_number_is_for_a_person_to_judge():
    found = lint([Article("one", "t", "May I?", "Call +49 89 555 0100.", ("may I",))], Context())
    assert [each.severity for each in found if each.rule == "personal_data"] == [WARNING]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("4111-1111-1111-1111", "a card number"),
        ("4111\u00a01111\u00a01111\u00a01111", "a card number"),
        ("378282246310005", "a card number"),
        ("de89370400440532013000", "an IBAN"),
        ("GB82 WEST 1234 5698 7654 32 today", "an IBAN"),
        ("jane.doe@company.example", "a private email address"),
    ],
)
def test_numbers_and_addresses_as_people_write_them(text, what):
    assert [(each.what, each.certain) for each in personal.found_in(f"It is {text}.", frozenset())] == [
        (what, True)
    ]


def test_what_is_asked_word_for_word_is_what_both_store(store):
    """What was taken out, moved or reworded on purpose is no loss."""
    store.articles.save(dataclasses.replace(ONE, questions=("another first",)), "anna")
    store.articles.save(Article("three", "t", "Three?", "Yes.", ("the first",)), "anna")
    store.articles.retire("two")
    release, _ = store.publishing.publish("anna", "")
    assert store.content.kept_questions(release.id) == [("May I send it back?", "one")]
