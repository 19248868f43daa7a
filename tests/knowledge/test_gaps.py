"""Groups of questions, drafts without personal data, and decisions that are remembered."""

import numpy as np
import pytest

from knowledge.articles import Article
from knowledge.clusters import clusters
from knowledge.errors import ArticleError
from knowledge.gaps import add_questions
from knowledge.records import ADDED, DISMISSED, Decided
from knowledge.scrub import scrubbed
from knowledge.store import KnowledgeStore


def test_what_means_the_same_goes_together():
    vectors = np.array([[1, 0, 0], [0, 1, 0], [0.96, 0.28, 0], [0.98, 0, 0.2], [0, 0, 1]], dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert [sorted(cluster) for cluster in clusters(vectors)] == [[0, 2, 3], [1], [4]]
    assert clusters(np.empty((0, 384), np.float32)) == []


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Hello Jonas Weber, your order BW-10311 is on its way.", "your order [order] is on its way."),
        ("Write to anna.b@shop.example or call +44 20 7946 0958.", "Write to [e-mail] or call [phone]."),
        ("We refund to DE89 3704 0044 0532 0130 00. Best regards, Anna", "We refund to [account]."),
        ("Jonas, the tent is back in 14 days.", "[name], the tent is back in 14 days."),
        ("Returns take 3 to 5 days and cost £4.50.", "Returns take 3 to 5 days and cost £4.50."),
    ],
)
def test_a_draft_has_no_personal_data(said, left):
    assert scrubbed(said, ["Jonas Weber"]) == left


def test_a_decision_is_remembered(tmp_path):
    with KnowledgeStore.open(tmp_path) as store:
        store.articles.save(Article("one", "t", "One?", "One.", ("the first",)), "anna")
        store.gaps.decide(Decided((("c1", 2), ("c2", 4)), DISMISSED, None, "spam", "anna"))
        saved = add_questions(
            store, "one", ["number one", "the first"], Decided((("c3", 2),), ADDED, "one", "", "ben")
        )
        assert (saved.version, saved.questions) == (2, ("the first", "number one"))
        with pytest.raises(ArticleError):
            add_questions(store, "one", ["x" * 501], Decided((("c4", 2),), ADDED, "one", "", "ben"))
        assert store.gaps.decided() == {("c1", 2), ("c2", 4), ("c3", 2)}
