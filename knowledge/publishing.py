"""Publishing: what was saved becomes a release, judged in the transaction that lets it out, so that nothing
slips in between.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.articles import Article, digest
from knowledge.database import Database
from knowledge.errors import StaleError
from knowledge.facts import missing
from knowledge.gate import Anyway, pass_by, stopping, told
from knowledge.lint import Context, Finding
from knowledge.overrule_store import OverruleStore
from knowledge.release_store import EVERYTHING, Release, ReleaseStore, Scope, Sources
from knowledge.training_store import DONE, READY, WAITING, TrainingStore

NOTHING_ELSE = Context()


class Publishing:
    """What goes out, and when."""

    def __init__(
        self,
        database: Database,
        sources: Sources,
        releases: ReleaseStore,
        trainings: TrainingStore,
        overrules: OverruleStore,
    ) -> None:
        self._db, self._articles, self._reviews, self._facts = (
            database,
            sources.articles,
            sources.reviews,
            sources.facts,
        )
        self._releases, self._trainings, self._overrules = releases, trainings, overrules
        self._stayed: tuple[object, ...] | None = (
            None  # what was saved, live and due when a plan was stopped last
        )

    def titles(self) -> list[str]:
        """Every title that a release made now may hold: whoever brings vectors brings these."""
        base = self._trainings.beneath()
        articles = [*self._articles.all(), *(self._releases.articles(base.id) if base else [])]
        return list(dict.fromkeys(article.title for article in articles))

    def publish(
        self,
        author: str,
        note: str,
        scope: Scope = EVERYTHING,
        hold: bool = False,
        *,
        context: Context = NOTHING_ELSE,
        anyway: Anyway | None = None,
    ) -> tuple[Release, bool]:
        """Release what is saved. True: live at once, for only words changed. False: it waits for its
        training, and with ``hold`` for a person's word after that.

        What goes out is judged here, by what ``context`` brings: :class:`FindingsError` when an error stops
        it and ``anyway`` does not answer for it. With vectors, :class:`StaleError` when a title has none, for
        it was saved meanwhile.

        Of two who publish at once one wins: :class:`ReleaseError` while another release is on its way, for it
        would take these changes back when it goes live.
        """
        with self._db.transaction():
            findings = self._pass(scope, context, anyway)
            release = self._publish_judged(author, note, scope, hold)
            if anyway and findings:
                self._overrules.note(release.id, author, anyway, findings)
            return release, self._trainings.all()[release.id].state == DONE

    def _publish_judged(self, author: str, note: str, scope: Scope, hold: bool = False) -> Release:
        """Release what was judged in the same transaction."""
        release = self._releases.freeze(author, note, scope=scope, hold=hold, base=self._trainings.beneath())
        self._articles.drop_plans(scope.articles or frozenset())
        state, detail = _first_state(release)
        self._trainings.note(release.id, state, detail)
        if state == DONE:
            self._releases.activate(release.id)
        return release

    def is_due(self, now: int) -> bool:
        """Whether :meth:`on_schedule` has something to do: what was stopped by its errors is looked at again
        when somebody has saved.
        """
        if not self._articles.any_due(now):
            return False
        ready = self._ready(now)
        return (
            bool(self._articles.due("expires_at", now))
            or bool(ready - self._articles.stopped().keys())
            or self._stayed != self._state_of(ready)
        )

    def _state_of(self, due: frozenset[str]) -> tuple[object, ...]:
        """As long as it is the same, what is due is stopped by the same errors."""
        active = self._releases.active()
        return self._articles.saved(), active.id if active else None, due

    def on_schedule(self, now: int, context: Context = NOTHING_ELSE) -> Release | None:
        """Publish what is due at ``now`` and take out what has expired, in one release; None when nothing is
        due.

        What cannot go out (a team member has not looked, a fact has no value, an error stops it) keeps its
        date. Raises like
        :meth:`publish`, and then nothing is changed.
        """
        if not self.is_due(now):
            return None
        with self._db.transaction():
            ready, over = self._ready(now), self._articles.due("expires_at", now)
            self._articles.expire(over, now)
            due = self._without_errors(ready, over, context)
            scope = Scope(due | over, facts=False, voice=False)
            released = (
                self._publish_judged("schedule", _said(len(due), len(over)), scope) if due or over else None
            )
            self._stayed = self._state_of(ready - due)
            return released

    def _ready(self, now: int) -> frozenset[str]:
        """What is due, was seen by whom it has to be, and has its facts."""
        return self._articles.due("publish_at", now) - self._reviews.unseen() - self._without_facts()

    def _without_errors(self, due: frozenset[str], over: frozenset[str], context: Context) -> frozenset[str]:
        """Those of ``due`` that no error stops; the others keep the reason, and their date."""
        while due and (findings := self._stopping(Scope(due | over, facts=False, voice=False), context, due)):
            stopped = {
                name: finding
                for finding in reversed(findings)
                for name in (finding.other, finding.article)
                if name in due
            }
            titles = {article.id: article.title for article in self._articles.all()}
            for name, finding in stopped.items():
                self._articles.stop(name, told(finding, titles))
            due -= stopped.keys()
        return due

    def _without_facts(self) -> frozenset[str]:
        """Articles that use a fact the live release has no value for."""
        active = self._releases.active()
        facts = self._releases.facts(active.id) if active else {}
        return frozenset(
            article.id for article in self._articles.all() if missing([article.answer, article.steps], facts)
        )

    def unlearned(self) -> bool:
        """Whether something saved has to be learnt before it can be published."""
        active = self._releases.active()
        return active is None or active.learned != digest(self._releases.chosen(active, EVERYTHING))

    def _stopping(
        self, scope: Scope, context: Context, changed: frozenset[str] | None = None
    ) -> list[Finding]:
        """The errors that stop a release of ``scope``; ``changed`` are the articles that count, by default
        all that would be new.
        """
        base = self._trainings.beneath()
        articles = self._releases.chosen(base, scope)
        facts = self._facts.values() if scope.facts or base is None else self._releases.facts(base.id)
        if context.vectors and any(article.title not in context.vectors for article in articles):
            raise StaleError("Someone has saved an article in the meantime. Publish again.")
        return stopping(
            articles, self._changed(articles) if changed is None else changed, replace(context, facts=facts)
        )

    def _changed(self, articles: list[Article]) -> frozenset[str]:
        """Those that are not live as they are here."""
        active = self._releases.active()
        live = {article.id: article for article in self._releases.articles(active.id)} if active else {}
        return frozenset(article.id for article in articles if live.get(article.id) != article)

    def _pass(self, scope: Scope, context: Context, anyway: Anyway | None) -> list[Finding]:
        """The errors that somebody answers for; raises :class:`FindingsError` where nobody does."""
        findings = self._stopping(scope, context)
        pass_by(
            findings,
            anyway,
            {article.id: article.title for article in self._articles.all()} if findings else {},
        )
        return findings


def _first_state(release: Release) -> tuple[str, str]:
    if release.model is None:
        return WAITING, "waiting for the trainer"
    return (READY, "only texts changed") if release.hold else (DONE, "live")


def _said(due: int, over: int) -> str:
    parts = [f"{due} published as planned"] if due else []
    return " and ".join([*parts, *([f"{over} expired"] if over else [])])
