"""The questions the matching is measured with: to articles there are, and none of those kept aside is
taught.
"""

import json
import re
from pathlib import Path

import pytest

from knowledge.seed import read_folder

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = read_folder(ROOT / "data" / "faq")


def questions(name):
    return [
        json.loads(line)
        for line in (
            (ROOT / "bot" / "training" / f"questions_{name}.jsonl").read_text(encoding="utf-8").splitlines()
        )
    ]


def plain(text):
    return " ".join(re.findall(r"\w+", text.casefold()))


@pytest.mark.parametrize("name", ["dev", "aside"])
def test_they_name_articles_there_are(name):
    named = {question["article"] for question in questions(name)} - {None}
    assert named <= {article.id for article in ARTICLES}
    assert len(questions(name)) > 100


def test_none_kept_aside_is_taught():
    taught = {plain(text) for article in ARTICLES for text in (article.title, *article.questions)}
    aside, dev = ({plain(question["text"]) for question in questions(name)} for name in ("aside", "dev"))
    assert not aside & taught
    assert not (aside & dev) - {"do you sell kayaks"}


def test_every_article_has_fifteen_examples():
    assert {article.id: len(article.questions) for article in ARTICLES if len(article.questions) < 15} == {}
