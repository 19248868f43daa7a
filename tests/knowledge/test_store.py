"""Articles, versions, releases, and the files they come from."""

import dataclasses
from pathlib import Path

import pytest

from knowledge import seed, texts
from knowledge.articles import Article, digest
from knowledge.errors import ArticleError, KnowledgeError
from knowledge.store import KnowledgeStore

FAQ = Path(__file__).resolve().parents[2] / "data" / "faq"
ONE = Article("returns", "returns", "Returns?", "Thirty days.", ("can I return it",))


@pytest.fixture
def store(tmp_path):
    with KnowledgeStore.open(tmp_path) as opened:
        yield opened


def test_the_sample_reads_like_a_real_company():
    articles = seed.read_folder(FAQ)
    assert len(articles) >= 60
    assert len({article.topic for article in articles}) >= 8
    asked = [question.lower() for article in articles for question in article.questions]
    assert len(asked) == len(set(asked)), "a question stands in two articles"
    for article in articles:
        assert len(set(article.questions)) >= 8, article.id
        assert 40 <= len(article.answer) <= 600, article.id
        assert not set(article.answer) & set("{}"), article.id


def test_files_come_back_without_loss(tmp_path):
    articles = seed.read_folder(FAQ)
    seed.write_folder(tmp_path, articles)
    assert sorted(seed.read_folder(tmp_path), key=lambda each: each.id) == sorted(
        articles, key=lambda article: article.id
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("nlu: 5", "no list"),
        ("{", "line 1, is not readable YAML"),
        ("nlu:\n- intent: greet\n  examples: '- hi'", "is not an article"),
        ("nlu:\n- intent: faq/x1\n  examples: '- hi'", "no answer"),
        (
            "nlu:\n- intent: faq/X!\n  examples: '- hi'\nresponses:\n  utter_faq/X!: [{text: a}]",
            "is not a valid article id",
        ),
    ],
)
def test_a_bad_file_is_named(tmp_path, content, message):
    (tmp_path / "topic.yml").write_text(content)
    with pytest.raises(ArticleError, match=message):
        seed.read_folder(tmp_path)


def test_an_article_in_two_files_is_named(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yml").write_text(
            "nlu:\n- intent: faq/same\n  examples: '- hi'\nresponses:\n  utter_faq/same: [{text: a}]"
        )
    with pytest.raises(ArticleError, match=r"a\.yml and in b\.yml"):
        seed.read_folder(tmp_path)


def test_versions_grow_and_nothing_is_written_for_nothing(store):
    assert store.articles.save(ONE, "anna").version == 1
    assert store.articles.save(ONE, "anna").version == 1
    assert store.articles.save(dataclasses.replace(ONE, answer="Sixty days."), "ben", base=1).version == 2
    assert [(each.version, author) for each, author, _ in store.articles.versions("returns")] == [
        (2, "ben"),
        (1, "anna"),
    ]


def test_a_lost_update_is_refused(store):
    store.articles.save(ONE, "anna")
    store.articles.save(dataclasses.replace(ONE, answer="A."), "anna", base=1)
    with pytest.raises(KnowledgeError, match="since you opened version 1"):
        store.articles.save(dataclasses.replace(ONE, answer="B."), "ben", base=1)
    assert store.articles.get("returns").answer == "A."


def test_words_need_no_training_and_questions_do(store):
    store.articles.save(ONE, "anna")
    first, live = store.publishing.publish("anna", "first")
    assert not live
    assert store.trainings.next() == first.id
    store.releases.set_model(first.id, "m1")
    store.trainings.note(first.id, "done", "")
    store.releases.activate(first.id)
    store.articles.save(dataclasses.replace(ONE, answer="New words."), "anna")
    second, live = store.publishing.publish("anna", "words")
    assert live
    assert (second.model, store.releases.active()) == ("m1", second)
    store.articles.save(dataclasses.replace(ONE, questions=("something else",)), "anna")
    assert store.publishing.publish("anna", "questions")[1] is False
    assert store.releases.active() == second
    assert store.releases.articles(first.id)[0].answer == "Thirty days."


def test_the_digest_knows_what_a_model_learns():
    assert digest([ONE]) == digest([dataclasses.replace(ONE, answer="x", version=9)])
    assert digest([ONE]) != digest([dataclasses.replace(ONE, questions=("x",))])


def test_texts_are_a_closed_list():
    known = texts.seed()
    assert texts.fill(known, "agent_joined", {"name": "Anna"}, 0).startswith("Anna")
    with pytest.raises(KnowledgeError, match="no text"):
        texts.fill(known, "nothing_like_it", {}, 0)
    with pytest.raises(KnowledgeError, match="needs name"):
        texts.fill(known, "agent_joined", {}, 0)
    assert "[x]" not in texts.fill(known, "agent_joined", {"name": "[x](http://evil.example)"}, 0)


def test_every_reason_has_its_line():
    from escalation.core.reasons import Reason

    assert not [reason for reason in Reason if f"handoff_{reason}" not in texts.seed()]
