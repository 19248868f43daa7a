"""Questions without a good answer: what an editor makes of them."""

from __future__ import annotations

from dataclasses import replace

from knowledge.articles import Article
from knowledge.ports import Storage
from knowledge.records import Decided


def add_questions(store: Storage, identity: str, questions: list[str], decided: Decided) -> Article:
    """Questions join an article and are decided, both or neither. Raises :class:`KnowledgeError` as saving
    does.
    """
    with store.transaction():
        article = store.articles.get(identity)
        more = replace(article, questions=tuple(dict.fromkeys([*article.questions, *questions])))
        saved = store.articles.save(more, decided.author, article.version)
        store.gaps.decide(decided)
    return saved
