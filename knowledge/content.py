"""What goes into a release: of what is saved, what is chosen and may be published; and what of it is live."""

from __future__ import annotations

from knowledge.articles import Article, digest
from knowledge.errors import FactError, ReviewError
from knowledge.facts import Facts, missing
from knowledge.ports import Storage
from knowledge.records import EVERYTHING, Frozen, Release, Scope
from knowledge.reviewing import unseen
from knowledge.texts import Texts


class Content:
    """The content of releases that are made, and of those that are compared."""

    def __init__(self, store: Storage) -> None:
        self._store = store

    def freeze(
        self,
        author: str,
        note: str,
        model: str | None = None,
        *,
        scope: Scope = EVERYTHING,
        hold: bool = False,
        base: Release | None = None,
    ) -> Release:
        """Freeze versions, lines and facts as a release. One that teaches the same as the active one keeps
        its model. What ``scope`` leaves out stays as it is in ``base``, by default the active one.

        Raises :class:`ReviewError` when ``scope`` names an article that a second person has to see first;
        without names such articles stay as they are live.
        """
        active = self._store.releases.active()
        base = base or active
        articles = self.chosen(base, scope)
        learned = digest(articles)
        if model is None and active is not None and active.learned == learned:
            model = active.model
        versions = {article.id: article.version for article in articles}
        frozen = Frozen(versions, self._texts(base, scope), self.facts(base, scope))
        _whole(articles, frozen.texts, frozen.facts)
        return self._store.releases.add(frozen, author, note, learned=learned, model=model, hold=hold)

    def chosen(self, base: Release | None, scope: Scope) -> list[Article]:
        """The newest version of what is chosen and may be published, that of ``base`` of everything else."""
        barred = unseen(self._store)
        if named := barred & (scope.articles or frozenset()):
            raise ReviewError(f"A second person must review {', '.join(sorted(named))} first.")
        newest = {article.id: article for article in self._store.articles.all()}
        live = {article.id: article for article in self._store.releases.articles(base.id)} if base else {}
        keys = frozenset({*newest, *live}) if scope.articles is None else scope.articles
        # What has a date waits for it, unless it is named.
        exclusions = barred | (self._planned() if scope.articles is None else frozenset())
        updates = {key: newest[key] for key in keys - exclusions if key in newest}
        rest = {key: article for key, article in live.items() if key not in keys or key in exclusions}
        return sorted({**rest, **updates}.values(), key=lambda article: (article.topic, article.id))

    def _planned(self) -> frozenset[str]:
        cares = self._store.articles.cares()
        return frozenset(key for key, care in cares.items() if care.publish_at)

    def facts(self, base: Release | None, scope: Scope) -> dict[str, str]:
        """The values a release of ``scope`` would have."""
        if scope.facts or base is None:
            return self._store.facts.values()
        return self._store.releases.facts(base.id)

    def _texts(self, base: Release | None, scope: Scope) -> Texts:
        if scope.voice or base is None:
            return self._store.texts.all()
        return self._store.releases.texts(base.id)

    def live(self) -> dict[str, Article]:
        """The articles of the release that answers now, by id."""
        active = self._store.releases.active()
        articles = self._store.releases.articles(active.id) if active else []
        return {article.id: article for article in articles}

    def unlearned(self) -> bool:
        """Whether something saved has to be learnt before it can be published."""
        active = self._store.releases.active()
        return active is None or active.learned != digest(self.chosen(active, EVERYTHING))

    def kept_questions(self, release: int) -> list[tuple[str, str]]:
        """The questions, titles among them, that the live release stores and ``release`` still stores for the
        same article: what was taken out, moved or reworded on purpose is not among them.
        """
        articles = self._store.releases.articles(release)
        questions = {article.id: {article.title, *article.questions} for article in articles}
        return [
            (text, article.id)
            for article in self.live().values()
            for text in dict.fromkeys((article.title, *article.questions))
            if text in questions.get(article.id, set())
        ]


def _whole(articles: list[Article], words: Texts, facts: Facts) -> None:
    """Raises :class:`FactError` naming the first text that uses a fact nobody has given a value."""
    texts = {f"article {article.id}": f"{article.answer}\n{article.steps}" for article in articles}
    texts |= {f"system text {key}": "\n".join(variants) for key, variants in words.items()}
    for name, text in texts.items():
        if unknown := missing([text], facts):
            raise FactError(f"The {name} uses {{{{{min(unknown)}}}}}, a fact without a value.")
