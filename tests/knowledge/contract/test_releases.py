"""Releases, their trainings, and what went out in spite of its errors."""

from dataclasses import replace

import pytest

from knowledge import texts
from knowledge.errors import MissingError, ReleaseError
from knowledge.gate import Overruled
from knowledge.lint import ERROR, Finding
from knowledge.records import DONE, FAILED, READY, STARTING, TRAINING, WAITING, Frozen
from knowledge.trial import Trial
from tests.knowledge.contract.conftest import ONE


def test_a_release_stays_as_it_was_frozen(two, released):
    here, there = two
    release = released(model="m1")
    here.articles.save(replace(ONE, answer="1.", topic="other"), "ann")
    here.facts.set("days", "14", "", "ann")
    assert there.releases.get(release.id) == release
    assert (release.author, release.note, release.learned, release.model, release.hold) == (
        "ann",
        "first",
        "d1",
        "m1",
        False,
    )
    assert there.releases.articles(release.id) == [replace(ONE, topic="other")]
    assert there.releases.facts(release.id) == {"days": "30"}
    assert there.releases.texts(release.id) == {**texts.seed(), "greet": ("Hello.",)}
    assert (there.releases.articles(99), there.releases.facts(99)) == ([], {})
    with pytest.raises(MissingError, match="no release 99"):
        there.releases.get(99)


def test_numbers_grow_and_the_newest_come_first(two, released):
    releases = [released() for _ in range(3)]
    assert [release.id for release in two[1].releases.newest()] == [3, 2, 1]
    assert two[1].releases.newest(2) == [releases[2], releases[1]]


def test_a_release_may_be_empty_and_wait_for_a_person(two):
    release = two[0].releases.add(Frozen({}, {}, {}), "ann", "", learned="d0", model=None, hold=True)
    assert (two[1].releases.get(release.id).hold, two[1].releases.articles(release.id)) == (True, [])


def test_one_is_active_and_switching_is_a_pointer(two, released):
    here, there = two
    first, second = released(model="m1"), released(model="m2")
    assert (here.releases.active(), here.releases.trial()) == (None, None)
    assert here.releases.texts() == texts.seed()
    here.releases.activate(first.id)
    assert there.releases.active() == first
    assert there.releases.texts()["greet"] == ("Hello.",)
    there.releases.activate(second.id)
    assert here.releases.active() == second
    with pytest.raises(MissingError):
        here.releases.activate(99)
    assert there.releases.active() == second


def test_a_trial_ends_when_another_is_live(two, released):
    here, there = two
    first, second, untrained = released(model="m1"), released(model="m2"), released()
    here.releases.activate(first.id)
    here.releases.try_out(second.id, 250)
    trial = there.releases.trial()
    assert trial == Trial(second.id, 100, trial.since)
    with pytest.raises(ReleaseError, match="never trained"):
        here.releases.try_out(untrained.id, 5)
    there.releases.try_out(second.id, 0)
    assert here.releases.trial() is None
    here.releases.try_out(second.id, 5)
    here.releases.activate(second.id)
    assert there.releases.trial() is None


def test_models_and_reports(two, released):
    here, there = two
    releases = [released(model=f"m{number}") for number in range(4)]
    here.releases.activate(releases[0].id)
    assert there.releases.models(2) == {"m0", "m2", "m3"}
    here.releases.set_model(releases[3].id, "m9")
    here.releases.try_out(releases[1].id, 5)
    assert there.releases.models(1) == {"m0", "m1", "m9"}
    assert there.releases.report(1) is None
    here.releases.set_report(1, {"right": [1, "ä"]})
    assert there.releases.report(1) == {"right": [1, "ä"]}


def test_trainings_by_state(two):
    here, there = two
    assert (here.trainings.latest(), here.trainings.next(), here.trainings.next_start()) == (None, None, None)
    for release, state in ((1, WAITING), (2, WAITING), (3, READY), (4, TRAINING)):
        here.trainings.note(release, state, "")
    assert (there.trainings.next(), there.trainings.newest(WAITING)) == (2, 2)
    assert (there.trainings.newest(TRAINING), there.trainings.newest(DONE)) == (4, None)
    there.trainings.note_progress(4, "halfway")
    there.trainings.note_progress(3, "not any more")
    assert [here.trainings.all()[release].detail for release in (3, 4)] == ["", "halfway"]
    here.trainings.overtaken(2)
    assert [there.trainings.all()[release].state for release in (1, 2)] == [FAILED, WAITING]
    assert "release 2" in there.trainings.all()[1].detail


def test_who_got_on_last(two, ticking):
    here, there = two
    here.trainings.note(2, STARTING, "")
    here.trainings.note(1, STARTING, "")
    assert (there.trainings.next_start(), there.trainings.latest().release) == (1, 1)
    there.trainings.note(2, STARTING, "again")
    assert (here.trainings.next_start(), here.trainings.latest().detail) == (2, "again")


def test_what_was_overruled_is_kept_with_its_release_and_in_the_audit_log(two, released):
    here, there = two
    released(), released()
    finding = Finding("one", ERROR, "dead_link", "answer", "www.example.com", "Broken.")
    overruled = Overruled("ben", "It opens tomorrow.", 5, (finding,))
    here.overrules.note(2, overruled)
    assert (there.overrules.of(2), there.overrules.of(1), there.overrules.releases()) == (
        overruled,
        None,
        [2],
    )
    here.overrules.note(1, replace(overruled, at=6))
    newest, older = there.overrules.audit()
    assert (older.at, older.who, older.deed, older.subject, older.reason) == (
        5,
        "ben",
        "published_anyway",
        "release 2",
        "It opens tomorrow.",
    )
    assert older.detail["findings"][0]["quote"] == "www.example.com"
    assert there.overrules.audit(1) == [newest]
