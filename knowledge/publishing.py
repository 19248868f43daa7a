"""Publishing: what was saved becomes a release, judged in the transaction that lets it out, so that nothing
slips in between.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.articles import Article
from knowledge.clock import now_ms
from knowledge.content import Content
from knowledge.errors import StaleError
from knowledge.facts import missing
from knowledge.gate import Anyway, Overruled, pass_by, stopping, told
from knowledge.lint import Context, Finding
from knowledge.ports import Storage
from knowledge.records import DONE, EVERYTHING, READY, WAITING, Release, Scope
from knowledge.reviewing import unseen
from knowledge.rollout import Rollout

NOTHING_ELSE = Context()


class Publishing:
    """What goes out, and when."""

    def __init__(self, store: Storage, content: Content, rollout: Rollout) -> None:
        self._store, self._content, self._rollout = store, content, rollout
        # What was saved, live and due when a plan was stopped last.
        self._stayed: tuple[object, ...] | None = None

    def titles(self) -> list[str]:
        """Every title that a release made now may hold: whoever brings vectors brings these."""
        base = self._rollout.beneath()
        articles = [*self._store.articles.all(), *(self._store.releases.articles(base.id) if base else [])]
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
        with self._store.transaction():
            findings = self._pass(scope, context, anyway)
            release = self._publish_judged(author, note, scope, hold)
            if anyway and findings:
                overruled = Overruled(author, anyway.reason.strip(), now_ms(), tuple(findings))
                self._store.overrules.note(release.id, overruled)
            return release, self._store.trainings.all()[release.id].state == DONE

    def _publish_judged(self, author: str, note: str, scope: Scope, hold: bool = False) -> Release:
        """Release what was judged in the same transaction."""
        release = self._content.freeze(author, note, scope=scope, hold=hold, base=self._rollout.beneath())
        self._store.plans.drop(scope.articles or frozenset())
        state, detail = _first_state(release)
        self._store.trainings.note(release.id, state, detail)
        if state == DONE:
            self._store.releases.activate(release.id)
        return release

    def is_due(self, now: int) -> bool:
        """Whether :meth:`on_schedule` has something to do: what was stopped by its errors is looked at again
        when somebody has saved.
        """
        if not self._store.plans.any_due(now):
            return False
        ready = self._ready(now)
        return (
            bool(self._store.plans.to_expire(now))
            or bool(ready - self._store.plans.stopped().keys())
            or self._stayed != self._state_of(ready)
        )

    def _state_of(self, due: frozenset[str]) -> tuple[object, ...]:
        """As long as it is the same, what is due is stopped by the same errors."""
        active = self._store.releases.active()
        return self._store.articles.saved(), active.id if active else None, due

    def on_schedule(self, now: int, context: Context = NOTHING_ELSE) -> Release | None:
        """Publish what is due at ``now`` and take out what has expired, in one release; None when nothing is
        due.

        What cannot go out (a team member has not looked, a fact has no value, an error stops it) keeps its
        date. Raises like
        :meth:`publish`, and then nothing is changed.
        """
        if not self.is_due(now):
            return None
        with self._store.transaction():
            ready, over = self._ready(now), self._store.plans.to_expire(now)
            self._store.plans.expire(over, now)
            due = self._without_errors(ready, over, context)
            scope = Scope(due | over, facts=False, voice=False)
            released = (
                self._publish_judged("schedule", _said(len(due), len(over)), scope) if due or over else None
            )
            self._stayed = self._state_of(ready - due)
            return released

    def _ready(self, now: int) -> frozenset[str]:
        """What is due, was seen by whom it has to be, and has its facts."""
        return self._store.plans.to_publish(now) - unseen(self._store) - self._without_facts()

    def _without_errors(self, due: frozenset[str], over: frozenset[str], context: Context) -> frozenset[str]:
        """Those of ``due`` that no error stops; the others keep the reason, and their date."""
        while due and (findings := self._stopping(Scope(due | over, facts=False, voice=False), context, due)):
            stopped = {
                name: finding
                for finding in reversed(findings)
                for name in (finding.other, finding.article)
                if name in due
            }
            titles = {article.id: article.title for article in self._store.articles.all()}
            for name, finding in stopped.items():
                self._store.plans.stop(name, told(finding, titles))
            due -= stopped.keys()
        return due

    def _without_facts(self) -> frozenset[str]:
        """Articles that use a fact the live release has no value for."""
        active = self._store.releases.active()
        facts = self._store.releases.facts(active.id) if active else {}
        articles = self._store.articles.all()
        return frozenset(
            article.id for article in articles if missing([article.answer, article.steps], facts)
        )

    def _stopping(
        self, scope: Scope, context: Context, changed: frozenset[str] | None = None
    ) -> list[Finding]:
        """The errors that stop a release of ``scope``; ``changed`` are the articles that count, by default
        all that would be new.
        """
        base = self._rollout.beneath()
        articles = self._content.chosen(base, scope)
        facts = self._content.facts(base, scope)
        if context.vectors and any(article.title not in context.vectors for article in articles):
            raise StaleError("Someone has saved an article in the meantime. Publish again.")
        return stopping(
            articles, self._changed(articles) if changed is None else changed, replace(context, facts=facts)
        )

    def _changed(self, articles: list[Article]) -> frozenset[str]:
        """Those that are not live as they are here."""
        live = self._content.live()
        return frozenset(article.id for article in articles if live.get(article.id) != article)

    def _pass(self, scope: Scope, context: Context, anyway: Anyway | None) -> list[Finding]:
        """The errors that somebody answers for; raises :class:`FindingsError` where nobody does."""
        findings = self._stopping(scope, context)
        pass_by(
            findings,
            anyway,
            {article.id: article.title for article in self._store.articles.all()} if findings else {},
        )
        return findings


def _first_state(release: Release) -> tuple[str, str]:
    if release.model is None:
        return WAITING, "waiting for the trainer"
    return (READY, "only texts changed") if release.hold else (DONE, "live")


def _said(due: int, over: int) -> str:
    parts = [f"{due} published as planned"] if due else []
    return " and ".join([*parts, *([f"{over} expired"] if over else [])])
