"""Articles, their dates, and who looks after them."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from knowledge.errors import ArticleError, MissingError, StaleError
from knowledge.records import Care, Draft
from tests.knowledge.contract.conftest import ONE, TWO


def test_a_version_is_followed_and_never_changed(two):
    here, there = two
    assert (here.articles.all(), here.articles.cares(), here.articles.saved()) == ([], {}, 0)
    assert here.articles.save(ONE, "ann", 0) == ONE
    assert there.articles.save(replace(ONE, answer="1."), "ben", 1).version == 2
    assert [(article.answer, author) for article, author, _ in here.articles.versions("one")] == [
        ("1.", "ben"),
        ("One.", "ann"),
    ]
    times = [at for _, _, at in here.articles.versions("one")]
    assert times == sorted(times, reverse=True)
    assert here.articles.get("one") == replace(ONE, answer="1.", version=2)
    assert (here.articles.versions("none"), here.articles.saved()) == ([], there.articles.saved())
    with pytest.raises(MissingError, match="“none”"):
        here.articles.get("none")


def test_what_is_stored_comes_back_character_by_character(two):
    odd = replace(
        ONE, topic="ä b", title="“Ünï” 😀?", answer="a\n\n  b\\\"'; --", questions=("ß?", "a\u2028b")
    )
    odd = replace(odd, steps="## gas\nTurn it *on*.\n\n- Done  -> solved\n")
    two[0].articles.save(odd, "ann")
    assert two[1].articles.all() == [odd]


def test_the_lists_are_by_topic_and_title(two):
    here, there = two
    for article in (ONE, TWO, replace(ONE, id="zero", title="Another?")):
        here.articles.save(article, "ann")
    assert [article.id for article in there.articles.all()] == ["two", "zero", "one"]


def test_a_lost_update_is_refused_and_nothing_is_written(two):
    here, there = two
    here.articles.save(ONE, "ann")
    there.articles.save(replace(ONE, answer="1."), "ben")
    with pytest.raises(StaleError, match="Someone has saved version 2"):
        here.articles.save(replace(ONE, answer="I."), "ann", 1)
    with pytest.raises(StaleError, match="already an article “one”"):
        here.articles.save(ONE, "ann", 0)
    assert here.articles.get("one").version == 2


def test_of_two_who_save_at_once_one_wins(two):
    two[0].articles.save(ONE, "ann")

    def save(storage):
        try:
            return storage.articles.save(replace(ONE, answer=f"by {id(storage)}"), "x", 1).version
        except StaleError:
            return None

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save, two), key=str) == [2, None]


def test_saving_what_is_there_writes_nothing_and_brings_it_back(two):
    here, there = two
    here.articles.save(ONE, "ann")
    there.articles.retire("one")
    assert ([*here.articles.all()], here.articles.all(retired=True), here.articles.retired()) == (
        [],
        [ONE],
        {"one"},
    )
    counted = here.articles.saved()
    assert here.articles.save(ONE, "ann") == ONE
    assert (there.articles.all(), there.articles.retired()) == ([ONE], frozenset())
    assert here.articles.saved() != counted
    with pytest.raises(MissingError):
        here.articles.retire("none")


def test_several_are_saved_or_none(two):
    here, there = two
    bad = replace(TWO, title="")
    with pytest.raises(ArticleError, match="no title"):
        here.articles.save_all([ONE, bad], "ann")
    with pytest.raises(ArticleError, match="not a valid date"):
        here.articles.save_all([ONE, TWO], "ann", {"two": Care(review_on="soon")})
    assert there.articles.all() == []
    here.articles.save(ONE, "ann")
    here.articles.set_care("one", Care(owner="ann", publish_at=5))
    german = Care(language="de", translates="one")
    assert here.articles.save_all([ONE, TWO], "ann", {"two": german, "one": Care(owner="ben")}) == [ONE, TWO]
    assert there.articles.cares() == {"one": Care(owner="ben", publish_at=5), "two": german}


def test_care_is_checked_and_kept(two):
    here, there = two
    here.articles.save(ONE, "ann")
    care = Care("ann", "2027-03-31", "en", 10, 20)
    here.articles.set_care("one", care)
    assert there.articles.care("one") == care
    assert there.articles.care("none") == Care()
    for wrong in (Care(review_on="x"), Care(language="german"), Care(translates="one", language="de")):
        with pytest.raises(ArticleError):
            here.articles.set_care("one", wrong)
    with pytest.raises(ArticleError, match="before the publish date"):
        here.articles.set_care("one", Care(publish_at=20, expires_at=20))
    with pytest.raises(MissingError):
        here.articles.set_care("none", Care())
    with pytest.raises(ArticleError):
        here.articles.save(TWO, "ann", care=Care(language="x"))
    assert (there.articles.care("one"), [article.id for article in there.articles.all()]) == (care, ["one"])


def test_translations_and_those_behind_their_original(two, ticking):
    here, there = two
    here.articles.save(ONE, "ann")
    here.articles.save(TWO, "ann", care=Care(language="de", translates="one"))
    assert (there.articles.translations("one"), there.articles.behind()) == ({"de": "two"}, frozenset())
    here.articles.save(replace(ONE, answer="1."), "ann")
    assert there.articles.behind() == {"two"}
    here.articles.retire("two")
    assert there.articles.translations("one") == {}


def test_plans_fall_due_and_are_dropped(two):
    here, there = two
    here.articles.save_all([ONE, TWO], "ann")
    here.articles.set_care("one", Care(publish_at=10))
    here.articles.set_care("two", Care(expires_at=20))
    assert not there.plans.any_due(9)
    assert there.plans.any_due(10)
    assert (there.plans.to_publish(10), there.plans.to_expire(10)) == ({"one"}, frozenset())
    assert (there.plans.to_publish(9), there.plans.to_expire(20)) == (frozenset(), {"two"})
    here.plans.stop("one", "an error")
    assert there.plans.stopped() == {"one": "an error"}
    here.articles.save(replace(ONE, answer="1."), "ann")
    assert there.plans.stopped() == {}
    here.plans.stop("one", "again")
    here.plans.drop(frozenset({"one"}))
    here.plans.expire(frozenset({"two"}), 20)
    assert (there.plans.any_due(99), there.plans.stopped(), there.articles.retired()) == (False, {}, {"two"})
    assert there.articles.cares() == {"one": Care(), "two": Care()}


def test_a_draft_an_author_and_article(two):
    here, there = two
    old = Draft("one", "ann", 1, {"title": "ä"}, 1)
    here.drafts.keep(old)
    here.drafts.keep(replace(old, author="ben", changed_at=2))
    here.drafts.keep(replace(old, data={"questions": ["a"]}, changed_at=3))
    assert [(draft.author, draft.data) for draft in there.drafts.of("one")] == [
        ("ann", {"questions": ["a"]}),
        ("ben", {"title": "ä"}),
    ]
    there.drafts.drop("one", "ben")
    assert [draft.author for draft in here.drafts.of("one")] == ["ann"]
    here.articles.save(ONE, "ann")
    assert there.drafts.of("one") == []


def test_a_draft_that_nobody_touches_is_dropped(two):
    here, there = two
    here.drafts.keep(Draft("one", "ann", 1, {}, 1))
    here.drafts.keep(Draft("two", "ben", 1, {}, 366 * 86_400_000))
    assert (there.drafts.of("one"), len(there.drafts.of("two"))) == ([], 1)
