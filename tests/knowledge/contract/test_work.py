"""Gaps, marks, feedback, and what makes several writes one."""

import threading
from dataclasses import replace

import pytest

from knowledge.errors import MissingError
from knowledge.mark_store import A_PERSON
from knowledge.records import ADDED, DISMISSED, Decided
from tests.knowledge.contract.conftest import ONE, TWO


def test_decisions_by_place(two):
    here, there = two
    assert here.gaps.decided() == frozenset()
    here.gaps.decide(Decided((("c1", 2), ("c2", 7)), DISMISSED, None, "small talk", "ann"))
    there.gaps.decide(Decided((("c2", 7),), ADDED, "one", "", "ben"))
    assert here.gaps.decided() == {("c1", 2), ("c2", 7)}


def test_questions_of_the_examination(two):
    here, there = two
    here.marks.add_question("where is it", "one", "desk", "ann")
    there.marks.add_question("where is it", "two", "desk", "ben")
    assert here.marks.questions() == [("where is it", "two")]


def test_marks_by_place(two):
    here, there = two
    here.articles.save(ONE, "ann")
    here.marks.set("c1", 3, "one", "ann")
    here.marks.set("c2", 1, A_PERSON, "ann")
    there.marks.set("c1", 3, A_PERSON, "ben")
    assert [(mark.seq, mark.right, mark.author) for mark in here.marks.all("c1")] == [(3, A_PERSON, "ben")]
    with pytest.raises(MissingError):
        here.marks.set("c1", 3, "none", "ann")
    assert len(there.marks.all()) == 2
    here.marks.set("c1", 3, None, "ann")
    assert [mark.conversation for mark in there.marks.all()] == ["c2"]


def test_feedback_adds_up(two):
    here, there = two
    for storage, helpful, day in ((here, True, "1"), (there, True, "1"), (here, False, "2")):
        storage.feedback.count("one", 1, helpful, day)
    there.feedback.count("two", 3, False, "2")
    assert here.feedback.by_article() == {"one": (2, 1), "two": (0, 1)}


def test_a_unit_is_one_commit_and_reads_what_it_wrote(two):
    here, there = two
    with here.transaction():
        here.articles.save(ONE, "ann")
        with here.transaction():
            here.facts.set("days", "30", "", "ann")
        assert (here.articles.all(), there.articles.all(), there.facts.all()) == ([ONE], [], [])
    assert (there.articles.all(), there.facts.values()) == ([ONE], {"days": "30"})


def test_a_unit_that_fails_leaves_nothing(two):
    here, there = two
    with pytest.raises(MissingError), here.transaction():
        here.articles.save(ONE, "ann")
        here.gaps.decide(Decided((("c1", 2),), ADDED, "one", "", "ann"))
        here.articles.retire("none")
    assert (there.articles.all(), there.gaps.decided()) == ([], frozenset())
    there.articles.save(TWO, "ben")
    assert here.articles.all() == [TWO]


def test_nobody_elses_write_comes_between(two):
    here, there = two
    here.articles.save(ONE, "ann")
    began, saved = threading.Event(), []

    def save():
        began.set()
        saved.append(there.articles.save(replace(ONE, answer="by ben"), "ben").version)

    other = threading.Thread(target=save)
    with here.transaction():
        seen = here.articles.get("one").version
        other.start()
        began.wait(5)
        assert here.articles.save(replace(ONE, answer="by ann"), "ann", seen).version == seen + 1
    other.join(10)
    assert saved == [seen + 2]


def test_the_stamp_changes_with_every_writer(two):
    here, there = two
    stamps = [here.stamp(), here.stamp()]
    here.articles.save(ONE, "ann")
    stamps.append(here.stamp())
    there.articles.save(TWO, "ben")
    stamps.append(here.stamp())
    assert stamps[0] == stamps[1]
    assert len(set(stamps)) == 3


def test_what_is_closed_is_there_for_the_next(two):
    two[0].articles.save(ONE, "ann")
    two[0].close()
    assert two[1].articles.all() == [ONE]


def test_vectors_are_known_to_every_process(caches):
    here, there = caches
    digests = [number.to_bytes(16, "big") for number in range(1200)]
    here.keep({digest: digest * 2 for digest in digests[:1100]})
    there.keep({digests[0]: b"another", digests[1150]: b"new"})
    assert there.known([]) == {}
    assert here.known(digests) == {**{digest: digest * 2 for digest in digests[:1100]}, digests[1150]: b"new"}


def test_words_find_articles_and_titles_count_most(indexed):
    articles = [ONE, replace(TWO, answer="Our parcels travel."), replace(TWO, title="A parcel?")]
    index = indexed(articles)
    assert index.find(["parcel"], 5) == [2, 1]
    assert index.find(["parcel", "first"], 1) in ([0], [2])
    assert set(index.find(["parcel", "first"], 5)) == {0, 1, 2}
    assert (index.find(["parcel"], 1), index.find(["unheard"], 5), index.find([], 5)) == ([2], [], [])
    assert indexed([]).find(["parcel"], 5) == []
