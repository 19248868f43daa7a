"""Facts, system texts, and a second person's look."""

from dataclasses import replace

import pytest

from knowledge import texts
from knowledge.errors import FactError, MissingError, ReviewError, VoiceError
from tests.knowledge.contract.conftest import ONE, TWO


def test_facts_are_kept_by_name(two):
    here, there = two
    here.facts.set("days", "30", "for returns", "ann")
    here.facts.set("city", "Köln", "", "ann")
    there.facts.set("days", "14", "for returns", "ben")
    assert [(fact.name, fact.about, fact.author) for fact in here.facts.all()] == [
        ("city", "", "ann"),
        ("days", "for returns", "ben"),
    ]
    assert here.facts.values() == {"city": "Köln", "days": "14"}
    with pytest.raises(FactError, match="days is used by One"):
        here.facts.drop("days", ["One?"])
    with pytest.raises(FactError):
        here.facts.set("Days", "x", "", "ann")
    there.facts.drop("days", [])
    assert here.facts.values() == {"city": "Köln"}


def test_lines_are_what_baton_brings_until_they_are_reworded(two):
    here, there = two
    key, variants = next((key, variants) for key, variants in texts.seed().items() if "{" not in variants[0])
    assert (here.texts.all(), here.texts.reworded()) == (texts.seed(), {})
    here.texts.reword(key, ("Grüß Gott.", "Servus."), "ann")
    assert there.texts.reworded() == {key: ("Grüß Gott.", "Servus.")}
    assert there.texts.all() == {**texts.seed(), key: ("Grüß Gott.", "Servus.")}
    here.texts.reword(key, variants, "ann")
    assert there.texts.reworded() == {}
    with pytest.raises(VoiceError):
        here.texts.reword("no such line", ("x",), "ann")
    here.texts.reword(key, ("Hi.",), "ann")
    there.texts.reset(key)
    assert here.texts.all() == texts.seed()


def test_topics_that_ask_for_a_second_person(two):
    here, there = two
    here.reviews.set_careful("returns", True)
    here.reviews.set_careful("delivery", True)
    there.reviews.set_careful("delivery", False)
    assert here.reviews.careful_topics() == {"returns"}


def test_a_review_is_of_the_newest_version(two):
    here, there = two
    here.articles.save_all([ONE, TWO], "ann")
    here.reviews.ask("one", "ann")
    review = there.reviews.all()["one"]
    assert (review.version, review.asked_by, review.approved, review.decided_by) == (1, "ann", None, None)
    there.reviews.decide("one", 1, "ben", True, "fine")
    here.reviews.ask("one", "cleo")
    review = here.reviews.all()["one"]
    assert (review.asked_by, review.decided_by, review.approved, review.note) == ("ann", "ben", True, "fine")
    here.articles.save(replace(ONE, answer="1."), "ann")
    assert here.reviews.all() == {}
    here.reviews.decide("one", 2, "ben", False)
    assert there.reviews.all()["one"].approved is False


def test_nobody_decides_on_their_own_version_nor_on_an_older(two):
    here, there = two
    here.articles.save(ONE, "ann")
    for by, version, words in (("ann", 1, "You wrote"), ("ben", 2, "Version 1 has been saved")):
        with pytest.raises(ReviewError, match=words):
            here.reviews.decide("one", version, by, True)
    for attempt in (here.reviews.ask, lambda name, by: here.reviews.decide(name, 1, by, True)):
        with pytest.raises(MissingError):
            attempt("none", "ben")
    assert there.reviews.all() == {}
