"""Facts and lines: edited apart, frozen in a release, and never said half filled."""

import pytest

from knowledge import facts, texts
from knowledge.articles import Article
from knowledge.errors import FactError, VoiceError
from knowledge.records import Scope
from knowledge.store import KnowledgeStore
from knowledge.voice import GROUPS, SAMPLES, group_of, shown

ONE = Article("returns", "returns", "Returns?", "Within {{return_days}} days.", ("can I return it",))


@pytest.fixture
def store(tmp_path):
    with KnowledgeStore.open(tmp_path) as opened:
        yield opened


def test_one_edit_of_a_fact_changes_all_that_use_it(store):
    store.facts.set("return_days", "30", "", "anna")
    store.articles.save(ONE, "anna")
    store.texts.reword("greet", ("Hello! Returns are free for {{return_days}} days.",), "anna")
    first = store.content.freeze("anna", "first", model="m")
    store.releases.activate(first.id)
    store.facts.set("return_days", "60", "", "anna")
    second, live = store.publishing.publish("anna", "longer")
    assert live, "a fact is words: nothing to train"
    assert (store.releases.facts(first.id), store.releases.facts(second.id)) == (
        {"return_days": "30"},
        {"return_days": "60"},
    )
    said = texts.with_facts(store.releases.texts(second.id), store.releases.facts(second.id))
    assert texts.fill(said, "greet", {}, 0) == "Hello! Returns are free for 60 days."


def test_a_fact_without_a_value_stops_the_release(store):
    store.articles.save(ONE, "anna")
    with pytest.raises(FactError, match=r"article returns uses \{\{return_days\}\}"):
        store.content.freeze("anna", "first")


def test_a_fact_in_use_is_not_dropped(store):
    store.facts.set("return_days", "30", "", "anna")
    with pytest.raises(FactError, match="used by Returns"):
        store.facts.drop("return_days", ["Returns?"])
    store.facts.drop("return_days", [])
    assert store.facts.all() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("Days", "3"), ("a b", "3"), ("days", " "), ("days", "x" * 301), ("days", "{{other}}")],
)
def test_a_bad_fact_is_refused(name, value):
    with pytest.raises(FactError):
        facts.check(name, value)


def test_braces_in_a_value_stay_braces():
    said = texts.with_facts({"greet": ("Code {{code}} for {name}",)}, {"code": "{X}"})
    assert texts.fill(said, "greet", {"name": "Anna"}, 0) == "Code {X} for Anna"


@pytest.mark.parametrize(
    ("key", "variants", "message"),
    [
        ("nothing", ("x",), "no system text"),
        ("greet", (), "Enter a text"),
        ("greet", ("ok", " "), "Enter a text"),
        ("greet", ("Hello {name}",), r"\{name\} is not known here. This text has no variables"),
        ("agent_joined", ("{nam} is here",), r"can use \{name\}"),
        ("agent_joined", ("{name is here",), "do not match"),
        ("greet", ("x" * 1001,), "Use no more than"),
    ],
)
def test_bad_words_for_a_line_are_refused(store, key, variants, message):
    with pytest.raises(VoiceError, match=message):
        store.texts.reword(key, variants, "anna")


def test_a_line_goes_back_to_what_it_was(store):
    store.texts.reword("greet", ("Moin!",), "anna")
    assert store.texts.all()["greet"] == ("Moin!",)
    store.texts.reset("greet")
    assert store.texts.all() == texts.seed()
    store.texts.reword("greet", texts.seed()["greet"], "anna")
    assert store.texts.reworded() == {}


def test_lines_and_facts_can_be_left_out_of_a_release(store):
    store.articles.save(Article("a1", "t", "A?", "A.", ()), "anna")
    store.releases.activate(store.content.freeze("anna", "first", model="m").id)
    store.texts.reword("greet", ("Moin!",), "anna")
    release, _ = store.publishing.publish("anna", "without lines", Scope(voice=False))
    assert store.releases.texts(release.id)["greet"] == texts.seed()["greet"]
    assert store.releases.texts(store.publishing.publish("anna", "with")[0].id)["greet"] == ("Moin!",)


def test_every_line_has_a_group_and_can_be_shown():
    for key, variants in texts.seed().items():
        assert group_of(key) in GROUPS
        for variant in variants:
            assert "{" not in shown(variant, {}), key
            assert texts.variables(variant) <= SAMPLES.keys(), key
