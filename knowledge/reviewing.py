"""A second person's look: who may decide, and what nobody has seen yet. Pure but for what it reads."""

from __future__ import annotations

from knowledge.errors import ReviewError
from knowledge.ports import Storage


def check_decision(version: int, by: str, newest: int, author: str) -> None:
    """Raises :class:`ReviewError` unless ``by`` may decide on ``version`` of an article whose ``newest``
    version ``author`` wrote.
    """
    if newest != version:
        raise ReviewError(f"Version {newest} has been saved since. Review that one.")
    if author == by:
        raise ReviewError("You wrote this version, so someone else must review it.")


def unseen(store: Storage) -> frozenset[str]:
    """Articles whose newest version may not be published yet: the topic asks for a second person and none
    approved it.
    """
    careful = store.reviews.careful_topics()
    if not careful:
        return frozenset()
    approved = {name for name, review in store.reviews.all().items() if review.approved}
    return frozenset(
        article.id
        for article in store.articles.all()
        if article.topic in careful and article.id not in approved
    )
