"""Searching by meaning and by words, with vectors that are remembered."""

from pathlib import Path

import numpy as np
import pytest

from knowledge import seed
from knowledge.articles import Article
from knowledge.encoder import Encoder
from knowledge.index import Index
from knowledge.remembered import Remembered

FAQ = Path(__file__).resolve().parents[2] / "data" / "faq"


@pytest.fixture(scope="module")
def encoder(built_encoder, tmp_path_factory):
    memory = Remembered(Encoder(built_encoder), tmp_path_factory.mktemp("index"))
    yield memory
    memory.close()


@pytest.fixture(scope="module")
def index(encoder):
    return Index(seed.read_folder(FAQ), encoder)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("how many days until my stuff gets here", "delivery_time"),
        ("i can't log in any more", "reset_password"),
        ("gift card", "gift_card"),
        ("do you mend broken zippers", "repair_service"),
    ],
)
def test_the_right_article_is_found(index, asked, wanted):
    assert wanted in [each.id for each in index.search(asked, 5)]


def test_odd_questions_are_no_trouble(index):
    for text in ("", "   ", "?", '"', "a AND b OR NOT (c*", "😀", "x" * 500, "\x00"):
        assert len(index.search(text, 5)) <= 5


def test_a_question_close_to_another_article_is_told(index):
    hit, none = index.nearest(
        ["how long does the delivery take", "quantum chromodynamics lecture"], apart_from="delivery_cost"
    )
    assert hit.id == "delivery_time"
    assert hit.likeness > 0.9 > none.likeness
    assert index.nearest([hit.question], apart_from="delivery_time")[0].id != "delivery_time"


def test_small_indexes_hold(encoder):
    one = Article("one", "t", "One?", "One.", ())
    assert Index([], encoder).search("x") == []
    assert Index([], encoder).nearest(["x"]) == [None]
    assert [each.id for each in Index([one], encoder).search("one")] == ["one"]
    assert Index([one], encoder).nearest(["one"], apart_from="one") == [None]


def test_vectors_are_computed_once(tmp_path):
    class Counting:
        def __init__(self):
            self.texts = []

        def encode(self, texts, workers=1):
            self.texts += texts
            return np.array([[len(text), 1.0] + [0.0] * 382 for text in texts], np.float32)

    counting = Counting()
    memory = Remembered(counting, tmp_path)
    first = memory.encode(["a", "bb", "a", ""])
    memory.close()
    again = Remembered(counting, tmp_path)
    assert np.array_equal(again.encode(["bb", "a", "", "new"])[:3], first[[1, 0, 3]])
    assert counting.texts == ["a", "bb", "", "new"]
    again.close()
