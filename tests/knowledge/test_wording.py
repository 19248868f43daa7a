"""Facts and lines: edited apart, frozen in a release, and never said half filled."""

import pytest

from knowledge import facts, texts
from knowledge.articles import Article
from knowledge.errors import FactError, VoiceError
from knowledge.store import KnowledgeStore, Scope
from knowledge.voice import GROUPS, SAMPLES, group_of, shown

ONE = Article("returns", "returns", "Returns?", "Within {{return_days}} days.", ("can I return it",))


@pytest.fixture
def store(tmp_path):
    with KnowledgeStore.open(tmp_path) as opened:
        yield opened


def test_one_edit_of_a_fact_changes_all_that_use_it(store):
    store.set_fact("return_days", "30", "", "anna")
    store.save(ONE, "anna")
    store.reword("greet", ("Hello! Returns are free for {{return_days}} days.",), "anna")
    first = store.release("anna", "first", model="m")
    store.activate(first.id)
    store.set_fact("return_days", "60", "", "anna")
    second, live = store.publish("anna", "longer")
    assert live, "a fact is words: nothing to train"
    assert (store.release_facts(first.id), store.release_facts(second.id)) == ({"return_days": "30"}, {"return_days": "60"})
    said = texts.with_facts(store.texts(second.id), store.release_facts(second.id))
    assert texts.fill(said, "greet", {}, 0) == "Hello! Returns are free for 60 days."


def test_a_fact_without_a_value_stops_the_release(store):
    store.save(ONE, "anna")
    with pytest.raises(FactError, match=r"article returns uses \{\{return_days\}\}"):
        store.release("anna", "first")


def test_a_fact_in_use_is_not_dropped(store):
    store.set_fact("return_days", "30", "", "anna")
    with pytest.raises(FactError, match="used by Returns"):
        store.drop_fact("return_days", ["Returns?"])
    store.drop_fact("return_days", [])
    assert store.facts() == []


@pytest.mark.parametrize(("name", "value"), [("Days", "3"), ("a b", "3"), ("days", " "), ("days", "x" * 301), ("days", "{{other}}")])
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
        store.reword(key, variants, "anna")


def test_a_line_goes_back_to_what_it_was(store):
    store.reword("greet", ("Moin!",), "anna")
    assert store.voice()["greet"] == ("Moin!",)
    store.as_it_came("greet")
    assert store.voice() == texts.seed()
    store.reword("greet", texts.seed()["greet"], "anna")
    assert store.reworded() == {}


def test_lines_and_facts_can_be_left_out_of_a_release(store):
    store.save(Article("a1", "t", "A?", "A.", ()), "anna")
    store.activate(store.release("anna", "first", model="m").id)
    store.reword("greet", ("Moin!",), "anna")
    release, _ = store.publish("anna", "without lines", Scope(voice=False))
    assert store.texts(release.id)["greet"] == texts.seed()["greet"]
    assert store.texts(store.publish("anna", "with")[0].id)["greet"] == ("Moin!",)


def test_every_line_has_a_group_and_can_be_shown():
    for key, variants in texts.seed().items():
        assert group_of(key) in GROUPS
        for each in variants:
            assert "{" not in shown(each, {}), key
            assert texts.variables(each) <= SAMPLES.keys(), key
