"""What is saved and not live: the state of each article, and whether lines or facts differ. Reads, never
writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from knowledge.article_store import Care
from knowledge.articles import Article
from knowledge.review_store import Review
from knowledge.store import KnowledgeStore, Release

# "planned" waits for its date, "retired" goes with the next release, "gone" was taken out and is not live
State = Literal["live", "changed", "new", "planned", "review", "retired", "gone"]
LATE_MS = 60_000
SOON_MS = 7 * 86_400_000


@dataclass(frozen=True, slots=True)
class Standing:
    """One article as the list shows it; ``attention`` says in words what someone should look at."""

    article: Article
    state: State
    care: Care
    review: Review | None
    attention: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """All articles with their state, and how many facts and lines are edited and not live."""

    articles: tuple[Standing, ...]
    facts: int
    voice: int
    careful: tuple[str, ...]


def pending(store: KnowledgeStore, now: int) -> Pending:
    """Everything at ``now`` (UTC milliseconds)."""
    active = store.releases.active()
    live = {article.id: article for article in store.releases.articles(active.id)} if active else {}
    newest = {article.id: article for article in store.articles.all()}
    gone = {article.id: article for article in store.articles.all(retired=True)}
    cares, reviews, unseen, behind, stopped = (
        store.articles.cares(),
        store.reviews.all(),
        store.reviews.unseen(),
        store.articles.behind(),
        store.articles.stopped(),
    )
    standings = []
    for key, article in {**gone, **live, **newest}.items():
        care, review = cares.get(key, Care()), reviews.get(key)
        state = _state(newest.get(key), live.get(key), key in unseen, care.publish_at is not None)
        standings.append(
            Standing(
                article,
                state,
                care,
                review,
                (*attention(care, review, state, now, stopped.get(key)), *behind.get(key, ())),
            )
        )
    facts = _different(store.facts.values(), store.releases.facts(active.id) if active else {})
    voice = _different(store.texts.all(), store.releases.texts(active.id)) if active else 0
    ordered = sorted(standings, key=lambda standing: (standing.article.topic, standing.article.title))
    return Pending(tuple(ordered), facts, voice, tuple(sorted(store.reviews.careful_topics())))


def _state(newest: Article | None, live: Article | None, unseen: bool, planned: bool) -> State:
    if newest is None:
        return "gone" if live is None else "retired"
    if live is not None and live.version == newest.version and live.topic == newest.topic:
        return "live"
    if unseen:
        return "review"
    if planned:
        return "planned"
    return "new" if live is None else "changed"


def _different(edited: dict[str, object] | dict[str, str] | dict[str, tuple[str, ...]], live: object) -> int:
    assert isinstance(live, dict)
    return sum(edited.get(key) != live.get(key) for key in edited.keys() | live.keys())


def attention(
    care: Care, review: Review | None, state: State, now: int, stopped: str | None = None
) -> tuple[str, ...]:
    """What someone should look at, in words."""
    today = datetime.fromtimestamp(now / 1000, tz=UTC).date().isoformat()
    notices = []
    if care.review_on and care.review_on <= today:
        notices.append(f"review due since {care.review_on}")
    if care.expires_at and care.expires_at - now < SOON_MS:
        notices.append("expires within a week" if care.expires_at > now else "has expired")
    if care.publish_at:
        late = now - care.publish_at > LATE_MS and state != "live"
        why = f": {stopped}" if stopped else ""
        notices.append(f"could not be published on its date{why}" if late or stopped else "scheduled")
    if state == "review":
        sent_back = review is not None and review.approved is False
        notices.append("changes requested" if sent_back else "waiting for review")
    return tuple(notices)


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """How an article of a release differs from the live one's: ``words``, ``questions``, both, ``new`` or
    ``gone``.
    """

    id: str
    title: str
    what: tuple[str, ...]


def changes_between(store: KnowledgeStore, active: Release | None, release: Release) -> list[ArticleChange]:
    """What ``release`` changes against the active one, by title."""
    old = {article.id: article for article in store.releases.articles(active.id)} if active else {}
    new = {article.id: article for article in store.releases.articles(release.id)}
    changes = [
        ArticleChange(key, (new.get(key) or old[key]).title, _what(old.get(key), new.get(key)))
        for key in {**old, **new}
    ]
    return sorted((change for change in changes if change.what), key=lambda change: change.title)


def _what(old: Article | None, new: Article | None) -> tuple[str, ...]:
    if old is None or new is None:
        return ("gone",) if new is None else ("new",)
    words = (old.answer, old.steps, old.topic) != (new.answer, new.steps, new.topic)
    questions = (old.title, sorted(old.questions)) != (new.title, sorted(new.questions))
    return (*(["words"] if words else []), *(["questions"] if questions else []))
