"""spaCy reads a message once, with a trained pipeline where one is installed."""

import shutil

import pytest
import spacy
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

from bot.components import wording
from bot.components.entities import EntityRules
from bot.components.requests import RequestScorer
from bot.components.tokenizer import SpacyWords
from bot.components.wording import wording_of

MONEY = [
    {"label": "MONEY", "pattern": [{"LOWER": "a"}, {"LOWER": "fiver"}]},
    {"label": "ORG", "pattern": "Acme"},
]


def tokenizer(**config):
    return SpacyWords({**SpacyWords.get_default_config(), **config})


def message(text, **metadata):
    return Message(data={"text": text.lstrip("/"), "metadata": {"text": text, **metadata}})


def test_all_components_share_one_reading(monkeypatch):
    texts, make = [], Language.make_doc
    components = [tokenizer(), EntityRules({}), RequestScorer({})]
    said = message("I won’t wait any longer, put me through to a person. My order is BW-10234")
    for component in components:  # loads the lists
        component.process([message("hello")])
    monkeypatch.setattr(Language, "make_doc", lambda self, text: texts.append(text) or make(self, text))
    for component in components:
        component.process([said])
    assert len(texts) == 1
    assert said.get("baton")["asks_person"] is True
    assert [each["value"] for each in said.get("entities")] == ["BW-10234"]


def test_tokens_are_the_customers_own_letters():
    said = message("I don’t  know")
    tokenizer().process([said])
    assert [(each.text, each.start) for each in said.get("text_tokens")] == [
        ("I", 0),
        ("do", 2),
        ("n’t", 4),
        ("know", 9),
    ]


def test_a_leading_slash_is_the_customers_and_not_rasas():
    said = message("/restart now")
    tokenizer().process([said])
    assert wording_of(said).text == "/restart now"
    assert [each.text for each in said.get("text_tokens")] == ["restart", "now"]


@pytest.fixture
def installed(tmp_path):
    pipeline = spacy.blank("en")
    pipeline.add_pipe("entity_ruler").add_patterns(MONEY)
    pipeline.to_disk(tmp_path / "trained")
    return str(tmp_path / "trained")


def test_a_trained_pipeline_adds_what_it_finds(installed):
    said = message("Acme owes me a fiver for BW-10234, let me speak to a persn")
    tokenizer(spacy_pipeline=installed).process([said])
    EntityRules({}).process([said])
    RequestScorer({}).process([said])
    assert wording_of(said).person == "speak to a persn"
    assert [(each["entity"], each["value"]) for each in said.get("entities")] == [
        ("amount", "a fiver"),
        ("order_number", "BW-10234"),
    ]


def test_one_that_is_not_installed_or_of_another_language_is_refused(installed):
    with pytest.raises(
        InvalidConfigException, match=r"“en_none” is not installed.*set spacy_pipeline to null"
    ):
        tokenizer(spacy_pipeline="en_none")
    with pytest.raises(InvalidConfigException, match="reads “en”, and language is “de”"):
        tokenizer(spacy_pipeline=installed, language="de")


@pytest.fixture
def broken_lists(tmp_path, monkeypatch):
    folder = tmp_path / "lexicon"
    shutil.copytree(wording.FOLDER, folder)
    with (folder / "risk.yml").open("a", encoding="utf-8") as lists:
        lists.write("\ncourt: sue you\n")
    monkeypatch.setattr(wording, "FOLDER", folder)
    wording.lexicon.cache_clear()
    yield
    wording.lexicon.cache_clear()


def test_a_fault_in_a_list_is_told_at_the_start(broken_lists):
    with pytest.raises(
        InvalidConfigException, match=r"bot/lexicon: risk\.yml, line \d+: “court” must be a list of phrases"
    ):
        tokenizer()
