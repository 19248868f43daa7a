"""Articles to and from other formats: nothing is lost, and what is wrong is named with its place."""

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import exchange, seed
from knowledge.articles import Article
from knowledge.errors import ArticleError
from knowledge.records import Care
from knowledge.store import KnowledgeStore

FAQ = Path(__file__).resolve().parents[2] / "data" / "faq"
LINE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)


def test_the_sample_comes_back_from_csv_and_markdown():
    articles = seed.read_folder(FAQ)
    assert exchange.read(exchange.write_csv(articles), "csv") == articles
    again = exchange.read(exchange.write_markdown(articles), "markdown")
    assert [dataclasses.replace(each, steps=each.steps.strip()) for each in again] == articles


@given(LINE, LINE, st.lists(LINE, max_size=4, unique=True))
def test_any_words_survive_csv(title, answer, questions):
    one = Article("one", "t", title, answer, tuple(questions))
    assert exchange.read(exchange.write_csv([one]), "csv") == [one]


@pytest.mark.parametrize(
    ("text", "form", "message"),
    [
        ("", "csv", "Row 1: the column “topic” is missing"),
        ("topic,title\nx,y\n", "csv", "Row 1: the column “answer” is missing"),
        ("topic,title,answer\nt,One?,One\nt,,Two\n", "csv", "Row 3, column “title”: it is empty"),
        ("topic,title,answer\nt,One?\n", "csv", "Row 2 has 2 columns where the first row has 3"),
        ('topic,title,answer\nt,"One?,x\n', "csv", "not readable CSV"),
        ("topic,title,answer,id\nt,One?,One,Bad Id\n", "csv", "Row 2: “Bad Id” is not a valid article id"),
        ("topic,title,answer\nt,One?,One\nt,One?,Two\n", "csv", "the same id one"),
        ("hello\n## One\n", "markdown", "Line 1: text before the first article"),
        ("# t\n## One\nYes.\n### Other\n", "markdown", "Line 4: “Other” is not part"),
        ("# t\n## One\n\n## Two\nYes\n", "markdown", "Line 2: Article one has no answer"),
        ("no questions here", "page", "No article found"),
        ("x", "word", "not a known format"),
    ],
)
def test_what_is_wrong_is_named(text, form, message):
    with pytest.raises(ArticleError, match=message):
        exchange.read(text, form)


def test_a_pasted_page_becomes_articles():
    page = """<nav>Home</nav><h1>Help</h1><h3>Do you ship abroad?</h3><p>Yes, to:</p>
    <ul><li>Norway</li><li>Spain</li></ul><script>alert(1)</script>
    <details><summary>Can I return it?</summary><div>Within <b>30</b> days.</div></details>
    <footer>Imprint</footer>"""
    first, second = exchange.read(page, "page", topic="help")
    assert (first.id, first.topic, first.answer) == (
        "do_you_ship_abroad",
        "help",
        "Yes, to:\n\n- Norway\n- Spain",
    )
    assert (second.title, second.answer) == ("Can I return it?", "Within 30 days.")
    text = (
        "FAQ\n\nQ: Do you ship abroad?\nA: Yes, we do.\n\n2. Can I return it?\nWithin 30 days.\nUnworn"
        " only.\n"
    )
    assert [each.answer for each in exchange.read(text, "page")] == [
        "Yes, we do.",
        "Within 30 days.\n\nUnworn only.",
    ]


def test_an_import_is_all_or_nothing(tmp_path):
    with KnowledgeStore.open(tmp_path) as store:
        good, bad = Article("one", "t", "One?", "One.", ()), Article("two", "t", "", "Two.", ())
        with pytest.raises(ArticleError):
            store.articles.save_all([good, bad], "anna")
        assert store.articles.all() == []
        assert [
            each.version
            for each in store.articles.save_all([good, dataclasses.replace(bad, title="Two?")], "anna")
        ] == [1, 1]


def test_languages_owners_and_dates_travel_along(tmp_path):
    cares = {
        "one_de": Care(language="de", translates="one"),
        "one": Care(owner="Anna", review_on="2027-01-01"),
    }
    articles = [
        Article("one", "t", "One?", "Yes.", ("one",)),
        Article("one_de", "t", "Eins?", "Ja.", ("eins",)),
    ]
    text = exchange.write_csv(articles, cares)
    assert (exchange.read(text, "csv"), exchange.read_care(text)) == (articles, cares)
    seed.write_folder(tmp_path / "faq", articles, cares)
    assert (seed.read_folder(tmp_path / "faq"), seed.read_care(tmp_path / "faq")) == (articles, cares)
    with KnowledgeStore.open(tmp_path) as store:
        store.articles.save_all(articles, "ben", cares)
        store.articles.set_care("one", Care(owner="Cleo", publish_at=5))
        store.articles.save_all(articles, "ben", {"one": Care(language="en")})
        assert store.articles.care("one") == Care(owner="Cleo", language="en", publish_at=5), (
            "what is not given stays"
        )
        with pytest.raises(ArticleError):
            store.articles.save_all(
                [Article("two", "t", "Two?", "No.", ())], "ben", {"two": Care(language="nonsense")}
            )
        assert "two" not in {article.id for article in store.articles.all()}
